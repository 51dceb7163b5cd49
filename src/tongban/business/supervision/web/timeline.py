"""时限经过: what happened to the clocks of a case and the cards that came of it, to the second, in the order of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from tongban.business.casework import api as casework
from tongban.business.supervision.contracts import CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.operations.cards import MARKS, WORDS
from tongban.business.supervision.queries import Evidence
from tongban.business.supervision.rules.triggers import label_of
from tongban.foundation.clocks import api as clocks
from tongban.foundation.workdays.api import UNIT_LABELS

MOVES = {
    "start": "开始计时", "pause": "暂停", "resume": "恢复计时", "extend": "延长", "stop": "停止", "calendar": "按新日历重算",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One line. `kind` is how its point looks: "", paused, warning, yellow, red. `papers` are the letters behind it."""

    at: datetime
    label: str
    kind: str = ""
    notes: tuple[str, ...] = ()
    papers: tuple[casework.Letter, ...] = ()


@dataclass(slots=True)
class _Told:
    """What was told of one clock at one moment."""

    at: datetime
    clock: str
    what: str
    kind: str = ""
    notes: list[str] = field(default_factory=list)
    paper: casework.Letter | None = None


def timeline(case: casework.Case, evidence: Evidence, *, at: datetime) -> list[Moment]:
    """Up to now. Both limits move together: what happened to them at one moment is one line."""
    letters = {letter.pk: letter for letter in evidence.letters}
    told = sorted((one for one in _told(evidence, letters) if one.at <= at), key=lambda one: (one.at, one.what))
    lines = [Moment(case.submitted_at, "收件")]
    for (moment, what, kind), group in groupby(told, key=lambda one: (one.at, one.what, one.kind)):
        rows = list(group)
        names = "、".join(dict.fromkeys(row.clock for row in rows))
        papers = {row.paper.pk: row.paper for row in rows if row.paper}
        notes = tuple(dict.fromkeys(note for row in rows for note in row.notes))
        lines.append(Moment(moment, f"{names}{what}", kind, notes, tuple(papers.values())))
    lines += [_of_card(card) for card in evidence.cards]
    return sorted(lines, key=lambda line: line.at)


def _told(evidence: Evidence, letters: dict[int, casework.Letter]) -> Iterator[_Told]:
    for clock, moved in evidence.clocks:
        name = clocks.codes[clock.code]
        for row in moved:
            ground = f"：{clocks.GROUND_LABELS[clocks.Ground(row.ground)]}" if row.ground else ""
            amount = f" {row.amount}{UNIT_LABELS[clock.rule.unit]}" if row.what == clocks.What.EXTEND else ""
            notes = [f"{row.approver_name}批准"] if row.approver_name else []
            if row.what == clocks.What.PAUSE:
                notes.append(f"书面告知需要{row.amount}个工作日")
            notes += [row.reason] if row.reason else []
            paper = letters.get(row.document_id or 0) if row.document_kind == casework.Letter.kind else None
            kind = "paused" if row.what == clocks.What.PAUSE else ""
            yield _Told(row.at, name, f"{MOVES[row.what]}{ground}{amount}", kind, notes, paper)
        if clock.due_at and (clock.stopped_at is None or clock.due_at <= clock.stopped_at):
            yield _Told(clock.due_at, name, "到期")


def _of_card(card: Card) -> Moment:
    notes = (f"已撤销：{card.ended_reason}",) if card.state == CardState.WITHDRAWN else ()
    level = Level(card.level)
    return Moment(card.since, f"{WORDS[level]}：{label_of(card.rule)}", MARKS[level], notes)
