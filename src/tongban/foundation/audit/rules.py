"""The canonical form of an entry and the arithmetic of the chain. Plain values only; the form is fixed for ever by VERSION.

    canonical   UTF-8 JSON of the members below in the order of their names, without spaces, characters as they are;
                times in UTC with six digits after the second; a number that is whole is written without a fraction
    mac(1)      HMAC-SM3(key, 32 zero bytes ‖ 1 as 8 bytes, big-endian ‖ canonical(entry 1))
    mac(n)      HMAC-SM3(key, mac(n-1) ‖ n as 8 bytes ‖ canonical(entry n))

It depends on values, not on how a database stores them: a dump restored into another database verifies.
HMAC-SM3: GB/T 15852.2 with GB/T 32905.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tongban.lib.gm.provider import hmac_sm3

VERSION = 1
START = bytes(32)


def canonical(members: Mapping[str, Any]) -> bytes:
    """The bytes that the chain covers. Two mappings of equal values give equal bytes."""
    plain = normal({"v": VERSION, **members})
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def normal(value: Any) -> Any:
    """Values as every database gives them back: times as text in UTC, whole numbers without a fraction."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): normal(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [normal(member) for member in value]
    return value


def link(*, key: bytes, previous: bytes, seq: int, content: bytes) -> bytes:
    """The mac of the entry at place `seq` (from 1) whose canonical form is `content`."""
    return hmac_sm3(previous + seq.to_bytes(8, "big") + content, key=key)


def digest(value: Any, *, key: bytes) -> str:
    """What stands in an entry for a value that must be erasable: 64 hexadecimal digits, useless without the key."""
    return hmac_sm3(canonical({"value": value}), key=key).hex()
