"""Two steps of one page: an address, and the code that came to it. The second carries the first along; nothing waits in the session."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tongban.foundation.members.contracts import Purpose
from tongban.foundation.members.models import Member
from tongban.foundation.members.operations import check_code, send_code
from tongban.foundation.members.operations.codes import WRONG_CODE
from tongban.foundation.members.web.forms import FORMS, ContactForm, Proved
from tongban.foundation.ui.api import path_of
from tongban.kernel.now import now

Finish = Callable[[Any], HttpResponse | None]


def two_steps(
    request: Any,
    template: str,
    *,
    purpose: Purpose,
    finish: Finish,
    **context: Any,
) -> HttpResponse:
    """`finish(form)` is called when the code was right: it gives the answer, or None with messages at the form's fields."""
    first, second = FORMS[purpose]
    form, step = first(), 1
    if request.method == "POST" and "finish" in request.POST:
        form, step = second(request.POST), 2
        if form.is_valid() and _is_right(request, form, purpose) and (answer := finish(form)):
            return answer
    elif request.method == "POST":
        form = first(request.POST)
        if form.is_valid() and _sent(request, form, purpose):
            form, step = second(initial=form.values()), 2
    return shown(request, template, form, step=step, contact=_contact(form), **context)


def shown(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """The page of a form; with messages it says so by its status too."""
    context |= {"form": form, "demo_phone": settings.SMS_GATEWAY == "demo"}
    return render(request, template, context, status=422 if form.errors else 200)


def let_in(request: HttpRequest, member: Member) -> HttpResponse:
    """Begin the session, and go where the member wanted to go."""
    login(request, member.account)
    return onward(request)


def onward(request: HttpRequest) -> HttpResponse:
    """To the page of this site that `next` names, or to the own account."""
    wanted = request.GET.get("next", "")
    return redirect(path_of(wanted) if wanted else reverse("members:home"))


def _sent(request: Any, form: ContactForm, purpose: Purpose) -> bool:
    given = {"purpose": purpose, "contact": form.cleaned_data["contact"]}
    return form.carry_out(send_code, **given, actor=request.actor, at=now())


def _is_right(request: Any, form: Proved, purpose: Purpose) -> bool:
    given = {"contact": form.cleaned_data["contact"], "code": form.cleaned_data["code"]}
    right = check_code(purpose=purpose, **given, actor=request.actor, at=now())
    if not right:
        form.add_error("code", WRONG_CODE)
    return right


def _contact(form: Any) -> str:
    return str(form["contact"].value() or "")
