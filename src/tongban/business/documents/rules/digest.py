"""What a signature of the leader freezes: the body and every field that is printed."""

import hashlib
import json
from typing import Any

PRINTED_FIELDS = (
    "issuer_name", "title", "kind_name", "format", "main_recipients", "cc", "note", "level", "urgency",
)  # fmt: skip


def body_digest(body: str) -> str:
    """SM3 of a version's text."""
    return hashlib.new("sm3", body.encode()).hexdigest()


def signed_digest(fields: dict[str, Any], body: str) -> str:
    """SM3 of the printed fields and the body, in a canonical form that any later reader can make again."""
    plain = json.dumps({name: fields[name] for name in PRINTED_FIELDS}, ensure_ascii=False, sort_keys=True)
    return hashlib.new("sm3", f"{plain}\n{body}".encode()).hexdigest()
