"""注册, 登录, 找回密码, 退出."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tongban.foundation.identity.api import record_sign_out
from tongban.foundation.members import operations, signing_in
from tongban.foundation.members.contracts import AT_THE_DOOR, DOCUMENTS, Purpose, SignInRefused
from tongban.foundation.members.doors import own_account
from tongban.foundation.members.models import Member
from tongban.foundation.members.web import forms
from tongban.foundation.members.web.steps import let_in, onward, shown, two_steps
from tongban.foundation.ui.api import add_invalid, public
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now


@public
@never_cache
@sensitive_post_parameters()
def register(request: Any) -> HttpResponse:
    if request.member:
        return onward(request)

    def finish(form: forms.RegisterProved) -> HttpResponse | None:
        given = {name: form.cleaned_data[name] for name in ("contact", "code", "password")}
        done = form.carry_out(operations.register, **given, agreed=form.agreed(), actor=request.actor, at=now())
        if not done:
            return None
        messages.success(request, "注册成功。网上申请前，还要做一次实名核验。")
        return let_in(request, form.result)

    texts = [(document, DOCUMENTS[document]) for document in AT_THE_DOOR]
    return two_steps(
        request,
        "members/register.html",
        purpose=Purpose.REGISTER,
        finish=finish,
        texts=texts,
    )


@public
@never_cache
@sensitive_post_parameters()
def sign_in(request: Any) -> HttpResponse:
    """By password; `?way=code` by a code."""
    if request.member:
        return onward(request)
    return _by_code(request) if request.GET.get("way") == "code" else _by_password(request)


@public
@never_cache
@sensitive_post_parameters()
def recover(request: Any) -> HttpResponse:
    def finish(form: forms.RecoverProved) -> HttpResponse | None:
        given = {name: form.cleaned_data[name] for name in ("contact", "code", "password")}
        if not form.carry_out(operations.recover, **given, actor=request.actor, at=now()):
            return None
        messages.success(request, "密码已重设，请用新密码登录。")
        return redirect("members:sign-in")

    return two_steps(
        request,
        "members/recover.html",
        purpose=Purpose.RECOVER,
        finish=finish,
    )


@own_account
@require_POST
def sign_out(request: Any) -> HttpResponse:
    record_sign_out(account=request.user, leaving=True, actor=request.actor, at=now())
    logout(request)
    messages.success(request, "已安全退出。在公用电脑上，请再关闭浏览器。")
    return redirect("portal:home")


def _by_password(request: HttpRequest) -> HttpResponse:
    form = forms.SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"contact": form.cleaned_data["contact"], "password": form.cleaned_data["password"]}
        try:
            return let_in(request, signing_in.by_password(**given, ip=_ip(request), at=now()))
        except SignInRefused as refused:
            form.add_error(None, refused.message)
    return shown(request, "members/sign_in.html", form, way="password")


def _by_code(request: HttpRequest) -> HttpResponse:
    def finish(form: forms.Proved) -> HttpResponse | None:
        given = {"contact": form.cleaned_data["contact"], "code": form.cleaned_data["code"]}
        try:
            member: Member = signing_in.by_code(**given, ip=_ip(request), at=now())
        except SignInRefused as refused:
            form.add_error(None, refused.message)
        except Invalid as invalid:
            add_invalid(form, invalid)
        else:
            return let_in(request, member)
        return None

    return two_steps(
        request,
        "members/sign_in.html",
        purpose=Purpose.SIGN_IN,
        finish=finish,
        way="code",
    )


def _ip(request: Any) -> str:
    return str(request.actor.ip)
