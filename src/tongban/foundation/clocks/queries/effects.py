"""What another calendar would do to the live clocks, told before it is applied."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from tongban.foundation.clocks.models import LIVE, Clock
from tongban.foundation.clocks.queries.clocks import codes, histories
from tongban.foundation.clocks.rules import Reckoning, reckon
from tongban.foundation.workdays.api import Effect, EffectRow
from tongban.lib.days.calendar import ZONE, Calendar, midnight_after

CHUNK = 500
MOST_PREVIEWED = 50_000
MOST_SHOWN = 10


def touched_by(first: date, last: date) -> QuerySet[Clock]:
    """The live clocks whose end or marks may depend on these days."""
    begin = midnight_after(first - timedelta(days=1))
    ahead = Q(due_at=None) | Q(due_at__gte=begin) | Q(next_at__gte=begin)
    return Clock.objects.filter(ahead, state__in=LIVE, started_at__lt=midnight_after(last))


@dataclass(frozen=True, slots=True)
class Move:
    """A clock whose end another calendar moves."""

    clock: Clock
    then: Reckoning

    @property
    def seconds(self) -> float:
        """How far, later being positive; 0 where an end is open."""
        if self.clock.due_at is None or self.then.due_at is None:
            return 0.0
        return (self.then.due_at - self.clock.due_at).total_seconds()

    def becomes_over(self, at: datetime) -> int:
        """1 where it becomes overdue, -1 where it no longer is, else 0."""
        return _over(self.then.over_after, at) - _over(self.clock.over_after, at)

    def row(self) -> EffectRow:
        unit = f"（{self.clock.unit.name}）" if self.clock.unit else ""
        title = f"{codes.get(self.clock.code) or self.clock.code}{unit}"
        return EffectRow(title, _text(self.clock.due_at), _text(self.then.due_at))


def effect_of(before: Calendar, after: Calendar, at: datetime) -> Effect:
    """How many ends another calendar would move, and how many clocks it would make or no longer let be overdue.

    Worked out one by one for the first 50,000 clocks that may be touched; of the rest only the number is told.
    """
    touched = _touched(before, after)
    found = [move for move in _moves(touched, after) if move.seconds or move.becomes_over(at)]
    facts = [
        ("推后", sum(move.seconds > 0 for move in found)),
        ("提前", sum(move.seconds < 0 for move in found)),
        ("将成为超时", sum(move.becomes_over(at) > 0 for move in found)),
        ("不再超时", sum(move.becomes_over(at) < 0 for move in found)),
    ]
    if (rest := touched.count() - MOST_PREVIEWED) > 0:
        facts.append(("未逐件计算", rest))
    found.sort(key=lambda move: (-abs(move.seconds), move.clock.pk))
    return Effect(label="正在计时的时限", facts=tuple(facts), rows=tuple(move.row() for move in found[:MOST_SHOWN]))


def moves(before: Calendar, after: Calendar, *, codes: Collection[str]) -> Iterator[Move]:
    """The same clocks one by one, those of these codes alone: for an app above that tells what follows from them."""
    return _moves(_touched(before, after).filter(code__in=codes), after)


def _touched(before: Calendar, after: Calendar) -> QuerySet[Clock]:
    span = before.difference(after)
    return touched_by(*span) if span else Clock.objects.none()


def _moves(touched: QuerySet[Clock], after: Calendar) -> Iterator[Move]:
    first = 0
    for _ in range(MOST_PREVIEWED // CHUNK):
        clocks = list(touched.filter(pk__gt=first).select_related("unit").order_by("pk")[:CHUNK])
        if not clocks:
            return
        first, events = clocks[-1].pk, histories(clock.pk for clock in clocks)
        yield from (Move(clock, reckon(clock.rule, events[clock.pk], after)) for clock in clocks)


def _over(over_after: datetime | None, at: datetime) -> int:
    return int(over_after is not None and over_after < at)


def _text(due: datetime | None) -> str:
    if due is None:
        return "暂停中"
    last = (due - timedelta(seconds=1)).astimezone(ZONE)
    return f"{last:%Y-%m-%d}" if due == midnight_after(last.date()) else f"{due.astimezone(ZONE):%Y-%m-%d %H:%M}"
