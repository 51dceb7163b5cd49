"""Lists of cases, each in one statement with its own columns."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.business.casework.models import Case
from tongban.business.casework.queries.seeing import viewer_keys
from tongban.foundation.access import api as access
from tongban.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; what is left empty does not narrow."""

    text: str = ""
    state: str = ""
    unit: int | None = None


def cases(viewer: Actor, *, at: datetime, wanted: Wanted = Wanted()) -> QuerySet[Case]:
    """The cases that the viewer sees."""
    rows = Case.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "case"))
    for word in wanted.text.split():
        rows = rows.filter(Q(number_text__icontains=word) | Q(title__icontains=word) | Q(agent__icontains=word))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(unit_id=wanted.unit)
    return rows.select_related("unit", "version")


def mine(viewer: Actor) -> QuerySet[Case]:
    """The cases that the viewer handles."""
    return Case.objects.filter(handler_id=viewer.person_id or 0).select_related("unit", "version")
