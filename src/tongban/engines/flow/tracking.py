"""办理过程: the way that a matter took through its process, as lines and as a picture, with who, when and how long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from tongban.engines.flow import labels
from tongban.engines.flow.beside import NOTES, notes_of
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.labels import PASSED
from tongban.engines.flow.models import History, Work
from tongban.engines.flow.queries import instance_of, works_of
from tongban.kernel.now import now
from tongban.kernel.references import Reference


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One line of 办理过程. `state`: done, returned, withdrawn, current, future."""

    step: str
    element: str
    state: str
    who: str
    at: datetime | None = None
    opinion: str = ""
    depth: int = 0


def track(subject: Reference, works: list[Work] | None = None) -> list[TrackLine]:
    """办理过程: what was done, what is open, what the model has after it."""
    works = works_of(subject) if works is None else works
    instance = instance_of(subject)
    lines = [_line(work) for work in works if work.state != Work.CANCELLED]
    lines = _with_notes(lines, notes_of(instance) if instance is not None else [])
    if instance is None or instance.ended:
        return lines
    model = compiled(instance.definition)
    names = list(model.nodes)
    furthest = max((names.index(w.element) for w in works if w.state == Work.OPEN), default=-1)
    ahead = [n for n in names[furthest + 1 :] if model.nodes[n].kind in ("task", "service")] if furthest >= 0 else []
    return lines + [TrackLine(model.nodes[n].name, n, "future", "") for n in ahead]


def _with_notes(lines: list[TrackLine], notes: list[History]) -> list[TrackLine]:
    """Each note stands before the first line that is later than it."""
    for note in notes:
        line = TrackLine(
            NOTES[note.event], note.element, "done", note.actor_name, note.at, str(note.data.get("reason", "")), depth=1
        )
        place = next((n for n, other in enumerate(lines) if other.at is not None and other.at > note.at), len(lines))
        lines.insert(place, line)
    return lines


_STATES = {
    Work.OPEN: "current", Work.DONE: "done", Work.RETURNED: "returned", Work.WITHDRAWN: "withdrawn",
    Work.TRANSFERRED: "done", Work.SKIPPED: "done",
}  # fmt: skip


def _line(work: Work) -> TrackLine:
    unit = f"{work.unit_name} " if work.place_id and work.unit_name else ""
    return TrackLine(
        step=work.step, element=work.element, state=_STATES[work.state], who=f"{unit}{_who(work)}",
        at=work.done_at or work.opened_at, opinion=work.opinion, depth=1 if work.place_id else 0,
    )  # fmt: skip


def _who(work: Work) -> str:
    if not work.person_name:
        return work.names
    stead = f"（代{work.for_name}）" if work.for_name else ""
    move = f" {PASSED.get(work.decision, '转办')}" if work.state == Work.TRANSFERRED else ""
    return f"{work.person_name}{stead}{move}"


def picture_of(subject: Reference) -> dict[str, Any]:
    """The process model with the elements that are done and those that are open; under each element who has it or did it, since
    when or when, and how long; and the same as rows of a table. For flow/picture.html and the viewer of diagrams."""
    instance = instance_of(subject)
    if instance is None:
        return {"source": "", "done": [], "current": [], "notes": {}, "rows": []}
    works = [work for work in works_of(subject) if work.state not in (Work.CANCELLED, Work.SKIPPED)]
    current = sorted({w.element for w in works if w.state == Work.OPEN})
    done = sorted({w.element for w in works if w.state == Work.DONE} - set(current))
    rows = [(_line(work), labels.lasting((work.done_at or now()) - work.opened_at)) for work in works]
    notes: dict[str, list[str]] = {}
    for line, lasted in rows:
        notes.setdefault(line.element, []).append(f"{line.who} {localtime(line.at):%m-%d %H:%M} · {lasted}")
    latest = {
        element: lines[-1] + (f" 等 {len(lines)} 次" if len(lines) > 1 else "") for element, lines in notes.items()
    }
    return {"source": instance.definition.source, "done": done, "current": current, "notes": latest, "rows": rows}
