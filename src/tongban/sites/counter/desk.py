"""What waits at the window, and finding a case."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from tongban.business.casework import api as casework
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

TAKE_IN = "casework.take_in"


def at_window(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for whoever sits at a window."""
    return ui.needs(TAKE_IN)(view)


def shown(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    case: casework.Case | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the counter: what waits stands at its left."""
    queue = casework.queue(request.actor, at=now())
    return render(request, template, {"queue": queue, "case": case, **context}, status=status)


def case_of(request: HttpRequest, pk: int) -> casework.Case:
    return casework.window_case(request.actor, pk, at=now())


@at_window
def desk(request: HttpRequest) -> HttpResponse:
    """The window before anybody has come: what waits, and what can be applied for here."""
    return shown(request, "counter/desk.html", {"items": casework.items_of(request.actor, at=now())})


@at_window
def find(request: HttpRequest) -> HttpResponse:
    """A number that is known whole, typed or scanned, opens its case; anything else lists what fits."""
    text = request.GET.get("q", "")[:300]
    rows = list(casework.find(request.actor, text, at=now())) if text.strip() else []
    if len(rows) == 1:
        return redirect("counter:case", pk=rows[0].pk)
    found = [(row, *casework.state_of(row)) for row in rows]
    return shown(request, "counter/found.html", {"rows": found, "typed": text})
