"""Lists come page by page, the newest first, behind a cursor that stays true while rows are added."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from tongban.foundation.programs.shapes import Id

T = TypeVar("T")


class Asked(Schema):
    """Which page of a list."""

    before: Id | None = Field(None, description="上一页的 next；不写是第一页")
    limit: int = Field(20, ge=1, le=100, description="一页几行")


class Page(Schema, Generic[T]):
    """One page. `next` is null at the end."""

    items: list[T]
    next: int | None = Field(description="还有下一页时，把它作为 before 再取；没有时为 null")


def page(rows: QuerySet[Any], asked: Asked, show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The page that was asked for, the newest first. One statement."""
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    return {"items": [show(row) for row in shown], "next": shown[-1].pk if len(found) > len(shown) else None}
