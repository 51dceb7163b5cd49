"""搜索 for programs."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from tongban.foundation.search import queries
from tongban.foundation.search.contracts import Found, Hit
from tongban.kernel.now import now

router = Router()


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
    more: bool


@router.get("", response=list[FoundOut], summary="全文搜索")
def find(request: HttpRequest, q: str, limit: int = 5) -> list[dict[str, Any]]:
    """Any word of two or more characters, over everything that the caller may see; at most 20 hits of a kind."""
    found = queries.find(q, viewer=request.actor, at=now(), limit=max(1, min(limit, 20)))  # type: ignore[attr-defined]
    return [_found(one) for one in found]


def _found(found: Found) -> dict[str, Any]:
    return {"kind": found.kind, "label": found.label, "hits": [_hit(hit) for hit in found.hits], "more": found.more}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "title": "".join(text for text, _ in hit.title),
        "url": hit.url,
        "text": "".join(text for text, _ in hit.parts),
        "note": hit.note,
    }
