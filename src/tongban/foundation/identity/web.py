"""The own password."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.foundation.identity import operations
from tongban.foundation.identity.rules import StaffPasswordValidator
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now


class PasswordForm(forms.Form):
    old = forms.CharField(label="原密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(
        label="新密码",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=StaffPasswordValidator().get_help_text(),
    )
    again = forms.CharField(label="再输一遍新密码", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "两次输入的新密码不一样。")
        return data


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_password(
                account=request.user, old=form.cleaned_data["old"], new=form.cleaned_data["new"],
                actor=request.actor, at=now(),
            )  # fmt: skip
        except Invalid as error:
            for name, message in error.fields.items():
                form.add_error(name or None, message)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, "密码已修改。")
            return redirect("workbench:home")
    status = 422 if form.errors else 200
    return render(request, "identity/change_password.html", {"form": form}, status=status)
