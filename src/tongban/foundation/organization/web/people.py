"""The list of people, the page of one, and what is done with posts and accounts."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.identity import api as identity
from tongban.foundation.organization import forms
from tongban.foundation.organization.contracts import PersonData
from tongban.foundation.organization.models import Person, Post, Secretary
from tongban.foundation.organization.operations import (
    appoint,
    change_person,
    end_secretary,
    leave,
    set_secretary,
)
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.holders import open_holdings
from tongban.foundation.organization.queries.tree import units_below
from tongban.foundation.organization.web.choices import people_choices
from tongban.foundation.organization.web.pages import FormPage, answer, at_once
from tongban.foundation.ui.api import Fact, Listing, Tab, needs, permission_check
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now

STATES = {"": "在职", "disabled": "账号停用", "locked": "账号锁定", "left": "已离任"}
SORTS = {
    "unit": ("unit__order", "unit_id", "order", "pk"), "name": ("pinyin", "pk"), "username": ("account__username", "pk"),
}  # fmt: skip


@needs(managed.MANAGE)
@require_safe
def people(request: Any) -> HttpResponse:
    """Who belongs to the viewer's units; found by name, pinyin, initials or user name, of one unit with those below it."""
    at = now()
    state, text, unit = (request.GET.get(name, "").strip() for name in ("state", "q", "unit"))
    state = state if state in STATES else ""
    rows = found_by(_in_state(managed.people_for(request.actor, at), state, at), text)
    chosen = managed.unit_for(request.actor, int(unit), at) if unit.isdigit() else None
    if chosen is not None:
        rows = rows.filter(unit__in=units_below([chosen.pk]))
    listing = Listing(request, sorts=SORTS, default="unit")
    page = listing.page(rows)
    context = {
        "listing": listing, "page": page, "q": text, "state": state, "unit": chosen, "rows": _with_posts(page.rows, at),
        "tabs": [Tab(label=v, url=listing.url(state=k, page=None), current=k == state) for k, v in STATES.items()],
        "chips": [listing.chip("unit", f"单位：{chosen.name}")] if chosen else [],
    }  # fmt: skip
    return render(request, "organization/people.html", context)


@needs(managed.MANAGE)
@require_safe
def person(request: Any, pk: int) -> HttpResponse:
    """One person: data, posts, account, secretaries."""
    at = now()
    found = managed.person_for(request.actor, pk, at)
    account = found.account
    holdings = list(open_holdings(at).filter(person=found).order_by("-main", "since"))
    context = {
        "person": found, "facts": _facts(found), "account": account, "secretaries": managed.secretaries_rows(found),
        "holdings": holdings, "roles": _roles(found, holdings, at),
        "may_certify": permission_check()(request, "identity.certify"),
        "locked": account is not None and account.locked_until is not None and account.locked_until > at,
    }  # fmt: skip
    return render(request, "organization/person.html", context)


