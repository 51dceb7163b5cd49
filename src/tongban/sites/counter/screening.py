"""受理审查 at the window: each material is judged, the decision is chosen, and the letter that it makes stands beside it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.casework import api as casework
from tongban.foundation.clocks import api as clocks
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now
from tongban.sites.counter import delivery
from tongban.sites.counter.desk import at_window, case_of, shown
from tongban.sites.counter.forms import DECISIONS, ScreenForm

SAID = {
    "accept": "已受理。受理通知书制作后请用印，交给申请人。",
    "ask": "已出具补正告知书，制作后请用印。",
    "reject": "已作出不予受理决定，通知书制作后请用印。",
}
# decision → the operation, and what it takes of the form
OPERATIONS: dict[str, tuple[Callable[..., Any], Callable[[ScreenForm], dict[str, Any]]]] = {
    "accept": (casework.accept, lambda form: {"handler": form.cleaned_data["handler"]}),
    "ask": (casework.ask_supplement, lambda form: {"missing": form.missing()}),
    "reject": (casework.reject, lambda form: {name: form.cleaned_data[name] for name in ("reason", "basis")}),
}


@at_window
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: to be screened, or to be supplemented, handed over, looked at."""
    found = case_of(request, pk)
    return page(request, found) if found.state == casework.State.SUBMITTED else delivery.page(request, found)


def page(request: HttpRequest, case: casework.Case, *, form: ScreenForm | None = None) -> HttpResponse:
    """The case as it was handed in, with the check of its materials."""
    handed = casework.handed_in(case)
    form = form or _form(case, handed)
    context = {
        "form": form, "handed": handed, "content": case.version.content, "state": casework.state_of(case),
        "clocks": _left(case), **_letter(case, form),
    }  # fmt: skip
    return shown(request, "counter/screen.html", context, case=case, status=422 if form.errors else 200)


@at_window
@require_POST
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """出具: the one operation of the decision."""
    case = case_of(request, pk)
    if case.state != casework.State.SUBMITTED:
        raise Conflict(
            f"这个办件现在是“{casework.state_of(case)[1]}”，已经审查过。请刷新后再看。", code="casework.state"
        )
    form = _form(case, casework.handed_in(case), request.POST)
    if form.is_valid():
        name = form.cleaned_data["decision"]
        operation, given = OPERATIONS[name]
        if form.carry_out(operation, case=case, **given(form), actor=request.actor, at=now()):
            messages.success(request, SAID[name])
            return redirect("counter:case", pk=pk)
    return page(request, case, form=form)


@at_window
@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the letter reads with what stands in the form now; nothing is judged, nothing is kept."""
    case = case_of(request, pk)
    form = _form(case, casework.handed_in(case), request.POST)
    return render(request, "counter/letter.html", {"case": case, **_letter(case, form)})


def _form(case: casework.Case, handed: casework.HandedIn, data: Any = None) -> ScreenForm:
    asked = case.letters.filter(sort=casework.Sort.SUPPLEMENT.value).exists()
    people = casework.handlers_of(case, at=now())
    return ScreenForm(data, brought=handed.materials, people=people, asked=asked)


def _letter(case: casework.Case, form: ScreenForm) -> dict[str, Any]:
    """The letter of the chosen decision, and the name of its button."""
    chosen = form.chosen()
    _, title, sort = DECISIONS[chosen]
    said = {name: str(form[name].value() or "").strip() or "（请写明）" for name in ("reason", "basis")}
    missing = {key: what or "（请写明问题和要求）" for key, what in form.missing().items()}
    facts = {"accept": {}, "ask": casework.supplement_facts(case, missing), "reject": said}[chosen]
    wanting = len(missing)
    return {
        "letter": casework.wording(case, sort, at=now(), **facts), "issue": title, "chosen": chosen, "wanting": wanting,
        "blocked": chosen == "accept" and wanting > 0,
    }  # fmt: skip


def _left(case: casework.Case) -> Any:
    clock = clocks.live_clock(case.reference, casework.SUPPLEMENT)
    return (clock, clocks.time_left(clock, at=now())) if clock else None
