"""本人信息: what the system knows about oneself, and how one is reached."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tongban.foundation.organization.forms import text
from tongban.foundation.organization.models import Person
from tongban.foundation.organization.operations.people import change_contact
from tongban.foundation.organization.queries.holders import holdings_of
from tongban.foundation.ui.api import Fact, Form, staff
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


class ContactForm(Form):
    mobile = text("手机", required=False, longest=20, hint="收短信用；同事的名册里看得到")
    office_phone = text("办公电话", required=False, longest=30)
    email = text("电子邮箱", required=False)


@staff
def own(request: Any) -> HttpResponse:
    """Name, unit and posts are the administrator's to keep; telephone and mail are one's own."""
    me = Person.objects.filter(pk=request.actor.person_id).select_related("unit__organ").first()
    if me is None:
        raise NotFound("您的账号没有对应的人员。")
    form = ContactForm(request.POST or None, initial={n: getattr(me, n) for n in ("mobile", "office_phone", "email")})
    given = {"person": me, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(change_contact, **form.values(), **given):
        messages.success(request, "联系方式已修改。")
        return redirect("organization:own")
    facts = [
        Fact(label="姓名", value=me.name),
        Fact(label="所属单位", value=me.unit.full_name),
        Fact(label="用户名", value=request.user.username),
    ]
    facts += [Fact(label="岗位", value=f"{h.unit_full_name} {h.post_title}") for h in holdings_of(me.pk, now())]
    facts += [
        Fact(label="职级", value=me.grade or "—"),
        Fact(label="证书编号", value=request.user.certificate_no or "—"),
    ]
    return render(request, "organization/own.html", {"form": form, "facts": facts}, status=422 if form.errors else 200)
