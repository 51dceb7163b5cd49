"""接口回调 of the own account: where other programs are told, and what became of the latest notices."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.foundation.callbacks import operations, queries
from tongban.foundation.callbacks.contracts import State, subjects
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

WORDS = {
    State.WAITING: ("wait", "待发送"), State.SENT: ("done", "已送到"), State.FAILED: ("returned", "没有送到"),
    State.WITHHELD: ("future", "无权查看，未发送"),
}  # fmt: skip


class CallbackForm(ui.Form):
    """A new call-back."""

    name = forms.CharField(label="程序", max_length=60, help_text="哪个程序要收通知，例如：市场监管局业务系统。")
    address = forms.CharField(label="回调地址", max_length=500)
    wanted = forms.MultipleChoiceField(label="通知什么", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, subject.label) for code, subject in subjects.items()]
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]
        hosts = "、".join(settings.CALLBACK_HOSTS) or "还没有，请系统管理员设置 TONGBAN_CALLBACK_HOSTS"
        self.fields["address"].help_text = f"允许的主机：{hosts}。"


@ui.staff
@never_cache
def listing(request: Any) -> HttpResponse:
    """The own call-backs, and registering one: its key is shown on this answer alone."""
    form, made = CallbackForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = {"account": request.user, "actor": request.actor, "at": now()}
        if form.carry_out(operations.register, **form.values(), **given):
            made, form = form.result, CallbackForm()
    context = {
        "form": form, "made": made, "callbacks": [(c, _labels(c)) for c in queries.own(request.user)],
        "notices": [(n, subjects[n.topic].label, *WORDS[State(n.state)]) for n in queries.latest(request.user)],
    }  # fmt: skip
    return render(request, "callbacks/list.html", context, status=422 if form.errors else 200)


def _labels(callback: Any) -> str:
    return "、".join(subjects[code].label for code in callback.codes)


@ui.staff
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """停用."""
    operations.end(account=request.user, callback=pk, actor=request.actor, at=now())
    messages.success(request, "回调已停用，不再发送通知。")
    return redirect("callbacks:list")


@ui.staff
@require_POST
def resend(request: Any, pk: int) -> HttpResponse:
    """重发 a notice that did not arrive."""
    operations.resend(account=request.user, notice=pk, actor=request.actor, at=now())
    messages.success(request, "正在重发。")
    return redirect("callbacks:list")
