"""办件查询: the cases behind each figure of the board, each with the clock of what was promised."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tongban.business.casework import api as casework
from tongban.business.supervision.queries.board import LATE, LIVE, NEAR, OVER, RUNNING
from tongban.business.supervision.queries.seeing import watched
from tongban.business.supervision.rules import periods
from tongban.foundation.clocks import api as clocks
from tongban.foundation.workdays.api import ZONE
from tongban.kernel.actor import Actor

Clocks = QuerySet[clocks.Clock]
PROMISED, LEGAL = Q(code=casework.PROMISED), Q(code=casework.LEGAL)
LIVES, STOPPED = Q(state__in=LIVE), Q(state=clocks.State.STOPPED.value)


def cases(viewer: Actor, *, at: datetime, view: str, period: str = "month") -> QuerySet[casework.Case]:
    """The cases of the units that the viewer watches, in one of VIEWS."""
    mine = watched(viewer, at=at)
    rows = casework.Case.objects.filter(mine).select_related("unit", "version")
    if view == "running":
        return rows.filter(state__in=RUNNING)
    if view not in VIEWS:  # all
        return rows
    found = VIEWS[view](clocks.Clock.objects.filter(mine), at, period)
    return rows.filter(pk__in=found.filter(subject_kind=casework.Case.kind).values("subject_id"))


def _since(at: datetime, days_ago: int = 0) -> datetime:
    return datetime.combine(localdate(at) - timedelta(days=days_ago), time(), ZONE)


def _begin(at: datetime, period: str) -> datetime:
    return datetime.combine(periods.first_day(period, localdate(at)), time(), ZONE)


# By word: which clocks name the cases.
VIEWS: Mapping[str, Callable[[Clocks, datetime, str], Clocks]] = {
    "near": lambda rows, at, period: rows.filter(PROMISED, LIVES, NEAR),
    "over": lambda rows, at, period: rows.filter(PROMISED, LIVES, OVER),
    "legal": lambda rows, at, period: rows.filter(LEGAL, LIVES, OVER),
    "paused": lambda rows, at, period: rows.filter(PROMISED, state=clocks.State.PAUSED.value),
    "today": lambda rows, at, period: rows.filter(PROMISED, STOPPED, stopped_at__gte=_since(at)),
    "finished": lambda rows, at, period: rows.filter(PROMISED, STOPPED, stopped_at__gte=_begin(at, period)),
    "late": lambda rows, at, period: rows.filter(PROMISED, STOPPED, LATE, stopped_at__gte=_begin(at, period)),
}


def promises_of(ids: Iterable[int]) -> dict[int, clocks.Clock]:
    """The clock of the promised limit of each case, where it was accepted. One query."""
    rows = clocks.Clock.objects.filter(
        subject_kind=casework.Case.kind, subject_id__in=list(ids), code=casework.PROMISED
    )
    return {clock.subject_id: clock for clock in rows}
