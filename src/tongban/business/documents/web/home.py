"""What documents show on the desk: 发文跟踪 of the viewer, and how much waits at the other units."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tongban.business.documents import queries
from tongban.business.documents.web.leaders import leader_rows
from tongban.business.documents.web.lists import STATES, waiting
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SHOWN = 5
CAP = 100


def card_mine(request: HttpRequest) -> dict[str, Any] | None:
    """发文跟踪: the viewer's own drafts that are under way, with who has them."""
    found = list(queries.own_under_way(request.actor)[:SHOWN])
    if not found:
        return None
    people = waiting(found)
    rows = [(document, *STATES[document.state], people.get(document.pk, "")) for document in found]
    return {"documents": rows}


def card_leaders(request: HttpRequest) -> dict[str, Any] | None:
    """领导待办: for a secretary, what waits for the leaders."""
    found = leader_rows(request, most=SHOWN)
    return {"rows": found} if found else None


def figure_unsigned(request: HttpRequest) -> ui.Figure | None:
    """已发文未签收: copies of the viewer's own and his unit's documents that nobody has signed for."""
    count, refused = queries.unsigned_of(request.actor, at=now(), cap=CAP)
    if count == 0 and refused == 0:
        return None
    notes = (("over", f"退回 {refused}"),) if refused else ()
    value = f"{CAP - 1}+" if count >= CAP else str(count)
    return ui.Figure(
        label="已发文未签收", value=value, unit="份", url=f"{reverse('documents:finished')}?waiting=1", notes=notes
    )
