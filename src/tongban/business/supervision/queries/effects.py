"""What another calendar would do to the cards of running matters, told before it is applied."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tongban.business.supervision.contracts import CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.rules import triggers
from tongban.foundation.clocks import api as clocks
from tongban.foundation.workdays.api import Calendar, Effect, EffectRow

WORDS = {0: "没有牌", Level.WARNING: "预警", Level.YELLOW: "黄牌", Level.RED: "红牌"}
MOST_SHOWN = 10


def effect_of(before: Calendar, after: Calendar, at: datetime) -> Effect:
    """How many matters would get a card, lose theirs, or have another colour: the highest of each counts, as on the board.

    Finished matters and cards by hand stay as they are. Three statements for each 500 clocks.
    """
    moves = list(clocks.moves(before, after, codes=triggers.CODES))
    matters = defaultdict(list)
    for move in moves:
        matters[move.clock.subject_kind, move.clock.subject_id].append(move)
    cards = _cards_of(matters)
    changes = []
    for matter, touched in matters.items():
        had = {(card.clock_id, card.rule): card for card in cards[matter]}
        old = max((card.level for card in had.values()), default=0)
        new = max(_levels_after(touched, had, at), default=0)
        if old != new:
            changes.append((had, touched[0], old, new))
    facts = (
        ("将有牌", sum(not old for _, _, old, _ in changes)), ("不再有牌", sum(not new for *_, new in changes)),
        ("将升级", sum(0 < old < new for *_, old, new in changes)), ("将降级", sum(0 < new < old for *_, old, new in changes)),
    )  # fmt: skip
    rows = tuple(EffectRow(_name(had, move), WORDS[old], WORDS[new]) for had, move, old, new in changes[:MOST_SHOWN])
    return Effect(label="预警和牌", facts=facts, rows=rows)


def _cards_of(matters: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Card]]:
    found = defaultdict(list)
    ids = [pk for _, pk in matters]
    for card in Card.objects.filter(subject_id__in=ids).exclude(state=CardState.WITHDRAWN.value):
        found[card.subject_kind, card.subject_id].append(card)
    return found


def _levels_after(touched: list[clocks.Move], had: dict[tuple[int | None, str], Card], at: datetime) -> Iterable[int]:
    """Of the clocks that move, what their marks give then; of everything else, what is there."""
    moved = {move.clock.pk for move in touched}
    for (clock_id, _), card in had.items():
        if clock_id not in moved:
            yield card.level
    for move in touched:
        for mark, since in move.then.marks:
            trigger = triggers.trigger_of(move.clock.code, mark)
            if trigger and since is not None and since < at:
                yield trigger.level.value


def _name(had: dict[tuple[int | None, str], Card], move: clocks.Move) -> str:
    for card in had.values():
        return f"{card.number} {card.title}"
    return move.row().title
