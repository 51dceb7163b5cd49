"""新职员注册: the applicant's pages, without a login, and the administrator's."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.foundation.identity.api import client_ip
from tongban.foundation.organization.contracts import ApplicationData, UnitKind
from tongban.foundation.organization.forms import GENDERS, ReasonForm, offer, posts_as_choices, text
from tongban.foundation.organization.models import Application, Post, Unit
from tongban.foundation.organization.operations import applying
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.applications import application_for, applications_for
from tongban.foundation.organization.queries.search import search_units
from tongban.foundation.organization.queries.tree import current_units
from tongban.foundation.organization.web.pages import FormPage, answer
from tongban.foundation.ui.api import Fact, Form, Listing, Tab, needs, public, secret_field
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now

STATES = {Application.PENDING: "待审核", Application.APPROVED: "已通过", Application.REFUSED: "未通过"}
APPLIED = "tb_applied"  # session: the user name to show once


class ApplicationForm(Form):
    half = ("name", "gender", "mobile", "office_phone", "unit", "wish", "password", "again")

    name = text("姓名", longest=60, hint="身份证上的姓名")
    gender = forms.ChoiceField(label="性别", required=False, choices=GENDERS)
    mobile = text("手机", longest=20, hint="审核结果发到这个手机")
    office_phone = text("办公电话", required=False, longest=30)
    unit = forms.TypedChoiceField(label="科室", coerce=int)
    wish = text("岗位", longest=60, hint="例如：科员、文书、窗口人员")
    reason = text("申请理由", longest=200, hint="例如：2026年11月调入，文号；新录用")
    username = text("用户名", required=False, longest=60, hint="不填则用姓名全拼，重名时自动加数字")
    password = secret_field("密码", complete="new-password", help_text="至少 10 位，有字母、数字和特殊字符。")
    again = secret_field("再输一遍密码", complete="new-password")
    true = forms.BooleanField(
        label="以上信息真实，账号只由本人使用，不出借、不借用他人账号。",
        error_messages={"required": "请确认信息真实、账号只由本人使用。"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "两次输入的密码不一样。")
        return data


@public
@never_cache
def start(request: Any) -> HttpResponse:
    """First the unit, found by name, short name or pinyin."""
    _require_open()
    typed = request.GET.get("q", "").strip()[:40]
    found = [u for u in search_units(typed, at=now(), limit=60) if u.form != UnitKind.SECTION][:20] if typed else []
    return render(request, "organization/register_start.html", {"q": typed, "found": found})


@public
@never_cache
def apply_page(request: Any, pk: int) -> HttpResponse:
    """Then what is asked of the applicant; the passwords are not given back with a mistake."""
    _require_open()
    organ = _organ(pk)
    sections = current_units(timezone.localdate(now())).filter(organ=organ, form=UnitKind.SECTION)
    form = ApplicationForm(request.POST or None)
    offer(form, "unit", [(organ.pk, f"{organ.name}（机关本身）"), *((u.pk, u.name) for u in sections)])
    if request.method == "POST" and form.is_valid() and _applied(request, form):
        request.session[APPLIED] = form.result.username
        return redirect("register:done")
    return render(
        request, "organization/register.html", {"form": form, "organ": organ}, status=422 if form.errors else 200
    )


@public
@never_cache
def done(request: Any) -> HttpResponse:
    """What happens next, and the user name."""
    return render(request, "organization/register_done.html", {"username": request.session.get(APPLIED, "")})


def _applied(request: Any, form: ApplicationForm) -> bool:
    given = form.values()
    unit = Unit.objects.get(pk=given.pop("unit"))
    del given["again"], given["true"]
    actor = Actor(name=given["name"].strip(), ip=client_ip(request))
    try:
        return form.carry_out(applying.apply, unit=unit, data=ApplicationData(**given), actor=actor, at=now())
    except Conflict as error:
        form.add_error(None, error.message)
        return False


def _organ(pk: int) -> Unit:
    found = current_units(timezone.localdate(now())).exclude(form=UnitKind.SECTION).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个单位。")
    return found


def _require_open() -> None:
    if not settings.TONGBAN_STAFF_REGISTRATION:
        raise NotFound("网上注册没有开放，请联系本单位管理员开户。")


@needs(managed.MANAGE)
@require_safe
def applications(request: Any) -> HttpResponse:
    """Who asked for an account in the viewer's units."""
    state = request.GET.get("state", "")
    state = state if state in STATES else Application.PENDING
    order = (
        ("applied_at", "pk") if state == Application.PENDING else ("-decided_at", "-pk")
    )  # who waits longest comes first
    listing = Listing(request, sorts={"at": order}, default="at")
    page = listing.page(applications_for(request.actor, now(), state))
    tabs = [Tab(label=v, url=listing.url(state=k, page=None), current=k == state) for k, v in STATES.items()]
    return render(request, "organization/applications.html", {"page": page, "tabs": tabs, "state": state})


@needs(managed.MANAGE)
@require_safe
def application(request: Any, pk: int) -> HttpResponse:
    found = application_for(request.actor, pk, now())
    same = managed.people_for(request.actor, now()).filter(name=found.name, left_at=None)[:5]
    context = {
        "application": found,
        "facts": _facts(found),
        "same": same,
        "pending": found.state == Application.PENDING,
    }
    return render(request, "organization/application.html", context)


class ApproveForm(Form):
    post = forms.TypedChoiceField(label="岗位", coerce=int, help_text="没有合适的岗位，先到单位页新增")
    username = text("用户名", longest=60)


@needs(managed.MANAGE)
def approve(request: Any, pk: int) -> HttpResponse:
    """审核通过: into a post of the organ that was applied to."""
    found = application_for(request.actor, pk, now())
    organ = found.unit.organ_id or found.unit_id
    posts = Post.objects.filter(
        unit__organ_id=organ, unit__in=managed.managed_units(request.actor, now()), closed_at=None
    )
    posts = posts.select_related("unit__organ").order_by("unit__order", "unit_id", "order", "pk")
    form = ApproveForm(request.POST or None, initial={"username": found.username})
    offer(form, "post", posts_as_choices(posts))
    page = FormPage(
        title=f"通过{found.name}的申请", back=reverse("applications:list"), back_label="注册申请", button="通过并开户",
        done="已开户，短信告诉本人。", lead=f"申请到{found.unit.full_name}，岗位：{found.wish}。",
    )  # fmt: skip
    return answer(
        request, form, page, applying.approve,
        lambda given: {"application": found, "post": posts.get(pk=given["post"]), "username": given["username"]},
    )  # fmt: skip


@needs(managed.MANAGE)
def refuse(request: Any, pk: int) -> HttpResponse:
    found = application_for(request.actor, pk, now())
    page = FormPage(
        title=f"不通过{found.name}的申请", back=reverse("applications:list"), back_label="注册申请", button="不通过",
        done="已退回，短信告诉本人。", lead="原因会告诉申请人，改正后可以重新申请。",
    )  # fmt: skip
    return answer(
        request, ReasonForm(request.POST or None), page, applying.refuse, lambda given: {"application": found, **given}
    )


def _facts(found: Application) -> list[Fact]:
    facts = [
        ("单位", found.unit.full_name), ("姓名", found.name), ("性别", found.gender), ("手机", found.mobile),
        ("办公电话", found.office_phone), ("岗位", found.wish), ("申请理由", found.reason), ("用户名", found.username),
    ]  # fmt: skip
    return [Fact(label=label, value=value or "—") for label, value in facts]
