"""Signed calls between the zones, on plain values: HMAC-SM3 under the shared key over what is asked, when, once, with which body.

    call     method LF path with query LF seconds LF nonce LF sm3(body)
    answer   "answer" LF nonce of the call LF status LF sm3(body)

HMAC-SM3: GB/T 15852.2 with GB/T 32905.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tongban.engines.exchange.contracts import Carried, Enclosed
from tongban.kernel.plain import from_plain, to_plain
from tongban.lib.gm.provider import hmac_sm3, sm3

SKEW = 300  # seconds that the two clocks may differ
NONCE = 32  # characters
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Call:
    """What the signature of a call covers."""

    method: str
    path: str
    seconds: int
    nonce: str
    digest: str

    def signature(self, key: str) -> str:
        return _mac(key, self.method, self.path, str(self.seconds), self.nonce, self.digest)

    def is_signed(self, signature: str, key: str) -> bool:
        return hmac.compare_digest(self.signature(key).encode(), signature.encode())

    def is_timely(self, now: float) -> bool:
        return abs(now - self.seconds) <= SKEW


def answer_signature(key: str, *, nonce: str, status: int, body: bytes) -> str:
    return _mac(key, "answer", nonce, str(status), digest(body))


def digest(body: bytes) -> str:
    return sm3(body).hex()


def _mac(key: str, *lines: str) -> str:
    return hmac_sm3("\n".join(lines).encode(), key=key.encode()).hex()


def packed(value: Any) -> bytes:
    return json.dumps(to_plain(value), ensure_ascii=False).encode()


def carried(plain: Any) -> Carried:
    """A parcel from its plain form. ValueError for anything else."""
    try:
        found: Carried = from_plain(Carried, plain)
        whole = all(isinstance(f, Enclosed) and is_digest(f.digest) for f in found.files)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not a parcel") from error
    if not whole or not isinstance(found.body, dict | None):
        raise ValueError("not a parcel")
    return found


def is_digest(text: str) -> bool:
    return len(text) == 64 and all(character in "0123456789abcdef" for character in text)


def batch(parcels: Sequence[Carried], *, most: int) -> list[Carried]:
    """As many from the beginning as fit into `most` bytes, at least one."""
    chosen: list[Carried] = []
    size = 0
    for parcel in parcels:
        size += len(packed(parcel)) + 2
        if chosen and size > most:
            break
        chosen.append(parcel)
    return chosen


def wait_after(failures: int) -> timedelta:
    """Until a state that could not be carried is tried again."""
    return min(timedelta(seconds=4 ** min(failures, 6)), LONGEST_WAIT)
