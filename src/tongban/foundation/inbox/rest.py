"""待办, 待阅 and 已办 for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tongban.foundation.inbox import operations, queries
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.web import end_of_day
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

router = Router(tags=["待办"])


class Matter(Schema):
    """One matter. `subject` is what it is about, such as document:12."""

    id: int
    subject: str
    category: str
    title: str
    number: str
    step: str
    urgency: int = Field(description="0 一般，2 加急，3 特急")
    from_unit: str
    from_person: str
    received_at: datetime
    due_at: datetime | None
    done_at: datetime | None

    @staticmethod
    def resolve_subject(item: Item) -> str:
        return str(item.subject)


class Part(Schema):
    """Which part of a desk: its order is by urgency and changes, so it is cut by place."""

    skip: int = Field(0, ge=0, le=queries.LISTED, description="跳过前几件")
    limit: int = Field(20, ge=1, le=100)

    def of(self, items: queries.OpenItems) -> list[Item]:
        return items[self.skip : self.skip + self.limit]


class Counts(Schema):
    """Counted up to 100: 100 means a hundred or more."""

    todo: int
    overdue: int
    due_today: int
    to_read: int


@router.get("/counts", response=Counts, summary="各有几件")
def counts(request: HttpRequest) -> queries.Counts:
    at = now()
    return queries.counts(_keys(request), at=at, end_of_day=end_of_day(at))


@router.get("/todo", response=list[Matter], summary="待办，急件在前")
def todo(request: HttpRequest, asked: Query[Part]) -> list[Item]:
    return asked.of(queries.open_items(_keys(request)))


@router.get("/to-read", response=list[Matter], summary="待阅，新的在前")
def to_read(request: HttpRequest, asked: Query[Part]) -> list[Item]:
    return asked.of(queries.to_read(_keys(request)))


@router.post("/to-read/{pk}/reading", response={204: None}, summary="标为已阅")
def read(request: HttpRequest, pk: programs.PathId) -> Status[None]:
    item = queries.mine(pk, _keys(request))
    if item is None:
        raise NotFound()
    operations.mark_read(item=item, **programs.acting(request))
    return Status(204, None)


@router.get("/done", response=programs.Page[Matter], summary="已办")
def done(request: HttpRequest, asked: Query[programs.Asked]) -> dict[str, Any]:
    return programs.page(queries.done_items(request.actor.person_id), asked, lambda item: item)


def _keys(request: HttpRequest) -> list[str]:
    return queries.keys_of(request.actor, at=now())
