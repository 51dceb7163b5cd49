"""搜索 for programs."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import AfterValidator, Field

from tongban.foundation.programs import api as programs
from tongban.foundation.search import queries, rules
from tongban.foundation.search.contracts import Found, Hit
from tongban.foundation.search.registries import groups
from tongban.kernel.now import now

router = Router(tags=["搜索"])


def _is_kind(name: str) -> str:
    if name not in dict(groups()):
        raise ValueError("没有这一种")
    return name


Kind = Path[Annotated[str, AfterValidator(_is_kind), Field(json_schema_extra={"enum": [name for name, _ in groups()]})]]


class HitOut(Schema):
    """One thing found: its title, the page that shows it, and the place of the words."""

    title: str
    url: str
    text: str
    note: str


class FoundOut(Schema):
    """The newest hits of a kind."""

    kind: str
    label: str
    hits: list[HitOut]
    next: int | None = Field(description="还有时，把它作为 before 在 /search/{kind} 再取")


class Asked(Schema):
    q: str = Field(min_length=1, max_length=rules.MOST_QUERY, description="几个词用空格隔开，要都出现")
    limit: int = Field(5, ge=1, le=20, description="每一种最多几条")


class AskedOfKind(Asked):
    before: programs.Id | None = Field(None, description="上一页的 next")


@router.get("", response=list[FoundOut], summary="全文搜索")
def find(request: HttpRequest, asked: Query[Asked]) -> list[dict[str, Any]]:
    """两个字以上的任何词；只找您看得到的，每一种最新的几条。"""
    found = queries.find(asked.q, viewer=request.actor, at=now(), limit=asked.limit)
    return [_found(one) for one in found]


@router.get("/{kind}", response=FoundOut, summary="一种里的全文搜索")
def find_kind(request: HttpRequest, kind: Kind, asked: Query[AskedOfKind]) -> dict[str, Any]:
    found = queries.find_kind(kind, asked.q, viewer=request.actor, at=now(), limit=asked.limit, before=asked.before)
    return _found(found)


def _found(found: Found) -> dict[str, Any]:
    return {"kind": found.kind, "label": found.label, "hits": [_hit(hit) for hit in found.hits], "next": found.last}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "title": "".join(text for text, _ in hit.title),
        "url": hit.url,
        "text": "".join(text for text, _ in hit.parts),
        "note": hit.note,
    }
