"""Who calls, when, and under which request key."""

import re
from typing import Any

from django.http import HttpRequest

from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.lib.gm.provider import sm3

KEY = r"[A-Za-z0-9._:-]{8,64}"
_KEY = re.compile(KEY)


class Malformed(Invalid):
    """The request is not as the description says: the program has to be mended, not what somebody typed."""

    code = "malformed"
    status = 400


def acting(request: HttpRequest) -> dict[str, Any]:
    """The arguments that every operation takes beside its own: actor, at, request_key."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise Malformed({"Idempotency-Key": "Idempotency-Key 要有 8 到 64 个字符，只用字母、数字和 . _ : -。"})
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "at": now(), "request_key": key and f"{actor.account_id}:{key}:{_digest(request)}"}


def _digest(request: HttpRequest) -> str:
    """Of what is sent: a key that comes again with other words is no repeat, and never answered with the first result."""
    return sm3(request.body).hex()[:16] if request.content_type == "application/json" else ""


def also(*statuses: int) -> dict[str, Any]:
    """`openapi_extra` of an operation that may answer with these problems beside the usual ones."""
    return {"responses": {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}}
