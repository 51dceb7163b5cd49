"""The own password, and keys for programs."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.foundation.identity import operations, policy, queries, rules
from tongban.foundation.options import api as options
from tongban.foundation.ui.api import Form, secret_field, staff
from tongban.kernel.now import now


class PasswordForm(Form):
    old = secret_field("原密码", complete="current-password")
    new = secret_field("新密码", complete="new-password", help_text=rules.StaffPasswordValidator().get_help_text())
    again = secret_field("再输一遍新密码", complete="new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一样。")
        return data


@staff
def change_password(request: Any) -> HttpResponse:
    """The own password (F-ID-11). Until it is changed at the first login, or when it is too old, no other page opens."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, form):
        messages.success(request, "密码已修改。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "identity/change_password.html", _page(request, form), status=422 if form.errors else 200)


def _changed(request: Any, form: PasswordForm) -> bool:
    given = {"old": form.cleaned_data["old"], "new": form.cleaned_data["new"]}
    done = form.carry_out(operations.change_password, account=request.user, actor=request.actor, at=now(), **given)
    if done:
        update_session_auth_hash(request, request.user)
    return done


def _page(request: HttpRequest, form: PasswordForm) -> dict[str, Any]:
    account: Any = request.user
    first = account.must_change_password
    overdue = not first and rules.password_due(
        account.password_changed_at, at=now(), days=options.whole(policy.PASSWORD_DAYS)
    )
    layout = "ui/plain.html" if first or overdue else "ui/staff.html"
    return {"form": form, "first": first, "overdue": overdue, "layout": layout}


class TokenForm(Form):
    """A new key for a program."""

    name = forms.CharField(label="用途", max_length=60, help_text="给哪个程序使用，例如：档案系统归档接口。")
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=rules.TOKEN_DAYS, initial=90)


@staff
@never_cache
def own_tokens(request: Any) -> HttpResponse:
    """接口令牌 of the account, and making one: the key is shown on this answer alone."""
    form = TokenForm(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        given = {"account": request.user, "actor": request.actor, "at": now()}
        if form.carry_out(operations.create_token, **form.values(), **given):
            made, form = form.result, TokenForm()
    context = {"form": form, "made": made, "tokens": queries.live_tokens(request.user, at=now())}
    return render(request, "identity/tokens.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def revoke_token(request: Any, pk: int) -> HttpResponse:
    """撤销: the program that has the key is shut out at once."""
    operations.revoke_token(account=request.user, token=pk, actor=request.actor, at=now())
    messages.success(request, "令牌已撤销，使用它的程序不能再调用接口。")
    return redirect("identity:tokens")
