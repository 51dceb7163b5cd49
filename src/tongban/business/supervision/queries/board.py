"""监察总览: a constant number of grouped statements, whatever exists. What runs is counted as it stands now, from the live clocks;
cards and finished cases by the span of time that is asked for."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from tongban.business.casework import api as casework
from tongban.business.supervision.contracts import CardState, Level, OrderState
from tongban.business.supervision.models import Card, Order
from tongban.business.supervision.queries.seeing import watched
from tongban.business.supervision.rules import periods
from tongban.business.supervision.rules.figures import hundredths, months_before, rate
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit
from tongban.foundation.workdays.api import ZONE
from tongban.kernel.actor import Actor

RUNNING = [casework.State.SUBMITTED.value, casework.State.SUPPLEMENT.value, casework.State.ACCEPTED.value]
LIVE = [clocks.State.RUNNING.value, clocks.State.PAUSED.value]
NEAR, OVER = Q(reached=1), Q(reached__gt=1)  # of a promised or statutory limit: its two marks are -3 and 0
LATE = Q(stopped_at__gt=F("over_after"))
MONTHS = 12
SHOWN = 8


@dataclass(slots=True)
class Line:
    """One unit: what runs now and how much of it presses, the cards of the span, what was finished in it and how much in time."""

    unit: Unit
    running: int = 0
    near: int = 0
    over: int = 0
    over_legal: int = 0
    cards: dict[int, int] = field(default_factory=lambda: {level.value: 0 for level in Level})
    finished: int = 0
    late: int = 0
    early: int = 0

    @property
    def warned(self) -> int:
        return self.cards[Level.WARNING]

    @property
    def yellow(self) -> int:
        return self.cards[Level.YELLOW]

    @property
    def red(self) -> int:
        return self.cards[Level.RED]

    @property
    def on_time(self) -> str:
        return rate(self.finished - self.late, self.finished)

    @property
    def ahead(self) -> str:
        return rate(self.early, self.finished) if self.finished else "—"


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the trend: cards by level, finished cases, and how many of these were late."""

    year: int
    month: int
    cards: dict[int, int]
    finished: int
    late: int

    @property
    def on_time(self) -> int:
        """In hundredths of a percent."""
        return hundredths(self.finished - self.late, self.finished)

    @property
    def rate(self) -> str:
        return rate(self.finished - self.late, self.finished)


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows. Rates in hundredths of a percent; `loose` and `ordered` are yellow and red cards without and with a 督办."""

    lines: list[Line]
    accepted_today: int
    finished_today: int
    finished_yesterday: int
    on_time: int
    on_time_before: int
    cards_today: int
    loose: dict[int, int]
    months: list[Month]
    pressing: list[Card]
    answered: list[Order]

    def total(self, name: str) -> int:
        """The sum of a column over the units."""
        return sum(getattr(line, name) for line in self.lines)


def board(viewer: Actor, *, at: datetime, period: str = "month") -> Board:
    """The board of the units that the viewer watches."""
    mine, today = watched(viewer, at=at), localdate(at)
    begin, before, midnight = (
        _midnight(day) for day in (periods.first_day(period, today), periods.day_before(period, today), today)
    )
    done = clocks.Clock.objects.filter(mine, code=casework.PROMISED, state=clocks.State.STOPPED.value)
    cards = Card.objects.filter(mine, state=CardState.ISSUED.value, since__gte=begin)
    lines, accepted_today = _running(mine, midnight)
    for unit_id, level, count in cards.values_list("unit", "level").annotate(n=Count("pk")):
        _line(lines, unit_id).cards[level] = count
    early = Count("pk", filter=Q(stopped_at__date__lt=F("legal_due_on")))
    counted = (
        done.filter(stopped_at__gte=begin)
        .values_list("unit")
        .annotate(n=Count("pk"), late=Count("pk", filter=LATE), early=early)
    )
    for unit_id, finished, late, ahead in counted:
        line = _line(lines, unit_id)
        line.finished, line.late, line.early = finished, late, ahead
    earlier = done.filter(stopped_at__gte=before, stopped_at__lt=begin).aggregate(
        n=Count("pk"), late=Count("pk", filter=LATE)
    )
    days = done.filter(stopped_at__gte=midnight - timedelta(days=1)).aggregate(
        today=Count("pk", filter=Q(stopped_at__gte=midnight)), yesterday=Count("pk", filter=Q(stopped_at__lt=midnight))
    )
    ranked = _ranked(lines)
    finished, late = sum(line.finished for line in ranked), sum(line.late for line in ranked)
    unordered = dict(_unordered(cards).values_list("level").annotate(n=Count("pk")))
    return Board(
        lines=ranked, accepted_today=accepted_today, finished_today=days["today"], finished_yesterday=days["yesterday"],
        on_time=hundredths(finished - late, finished), on_time_before=hundredths(earlier["n"] - earlier["late"], earlier["n"]),
        cards_today=cards.filter(since__gte=midnight).count(), loose=unordered, months=_months(mine, done, today),
        pressing=_pressing(cards), answered=_answered(mine),
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _line(lines: dict[int, Line], unit_id: int) -> Line:
    return lines.setdefault(unit_id, Line(unit=Unit(pk=unit_id)))


def _running(mine: Q, midnight: datetime) -> tuple[dict[int, Line], int]:
    """What runs by unit, and how many limits began today."""
    lines: dict[int, Line] = {}
    cases = casework.Case.objects.filter(mine, state__in=RUNNING)
    for unit_id, count in cases.values_list("unit").annotate(n=Count("pk")):
        _line(lines, unit_id).running = count
    live = clocks.Clock.objects.filter(mine, state__in=LIVE, code__in=[casework.PROMISED, casework.LEGAL])
    promised, legal = Q(code=casework.PROMISED), Q(code=casework.LEGAL)
    counted = live.values_list("unit").annotate(
        near=Count("pk", filter=promised & NEAR), over=Count("pk", filter=promised & OVER),
        legal=Count("pk", filter=legal & OVER), today=Count("pk", filter=promised & Q(started_at__gte=midnight)),
    )  # fmt: skip
    begun = 0
    for unit_id, near, over, over_legal, today in counted:
        line = _line(lines, unit_id)
        line.near, line.over, line.over_legal = near, over, over_legal
        begun += today
    return lines, begun


def _ranked(lines: dict[int, Line]) -> list[Line]:
    units = Unit.objects.in_bulk(list(lines))
    for unit_id, line in lines.items():
        line.unit = units[unit_id]
    return sorted(lines.values(), key=lambda n: (-n.red, -n.yellow, -n.warned, -n.running, n.unit.order, n.unit.pk))


def _months(mine: Q, done: QuerySet[clocks.Clock], today: date) -> list[Month]:
    """By the month in which a card's condition held and in which a case was finished; withdrawn cards do not count."""
    wanted = months_before(today.year, today.month, MONTHS)
    first = datetime(*wanted[0], 1, tzinfo=ZONE)
    rows = Card.objects.filter(mine, since__gte=first).exclude(state=CardState.WITHDRAWN.value)
    cards: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: {level.value: 0 for level in Level})
    by_month = rows.annotate(month=TruncMonth("since", tzinfo=ZONE)).values_list("month", "level")
    for month, level, count in by_month.annotate(n=Count("pk")):
        cards[month.year, month.month][level] = count
    ended = done.filter(stopped_at__gte=first).annotate(month=TruncMonth("stopped_at", tzinfo=ZONE))
    finished = {
        (month.year, month.month): (count, late)
        for month, count, late in ended.values_list("month").annotate(n=Count("pk"), late=Count("pk", filter=LATE))
    }
    return [Month(*each, cards[each], *finished.get(each, (0, 0))) for each in wanted]


def _unordered(cards: QuerySet[Card]) -> QuerySet[Card]:
    return cards.exclude(Exists(Order.objects.filter(card=OuterRef("pk")))).order_by()


def _pressing(cards: QuerySet[Card]) -> list[Card]:
    """Grave cards that nobody has ordered anything about, then warnings of what still runs; the gravest first."""
    runs = Exists(clocks.Clock.objects.filter(pk=OuterRef("clock_id"), state__in=LIVE))
    rows = _unordered(cards).filter(Q(level__gt=Level.WARNING.value) | runs)
    return list(rows.select_related("unit").order_by("-level", "-since", "-pk")[:SHOWN])


def _answered(mine: Q) -> list[Order]:
    """督办 that were answered and wait to be settled."""
    rows = Order.objects.filter(mine, state=OrderState.ANSWERED.value).select_related("unit", "card")
    return list(rows.order_by("answered_at", "pk")[:SHOWN])
