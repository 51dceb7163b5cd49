"""时限 for programs: the clocks of something that the caller sees, with every movement."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tongban.foundation.clocks.models import Clock
from tongban.foundation.clocks.queries.clocks import clocks_of, codes, movements_of
from tongban.foundation.programs import api as programs
from tongban.foundation.references import api as references
from tongban.kernel.references import Reference

router = Router(tags=["时限"])


class About(Schema):
    subject: Annotated[str, Field(pattern=r"^[a-z_]{1,40}:[1-9][0-9]{0,17}$", description="例如 case:12")]


class MoveOut(Schema):
    what: str
    at: datetime
    ground: str
    approver: str


class ClockOut(Schema):
    """`due_at` by the clock's own basis, null while it is paused; `legal_due_on` always by the law."""

    id: int
    code: str
    label: str
    state: str
    started_at: datetime
    due_at: datetime | None
    legal_due_on: date | None
    stopped_at: datetime | None
    moves: list[MoveOut]


@router.get("", response=list[ClockOut], summary="一件事的时限和经过", openapi_extra=programs.also(404))
def clocks(request: HttpRequest, asked: Query[About]) -> list[dict[str, Any]]:
    subject = Reference.parse(asked.subject)
    references.require_visible(subject, viewer=request.actor)
    return [_shown(clock) for clock in clocks_of(subject)]


def _shown(clock: Clock) -> dict[str, Any]:
    moves = [
        {"what": move.what, "at": move.at, "ground": move.ground, "approver": move.approver_name}
        for move in movements_of(clock)
    ]
    return {
        "id": clock.pk, "code": clock.code, "label": codes[clock.code], "state": clock.state,
        "started_at": clock.started_at, "due_at": clock.due_at, "legal_due_on": clock.legal_due_on,
        "stopped_at": clock.stopped_at, "moves": moves,
    }  # fmt: skip