@needs(managed.MANAGE)
def change(request: Any, pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    form = forms.PersonForm(request.POST or None, initial={n: getattr(found, n) for n in PersonData.__slots__})
    page = _page(found, "修改人员信息")
    return answer(request, form, page, change_person, lambda given: {"person": found, "data": PersonData(**given)})


@needs(managed.MANAGE)
def new_holding(request: Any, pk: int) -> HttpResponse:
    """任职: one more post, in any unit that the viewer manages."""
    found = managed.person_for(request.actor, pk, now())
    units = managed.managed_units(request.actor, now()).filter(valid_to=None)
    posts = Post.objects.filter(unit__in=units, closed_at=None).select_related("unit__organ")
    posts = posts.order_by("unit__order", "unit_id", "order", "pk")
    form = forms.AppointForm(request.POST or None)
    forms.offer(form, "post", forms.posts_as_choices(posts))
    return answer(
        request, form, _page(found, "任职", done="已任职。"), appoint,
        lambda given: {"person": found, "post": posts.get(pk=given["post"]), "main": given["main"]},
    )  # fmt: skip


@needs(managed.MANAGE)
def leaving(request: Any, pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    page = _page(
        found, "离任", button="离任", done="已办理离任，账号已停用。",
        lead="所有岗位同时免去，账号停用。名下还有待办、印章等的，先办理交接。", question=f"确定办理{found.name}离任？",
    )  # fmt: skip
    form = forms.ReasonForm(request.POST or None)
    try:
        return answer(request, form, page, leave, lambda given: {"person": found, **given})
    except Conflict as error:  # something must be handed over first
        messages.warning(request, error.message)
        return redirect("people:hand-over", pk)


@needs(managed.MANAGE)
def new_secretary(request: Any, pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    form = forms.SecretaryForm(request.POST or None)
    picker: Any = form.fields["secretary"]
    picker.people = people_choices(found.unit.organ_id or found.unit_id, but=found.pk, at=now())
    page = _page(found, "指定秘书", lead="秘书可代录领导的批示，事后由领导确认。")
    return answer(
        request, form, page, set_secretary,
        lambda given: {"leader": found, "secretary": Person.objects.get(pk=given["secretary"])},
    )  # fmt: skip


@needs(managed.MANAGE)
@require_POST
def stop_secretary(request: Any, pk: int, row_pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    row = Secretary.objects.filter(leader=found, pk=row_pk).first()
    if row is None:
        raise NotFound
    return at_once(request, end_secretary, done="已取消。", back=_url(pk), secretary=row)


@needs("identity.manage")
@require_POST
def reset_password(request: Any, pk: int) -> HttpResponse:
    """Back to the initial password, to be changed at the next login."""
    account = _account(request, pk)
    return at_once(
        request, identity.reset_password, done="已重置为初始密码，登录后须修改。", back=_url(pk), account=account
    )


@needs("identity.manage")
@require_POST
def enable(request: Any, pk: int) -> HttpResponse:
    return at_once(request, identity.enable, done="账号已启用。", back=_url(pk), account=_account(request, pk))


@needs("identity.manage")
def disable(request: Any, pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    account = _account(request, pk)
    page = _page(found, "停用账号", button="停用", done="账号已停用。", lead="停用后不能登录，岗位和记录不变。")
    form = forms.ReasonForm(request.POST or None)
    return answer(request, form, page, identity.disable, lambda given: {"account": account, **given})


@needs("identity.manage")
def addresses(request: Any, pk: int) -> HttpResponse:
    found = managed.person_for(request.actor, pk, now())
    account = _account(request, pk)
    form = forms.AddressesForm(request.POST or None, initial={"addresses": account.addresses})
    page = _page(found, "绑定登录地址", lead="只允许从这些计算机登录；从别处登录会被拒绝并记录。")
    return answer(request, form, page, identity.bind_addresses, lambda given: {"account": account, **given})


@needs("identity.certify")
def certificate(request: Any, pk: int) -> HttpResponse:
    """证书编号: only the top administrator writes it (F-ID-12); the others see it."""
    found = managed.person_for(request.actor, pk, now())
    account = _account(request, pk)
    form = forms.CertificateForm(request.POST or None, initial={"number": account.certificate_no})
    page = _page(found, "证书编号")
    return answer(request, form, page, identity.set_certificate_no, lambda given: {"account": account, **given})


def _account(request: Any, pk: int) -> identity.Account:
    account = managed.person_for(request.actor, pk, now()).account
    if account is None:
        raise NotFound("此人没有账号。")
    return account


def _url(pk: int) -> str:
    return reverse("people:person", args=[pk])


def _page(found: Person, title: str, **more: Any) -> FormPage:
    return FormPage(title=title, back=_url(found.pk), back_label=found.name, **more)


def _in_state(rows: QuerySet[Person], state: str, at: Any) -> QuerySet[Person]:
    if state == "left":
        return rows.exclude(left_at=None)
    rows = rows.filter(left_at=None)
    if state == "disabled":
        return rows.filter(account__is_active=False)
    return rows.filter(account__locked_until__gt=at) if state == "locked" else rows


def found_by(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Those of the people whose name holds the text, or whose pinyin, initials or user name begin with it."""
    low = text.lower()
    by_reading = Q(pinyin__startswith=low) | Q(initials__startswith=low) | Q(account__username__startswith=low)
    return rows.filter(Q(name__contains=text) | by_reading) if text else rows


def _with_posts(rows: Any, at: Any) -> list[tuple[Person, str]]:
    """Each person with the words of all posts held; one query."""
    words: dict[int, list[str]] = {}
    for h in open_holdings(at).filter(person__in=[p.pk for p in rows]).order_by("-main", "since"):
        words.setdefault(h.person_id, []).append(f"{h.post.unit.full_name} {h.post.title}")
    return [(p, "；".join(words.get(p.pk, ["（无岗位）"]))) for p in rows]


def _roles(found: Person, holdings: list[Any], at: Any) -> list[tuple[Any, list[tuple[str, str, bool]], str]]:
    """For each holding the roles of document flow, which of them are ticked, and who else has the post. One query."""
    others: dict[int, list[str]] = {}
    for row in open_holdings(at).filter(post__in=[h.post_id for h in holdings]).exclude(person=found):
        others.setdefault(row.post_id, []).append(row.person.name)
    return [
        (
            h,
            [(code, words, code in h.post.duties) for code, words in forms.DUTIES],
            "、".join(others.get(h.post_id, [])),
        )
        for h in holdings
    ]


def _facts(found: Person) -> list[Fact]:
    return [
        Fact(label="所属单位", value=found.unit.full_name),
        Fact(label="性别", value=found.gender or "—"),
        Fact(label="出生日期", value=f"{found.born_on:%Y-%m-%d}" if found.born_on else "—"),
        Fact(label="职级", value=found.grade or "—"),
        Fact(label="手机", value=found.mobile or "—"),
        Fact(label="办公电话", value=found.office_phone or "—"),
        Fact(label="电子邮箱", value=found.email or "—"),
        Fact(label="排列顺序", value=str(found.order)),
        Fact(label="领导排序", value=str(found.leader_order or "—")),
    ]
