"""监察总览: figures, units by their cards, what presses, and twelve months."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongban.business.supervision import queries
from tongban.business.supervision.contracts import Level
from tongban.business.supervision.operations.cards import MARKS, WORDS
from tongban.business.supervision.rules.triggers import label_of
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

HEIGHT, STEP = 150, 27  # of the chart, in its own units


@ui.needs("supervision.watch")
def board(request: HttpRequest) -> HttpResponse:
    """The supervisor's home."""
    found = queries.board(request.actor, at=now())
    cards = reverse("supervision:cards")
    most = max((line.running for line in found.lines), default=0) or 1
    figures = [
        ui.Figure(label="在办", value=f"{found.running:,}", unit="件"),
        ui.Figure(label="今日办结", value=f"{found.finished_today:,}", unit="件"),
        ui.Figure(label="按时办结率", value=found.on_time),
        *(
            ui.Figure(label=WORDS[level], value=str(found.counts[level]), unit="件", url=f"{cards}?tab={MARKS[level]}")
            for level in Level
        ),
    ]
    context = {
        "figures": figures, "lines": [(line, round(line.running * 120 / most)) for line in found.lines],
        "pressing": [(card, MARKS[Level(card.level)], label_of(card.rule)) for card in found.pressing],
        "months": found.months, "bars": bars(found.months),
    }  # fmt: skip
    return render(request, "supervision/board.html", context)


def bars(months: list[tuple[int, int, dict[int, int]]]) -> list[tuple[str, int, list[tuple[str, int, int]], int, int]]:
    """For each month its name, the middle of its bar, the parts from below (kind, y, height), the total, and where that stands."""
    most = max((sum(counts.values()) for _, _, counts in months), default=0) or 1
    drawn = []
    for no, (_, month, counts) in enumerate(months):
        parts, top = [], HEIGHT
        for level in (Level.RED, Level.YELLOW, Level.WARNING):
            height = round(counts[level] * (HEIGHT - 20) / most)
            top -= height
            if height:
                parts.append((MARKS[level], top, height))
        drawn.append((f"{month}月", no * STEP + 6, parts, sum(counts.values()), top - 5))
    return drawn
