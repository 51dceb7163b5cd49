"""我的账号: who I am, my telephone, mail and password, and how I am told."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from tongban.foundation.members import operations, queries, verifying
from tongban.foundation.members.contracts import NoAnswer, Purpose
from tongban.foundation.members.doors import signed_in
from tongban.foundation.members.web import forms
from tongban.foundation.members.web.steps import onward, shown, two_steps
from tongban.foundation.ui.api import add_invalid
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now


@signed_in
@require_safe
def home(request: Any) -> HttpResponse:
    member = request.member
    context = {
        "member": member,
        "agencies": queries.agencies_of(member),
        "invitations": queries.invitations_of(member),
    }
    return render(request, "members/home.html", context)


@signed_in
def change_name(request: Any) -> HttpResponse:
    form = forms.NameForm(request.POST or None, initial={"name": request.member.name})
    if request.method == "POST" and form.is_valid():
        given = {"member": request.member, "name": form.cleaned_data["name"]}
        if form.carry_out(operations.change_profile, **given, actor=request.actor, at=now()):
            messages.success(request, "已保存。")
            return redirect("members:home")
    return shown(request, "members/name.html", form)


@signed_in
def change_contact(request: Any) -> HttpResponse:
    """Another telephone or mail address, or a first one beside the other."""

    def finish(form: forms.Proved) -> HttpResponse | None:
        given = {"contact": form.cleaned_data["contact"], "code": form.cleaned_data["code"]}
        done = form.carry_out(operations.change_contact, member=request.member, **given, actor=request.actor, at=now())
        if not done:
            return None
        messages.success(request, "已更换，以后用新的手机号（邮箱）登录。")
        return redirect("members:home")

    context = {"member": request.member}
    return two_steps(
        request,
        "members/contact.html",
        purpose=Purpose.CHANGE,
        finish=finish,
        **context,
    )


@signed_in
@sensitive_post_parameters()
def change_password(request: Any) -> HttpResponse:
    form = forms.PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"old": form.cleaned_data["old"], "password": form.cleaned_data["password"]}
        if form.carry_out(operations.change_password, member=request.member, **given, actor=request.actor, at=now()):
            update_session_auth_hash(request, request.member.account)
            messages.success(request, "密码已修改，其他地方的登录都已退出。")
            return redirect("members:home")
    return shown(request, "members/password.html", form)


@signed_in
def ways(request: Any) -> HttpResponse:
    """How I am told of the progress of my affairs."""
    member = request.member
    chosen = {"by_phone": member.by_phone, "by_mail": member.by_mail}
    form = forms.WaysForm(request.POST or None, initial=chosen, phone=member.phone, mail=member.mail)
    if request.method == "POST" and form.is_valid():
        form.carry_out(operations.choose_ways, member=member, **form.values(), actor=request.actor, at=now())
        messages.success(request, "已保存。")
        return redirect("members:home")
    return shown(request, "members/ways.html", form)


@signed_in
@sensitive_post_parameters()
def real_name(request: Any) -> HttpResponse:
    """实名核验: the register is asked while the member waits; when it is away, what was typed stays."""
    if request.member.real_named:
        return onward(request)
    form = forms.RealNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and verified(form, verifying.verify_person, request):
        messages.success(request, "实名核验通过。")
        return onward(request)
    return shown(request, "members/real_name.html", form, ready=verifying.verifier() is not None)


def verified(form: Any, verify: Callable[..., Any], request: Any) -> bool:
    """Ask the register. What it says of a field stands at the field, that it is away above the form."""
    try:
        verify(member=request.member, **form.values(), actor=request.actor, at=now())
    except Invalid as invalid:
        add_invalid(form, invalid)
    except NoAnswer as away:
        form.add_error(None, away.message)
    return not form.errors
