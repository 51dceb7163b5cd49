"""登录安全: what is asked at one's own login besides the password, and the computers that remember one."""

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.foundation.identity import operations, passkeys, queries
from tongban.foundation.identity.contracts import FACTORS, PASSKEY, TOTP
from tongban.foundation.identity.middleware import lacks_factor
from tongban.foundation.ui.api import Form, add_invalid, secret_field, staff
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

SECRET = "tb_totp"  # noqa: S105 - session: the secret that the page shows until a code proves it


class ConfirmForm(Form):
    password = secret_field("登录密码", complete="current-password", help_text="确认是您本人。")


class TotpForm(ConfirmForm):
    code = forms.CharField(
        label="验证码", max_length=10, help_text="手机上现在显示的 6 位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip
    field_order = ("code", "password")


class PasskeyForm(ConfirmForm):
    name = forms.CharField(label="名称", max_length=60, help_text="方便以后认出来，例如：办公室计算机的指纹。")
    credential = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "password")


@staff
@never_cache
def security(request: Any) -> HttpResponse:
    """The page: factors, recovery codes, remembered computers."""
    at = now()
    context = _frame(request) | {
        "factors": queries.factors_of(request.user), "devices": queries.live_devices(request.user, at=at),
        "account": request.user,
    }  # fmt: skip
    return render(request, "identity/security.html", context)


@staff
@never_cache
def new_totp(request: Any) -> HttpResponse:
    """启用动态口令: the code on the screen goes into the app, a code of the app comes back."""
    text = request.session.setdefault(SECRET, generate_totp_secret())
    form = TotpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.values(), "account": request.user, "secret": text, "actor": request.actor, "at": now()}
        if form.carry_out(operations.add_totp, **given):
            request.session.pop(SECRET, None)
            return _codes(request, form.result, "动态口令已启用。")
    address = get_adapter().build_totp_url(request.user, text)
    context = _frame(request) | {
        "form": form, "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=2),
        "groups": [text[n : n + 4] for n in range(0, len(text), 4)],
    }  # fmt: skip
    return render(request, "identity/new_totp.html", context, status=422 if form.errors else 200)


@staff
@never_cache
def new_passkey(request: Any) -> HttpResponse:
    """添加通行密钥: the browser makes it after the form was filled in (passkeys.js)."""
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        return _codes(request, form.result, "通行密钥已添加，以后登录可以不输密码。")
    context = _frame(request) | {"form": form, "challenge": passkeys.registration(request.user)}
    return render(request, "identity/new_passkey.html", context, status=422 if form.errors else 200)


@staff
@never_cache
def new_codes(request: Any) -> HttpResponse:
    """重新生成恢复码."""
    form = ConfirmForm(request.POST or None)
    given = {"account": request.user, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.renew_codes, **form.values(), **given)
    ):
        return _codes(request, form.result, "恢复码已重新生成，以前的不能再用。")
    context = _frame(request) | {
        "form": form,
        "title": "重新生成恢复码",
        "button": "重新生成",
        "lead": "以前的恢复码马上失效。",
    }
    return render(request, "identity/confirm.html", context, status=422 if form.errors else 200)


@staff
@never_cache
def remove_factor(request: Any, pk: int) -> HttpResponse:
    """停用动态口令, 删除通行密钥."""
    factors = queries.factors_of(request.user)
    row = next((f for f in (factors.totp, *factors.passkeys) if f is not None and f.pk == pk), None)
    if row is None:
        raise NotFound("这一项已经停用或删除。")
    form = ConfirmForm(request.POST or None)
    given = {"account": request.user, "factor": pk, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.remove_factor, **form.values(), **given)
    ):
        messages.success(request, f"{FACTORS[row.type]}已停用。")
        return redirect("identity:security")
    words = {TOTP: ("停用动态口令", "停用"), PASSKEY: (f"删除通行密钥“{row.data.get('name', '')}”", "删除")}
    title, button = words[row.type]  # type: ignore[index]
    context = _frame(request) | {"form": form, "title": title, "button": button}
    return render(request, "identity/confirm.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def end_device(request: Any, pk: int) -> HttpResponse:
    """不再记住: the computer asks for the password again."""
    operations.end_device(account=request.user, device=pk, actor=request.actor, at=now())
    messages.success(request, "那台计算机不再记住您。")
    return redirect("identity:security")


def _registered(request: Any, form: PasskeyForm) -> bool:
    try:
        made = passkeys.registered(form.cleaned_data["name"], form.cleaned_data["credential"])
    except Invalid as error:
        add_invalid(form, error)
        return False
    given = {"password": form.cleaned_data["password"], "account": request.user, "actor": request.actor, "at": now()}
    return form.carry_out(operations.add_passkey, passkey=made, **given)


def _codes(request: Any, row: Any, done: str) -> HttpResponse:
    """The recovery codes that were just made are shown on this answer alone."""
    messages.success(request, done)
    if row is None:
        return redirect("identity:security")
    return render(request, "identity/codes.html", _frame(request) | {"codes": row.wrap().get_unused_codes()})


def _frame(request: Any) -> dict[str, Any]:
    """Until somebody who must has a second factor, no menu leads anywhere."""
    forced = lacks_factor(request)
    return {"layout": "ui/plain.html" if forced else "ui/staff.html", "forced": forced}
