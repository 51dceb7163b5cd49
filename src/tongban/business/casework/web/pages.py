"""The list of cases, and one case: what was handed in, its limits, its letters, and what the viewer may do with it now."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.casework import queries
from tongban.business.casework.contracts import Sort, State
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.rules.steps import LABELS, MARKS
from tongban.business.casework.web import forms as own
from tongban.business.licenses import api as licenses
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays.api import calendar
from tongban.kernel.now import now

PLAIN = ("inspect", "review")  # steps that need an opinion alone
NOT_HERE = frozenset(
    {"stop", "reopen"}
)  # a case ends by a decision or by the applicant's withdrawal, and not otherwise
SORTS = {"time": ("submitted_at", "pk"), "title": ("title", "pk")}


@ui.needs("casework.see_unit", "casework.take_in")
def listing(request: HttpRequest) -> HttpResponse:
    """办件: those that the viewer sees."""
    state, text = request.GET.get("tab", ""), request.GET.get("q", "").strip()
    wanted = queries.Wanted(text=text, state=state if state in MARKS else "")
    listed = ui.Listing(request, sorts=SORTS, default="-time")
    page = listed.page(queries.cases(request.actor, at=now(), wanted=wanted))
    tabs = [ui.Tab(label="全部", url=listed.url(tab=None, page=None), current=state not in MARKS)]
    tabs += [
        ui.Tab(label=LABELS[State(name)], url=listed.url(tab=name, page=None), current=state == name) for name in MARKS
    ]
    context = {
        "page": page, "listing": listed, "tabs": tabs, "q": text, "rows": [(case, *queries.state_of(case)) for case in page.rows],
    }  # fmt: skip
    return render(request, "casework/list.html", context)


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    return case_page(request, queries.case_for(request.actor, pk, at=now()))


def case_page(request: HttpRequest, case: Case, *, status: int = 200, **given: Any) -> HttpResponse:
    """The page, with those forms in the place of fresh ones that came back with messages."""
    at = now()
    context = {
        "case": case, "state": queries.state_of(case), "content": case.version.content,
        "handed": queries.handed_in(case), **_limits(case, at),
        "letters": _letters(request, case, at, given.pop("seal_form", None)), "license": licenses.live_of(case.reference),
        "at_window": _may(request, case, "take_in", at), "track": _track(case), "forms": {**acts(request, case, at), **given},
        "specials": [(s, clocks.GROUND_LABELS[clocks.Ground(s.ground)]) for s in case.specials.order_by("pk")],
        **flow.moves_context(request, case.reference, flow.works_of(case.reference), without=NOT_HERE),
        "rating": getattr(case, "rating", None) if case.state in ("granted", "denied", "rejected") else None,
    }  # fmt: skip
    return render(request, "casework/page.html", context, status=status)


def _limits(case: Case, at: datetime) -> dict[str, Any]:
    days = calendar()
    found = [(clocks.codes[c.code], clocks.time_left(c, at=at, days=days), c) for c in clocks.clocks_of(case.reference)]
    return {"limits": found}


def _letters(request: HttpRequest, case: Case, at: datetime, returned: Any) -> list[tuple[Letter, str, Any]]:
    """Each letter with its title, and the form to seal it where that lies with the viewer."""
    rows = list(case.letters.select_related("sealed_file", "page_file").order_by("pk"))
    found = []
    for letter in rows:
        letter.case = case
        waits = letter.page_file_id is not None and letter.sealed_at is None
        mine = waits and access.may(actor=request.actor, permission="casework.seal", target=letter, at=at)
        form = None
        if mine:
            fresh = seals.SealForm(
                seals=queries.seals_for(request.actor, letter, at=at),
                label=seals.name_and_sort_of,
                auto_id=f"seal{letter.pk}_%s",
            )
            form = returned[1] if returned and returned[0] == letter.pk else fresh
        found.append((letter, TEMPLATES[Sort(letter.sort)].title, form))
    return found


def _track(case: Case) -> list[ui.Step]:
    first = [ui.Step(label="收件", state="done", who=case.agent, at=case.submitted_at)]
    states = {"done": "done", "current": "current", "future": "future", "returned": "returned", "withdrawn": "returned"}
    lines = flow.track(case.reference) if case.accepted_at else []
    if case.accepted_at:
        word = "视为受理" if case.deemed else "受理"
        first.append(
            ui.Step(
                label=word, state="done", who=case.handler_name and f"承办 {case.handler_name}", at=case.accepted_at
            )
        )
    elif case.state in ("submitted", "supplement"):
        first.append(ui.Step(label="受理审查", state="current", who="窗口"))
    steps = [
        ui.Step(label=line.step, state=states[line.state], who=line.who, at=line.at, note=line.opinion)
        for line in lines
    ]
    return first + steps


def acts(request: HttpRequest, case: Case, at: datetime, data: Any = None, only: str = "") -> dict[str, Any]:
    """The forms of what the viewer may do now, by act; with `only` that one bound to the data."""
    may = {name: _may(request, case, name, at) for name in ("conduct", "extend", "decide")}
    state, content, special = State(case.state), case.version.content, case.specials.filter(ended_at=None).exists()
    mine = flow.work_for(case.reference, inbox.keys_of(request.actor, at=at))
    work = mine if mine is not None and mine.element in PLAIN else None
    targets = flow.return_targets(mine) if mine is not None else []
    table: dict[str, tuple[bool, type, dict[str, Any]]] = {
        "step": (work is not None, own.StepForm, {}), "return": (bool(targets), own.ReturnForm, {"targets": targets}),
        "special": (
            may["conduct"] and state == State.ACCEPTED and bool(content.pauses) and not special, own.SpecialForm,
            {"grounds": content.pauses},
        ),
        "end_special": (may["conduct"] and state == State.ACCEPTED and special, own.EndSpecialForm, {}),
        "extend": (may["extend"] and state == State.ACCEPTED and not special, own.ExtendForm, {}),
        "grant": (may["decide"] and not special, ui.Beside, {}), "deny": (may["decide"] and not special, own.DenyForm, {}),
    }  # fmt: skip
    wanted = {name: row for name, row in table.items() if row[0] and only in ("", name)}
    made = {name: kind(data, **given) for name, (_, kind, given) in wanted.items()}
    return {**made, "work": work} if not only else made


def _may(request: HttpRequest, case: Case, name: str, at: datetime) -> bool:
    return access.may(actor=request.actor, permission=f"casework.{name}", target=case, at=at)
