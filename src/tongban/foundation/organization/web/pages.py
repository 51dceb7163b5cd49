"""A page that is one form: shown, carried out by one operation, and back to where it was opened from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tongban.foundation.ui.api import Form
from tongban.kernel.now import now

Arguments = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """`back` is where it came from (address and words), `question` is asked before anything that cannot be taken back."""

    title: str
    back: str
    back_label: str
    button: str = "保存"
    done: str = "已保存。"
    lead: str = ""
    question: str = ""


def answer(
    request: Any, form: Form, page: FormPage, operation: Callable[..., Any], arguments: Arguments
) -> HttpResponse:
    """Carry out the operation with `arguments(cleaned values)`; what it finds wrong stands at the fields."""
    if request.method == "POST" and form.is_valid() and _done(request, form, operation, arguments(form.values())):
        messages.success(request, page.done)
        return redirect(page.back)
    context = {"form": form, "page": page}
    return render(request, "organization/form.html", context, status=422 if form.errors else 200)


def _done(request: Any, form: Form, operation: Callable[..., Any], arguments: dict[str, Any]) -> bool:
    return form.carry_out(operation, **arguments, actor=request.actor, at=now())


def at_once(request: Any, operation: Callable[..., Any], *, done: str, back: str, **arguments: Any) -> HttpResponse:
    """A button that needs no form: do it, say so, and go back."""
    operation(**arguments, actor=request.actor, at=now())
    messages.success(request, done)
    return redirect(back)
