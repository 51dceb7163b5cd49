"""待办, 待阅 and 已办 for programs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tongban.foundation.inbox import queries
from tongban.foundation.inbox.models import Item
from tongban.kernel.now import now

router = Router()


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


class PageOf(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1000)
    limit: int = Field(20, ge=1, le=100)


def cut(rows: Any, page: PageOf) -> Any:
    """The rows of the page."""
    return rows[(page.page - 1) * page.limit : page.page * page.limit]


@router.get("/todo", response=list[Matter], summary="待办")
def todo(request: HttpRequest, page: Query[PageOf]) -> list[dict[str, Any]]:
    return _lines(cut(queries.open_items(_keys(request)), page))


@router.get("/to-read", response=list[Matter], summary="待阅")
def to_read(request: HttpRequest, page: Query[PageOf]) -> list[dict[str, Any]]:
    return _lines(cut(queries.to_read(_keys(request)), page))


@router.get("/done", response=list[Matter], summary="已办")
def done(request: HttpRequest, page: Query[PageOf]) -> list[dict[str, Any]]:
    return _lines(cut(queries.done_items(request.actor.person_id), page))  # type: ignore[attr-defined]


def _keys(request: HttpRequest) -> list[str]:
    return queries.keys_of(request.actor, at=now())  # type: ignore[attr-defined]


def _lines(items: Iterable[Item]) -> list[dict[str, Any]]:
    names = (
        "id",
        "category",
        "title",
        "number",
        "step",
        "urgency",
        "from_unit",
        "from_person",
        "received_at",
        "due_at",
        "done_at",
    )
    return [{"subject": str(item.subject), **{name: getattr(item, name) for name in names}} for item in items]
