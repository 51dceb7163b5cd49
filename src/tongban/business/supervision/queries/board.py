"""监察总览: a constant number of grouped statements, whatever exists."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import localtime

from tongban.business.casework import api as casework
from tongban.business.supervision.contracts import CardState, Level, OrderState
from tongban.business.supervision.models import Card
from tongban.business.supervision.queries.seeing import watched
from tongban.business.supervision.rules.figures import months_before, rate
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor

RUNNING = [casework.State.SUBMITTED.value, casework.State.SUPPLEMENT.value, casework.State.ACCEPTED.value]
CHINA = ZoneInfo("Asia/Shanghai")
MONTHS = 12
SHOWN = 8


@dataclass(slots=True)
class Line:
    """One unit: running cases, cards that count, finished ones and how many of them in time."""

    unit: Unit
    running: int = 0
    cards: dict[int, int] = field(default_factory=lambda: {level.value: 0 for level in Level})
    finished: int = 0
    late: int = 0

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


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows. `months` are (year, month, cards by level)."""

    lines: list[Line]
    running: int
    finished_today: int
    on_time: str
    counts: dict[int, int]
    months: list[tuple[int, int, dict[int, int]]]
    pressing: list[Card]


def board(viewer: Actor, *, at: datetime) -> Board:
    """The board of the units that the viewer watches."""
    mine = watched(viewer, at=at)
    lines: dict[int, Line] = {}
    cases = casework.Case.objects.filter(mine)
    for unit_id, count in cases.filter(state__in=RUNNING).values_list("unit").annotate(n=Count("pk")):
        _line(lines, unit_id).running = count
    live = Card.objects.filter(mine, state=CardState.ISSUED.value)
    for unit_id, level, count in live.values_list("unit", "level").annotate(n=Count("pk")):
        _line(lines, unit_id).cards[level] = count
    done = clocks.Clock.objects.filter(mine, code=casework.PROMISED, state=clocks.State.STOPPED.value)
    late = Count("pk", filter=Q(stopped_at__gt=F("over_after")))
    for unit_id, count, over in done.values_list("unit").annotate(n=Count("pk"), late=late):
        line = _line(lines, unit_id)
        line.finished, line.late = count, over
    midnight = datetime.combine(localtime(at).date(), time(), CHINA)
    today = cases.filter(decided_at__gte=midnight).count()
    units = Unit.objects.in_bulk(list(lines))
    for unit_id, line in lines.items():
        line.unit = units[unit_id]
    ranked = sorted(lines.values(), key=lambda n: (-n.red, -n.yellow, -n.warned, -n.running, n.unit.order, n.unit.pk))
    finished, over = sum(n.finished for n in ranked), sum(n.late for n in ranked)
    return Board(
        lines=ranked, running=sum(n.running for n in ranked), finished_today=today, on_time=rate(finished - over, finished),
        counts={level.value: sum(n.cards[level] for n in ranked) for level in Level}, months=_months(mine, at),
        pressing=_pressing(live),
    )  # fmt: skip


def _line(lines: dict[int, Line], unit_id: int) -> Line:
    return lines.setdefault(unit_id, Line(unit=Unit(pk=unit_id)))


def _months(mine: Q, at: datetime) -> list[tuple[int, int, dict[int, int]]]:
    """Cards by the month in which they were issued; withdrawn ones do not count."""
    now = localtime(at)
    wanted = months_before(now.year, now.month, MONTHS)
    first = datetime(*wanted[0], 1, tzinfo=CHINA)
    rows = Card.objects.filter(mine, issued_at__gte=first).exclude(state=CardState.WITHDRAWN.value)
    counted: dict[tuple[int, int], dict[int, int]] = defaultdict(lambda: {level.value: 0 for level in Level})
    grouped = rows.annotate(month=TruncMonth("issued_at", tzinfo=CHINA)).values_list("month", "level")
    for month, level, count in grouped.annotate(n=Count("pk")):
        counted[month.year, month.month][level] = count
    return [(year, month, counted[year, month]) for year, month in wanted]


def _pressing(live: QuerySet[Card]) -> list[Card]:
    """Cards that nobody has ordered anything about, the gravest first."""
    ordered = Q(orders__state__in=[OrderState.OPEN.value, OrderState.ANSWERED.value, OrderState.CLOSED.value])
    return list(live.exclude(ordered).select_related("unit").order_by("-level", "-since", "-pk")[:SHOWN])
