"""监察总览: figures, units, what presses, how limits stand, and twelve months. Every figure and mark leads to its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from tongban.business.supervision import queries
from tongban.business.supervision.contracts import Level
from tongban.business.supervision.operations.cards import MARKS, WORDS
from tongban.business.supervision.operations.exports import export_list
from tongban.business.supervision.queries.board import Board, Line, Month
from tongban.business.supervision.rules import periods
from tongban.business.supervision.rules.figures import change, rate
from tongban.business.supervision.rules.triggers import label_of
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

HEIGHT, STEP, WIDTH = 120, 36, 22  # of the bars, in their own units
LINE = 60  # the height of the line above them
STANDS = (("plain", "时限内"), ("near", "将到期"), ("over", "超承诺"), ("legal", "超法定"))
HEAD = ("单位", "在办", "将到期", "超承诺", "超法定", "预警", "黄牌", "红牌", "办结", "按时办结率", "提前办结率")


@ui.needs("supervision.watch")
def board(request: HttpRequest) -> HttpResponseBase:
    """The supervisor's home."""
    at, period = now(), _period(request)
    found = queries.board(request.actor, at=at, period=period)
    if "csv" in request.GET:
        export_list(name=f"监察总览（{periods.LABELS[period]}）", actor=request.actor, at=at)
        return ui.table_download(f"监察总览 {periods.LABELS[period]}", HEAD, map(_row, found.lines))
    most = max((line.running for line in found.lines), default=0) or 1
    context = {
        "figures": _figures(found, period), "lines": [(line, round(line.running * 110 / most)) for line in found.lines],
        "pressing": [(card, MARKS[Level(card.level)], label_of(card.rule)) for card in found.pressing], "answered": found.answered,
        "months": found.months, "trend": Trend(found.months), "stands": list(_stands(found.lines)), "stand_words": STANDS,
        "period": period, "period_label": periods.LABELS[period],
        "periods": [(word, label, f"?period={word}", word == period) for word, label in periods.LABELS.items()],
        "export_url": f"?period={period}&csv=1",
    }  # fmt: skip
    return render(request, "supervision/board.html", context)


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("period", "")
    return asked if asked in periods.LABELS else "month"


def _figures(found: Board, period: str) -> list[ui.Figure]:
    moved = found.finished_today - found.finished_yesterday
    versus = change(found.on_time, found.on_time_before)
    finished, late = found.total("finished"), found.total("late")
    today, compared = f"今日受理 {found.accepted_today}", f"，较{periods.BEFORE[period]} {versus}" if versus else ""
    running = f"{found.total('running'):,}"

    def cases(view: str) -> str:
        return f"{reverse('supervision:cases')}?{urlencode({'view': view, 'period': period})}"

    return [
        ui.Figure(label="在办", value=running, unit="件", url=cases("running"), notes=(("", today),)),
        ui.Figure(label="在办，已超承诺时限", value=str(found.total("over")), unit="件", url=cases("over"), notes=_over_notes(found)),
        ui.Figure(label="今日办结", value=f"{found.finished_today:,}", unit="件", url=cases("today"), notes=(("", f"较昨日 {moved:+d}"),)),
        ui.Figure(label=f"按时办结率{compared}", value=rate(finished - late, finished), url=cases("late")),
        *(_card_figure(found, level, period) for level in Level),
    ]  # fmt: skip


def _over_notes(found: Board) -> tuple[tuple[str, str], ...]:
    legal = found.total("over_legal")
    return (("over", f"超法定 {legal}"),) if legal else ()


def _card_figure(found: Board, level: Level, period: str) -> ui.Figure:
    count = sum(line.cards[level] for line in found.lines)
    loose = found.loose.get(level.value, 0)
    notes: tuple[tuple[str, str], ...]
    if level == Level.WARNING:
        notes = (("", f"今日发牌 {found.cards_today}"),)
    else:
        notes = (("over", f"未督办 {loose}"),) if loose else (("", "已督办"),) if count else ()
    query = urlencode({"tab": MARKS[level], "period": period})
    return ui.Figure(
        label=f"{periods.LABELS[period]}{WORDS[level]}", value=str(count), unit="张", notes=notes,
        url=f"{reverse('supervision:cards')}?{query}",
    )  # fmt: skip


def _row(line: Line) -> list[Any]:
    return [
        line.unit.name, line.running, line.near, line.over, line.over_legal, line.warned, line.yellow, line.red, line.finished,
        line.on_time, line.ahead,
    ]  # fmt: skip


def _stands(lines: list[Line]) -> Iterator[tuple[Line, list[tuple[str, str, int, float, float]]]]:
    """How the running cases of each unit stand: for each part its word, label, count, and where it lies in percent."""
    for line in lines:
        counts = (line.running - line.near - line.over, line.near, line.over - line.over_legal, line.over_legal)
        parts, at, whole = [], 0.0, max(1, line.running)
        for (word, label), count in zip(STANDS, counts, strict=True):
            if count > 0:
                width = round(100 * count / whole, 2)
                parts.append((word, label, count, round(at, 2), width))
                at += width
        if line.running:
            yield line, parts


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the chart: its name, left edge, parts from below as (kind, y, height), total, where that stands, address."""

    label: str
    x: int
    parts: list[tuple[str, int, int]]
    total: int
    top: int
    url: str

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


class Trend:
    """Two charts of the same months, one above the other: the rate of what was in time, and the cards."""

    def __init__(self, months: list[Month]) -> None:
        self.months = months
        self.bars = list(_bars(months))
        lowest = min((month.on_time for month in months if month.finished), default=10_000)
        self.floor = max(0, min(9_500, lowest // 500 * 500))  # in hundredths of a percent, in steps of five percent
        self.points = list(self._points())

    @property
    def floor_label(self) -> str:
        return str(self.floor // 100)

    @property
    def path(self) -> str:
        return " ".join(f"{x},{y}" for x, y, _ in self.points)

    def _points(self) -> Iterator[tuple[int, int, str]]:
        """x, y and, at the first, the lowest and the last point, the rate in words."""
        known = [(bar, month) for bar, month in zip(self.bars, self.months, strict=True) if month.finished]
        rates = [month.on_time for _, month in known]
        told = {0, len(known) - 1, rates.index(min(rates))} if known else set()
        for no, (bar, month) in enumerate(known):
            y = LINE - round((month.on_time - self.floor) * (LINE - 14) / (10_000 - self.floor))
            yield bar.middle, y, month.rate.removesuffix("%") if no in told else ""


def _bars(months: list[Month]) -> Iterator[Bar]:
    most = max((sum(month.cards.values()) for month in months), default=0) or 1
    cards = reverse("supervision:cards")
    for no, month in enumerate(months):
        parts, top = [], HEIGHT
        for level in (Level.RED, Level.YELLOW, Level.WARNING):
            height = round(month.cards[level] * (HEIGHT - 16) / most)
            top -= height
            if height:
                parts.append((MARKS[level], top, height))
        url = f"{cards}?month={month.year}-{month.month:02d}"
        yield Bar(f"{month.month}月", no * STEP + 6, parts, sum(month.cards.values()), top - 4, url)
