"""查询码: of a printing a drawn one; on the screen one that itself says who saw which file when. Plain values."""

import hmac
import secrets
from typing import NamedTuple

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
LIKE = str.maketrans("OIL", "011")
PRINTED, SEEN = "P", "S"
PERSON, FILE, MINUTE, CHECK = 22, 30, 24, 14  # bits; the minutes reach to 2051
LENGTH = -(-(PERSON + FILE + MINUTE + CHECK) // 5)
EPOCH = 26_297_280  # minutes of 2020-01-01 UTC


class Seen(NamedTuple):
    """What a code of the screen says."""

    person: int
    file: int
    minute: int  # since 1970


def new_code() -> str:
    """Of a printing: nine characters that nobody guesses."""
    return PRINTED + "".join(secrets.choice(DIGITS) for _ in range(9))


def screen_code(seen: Seen, key: bytes) -> str:
    """Ids beyond the bits wrap round: 4 million people, a thousand million files."""
    packed = (seen.person % (1 << PERSON) << FILE | seen.file % (1 << FILE)) << MINUTE
    packed |= (seen.minute - EPOCH) % (1 << MINUTE)
    packed = packed << CHECK | _check(packed, key)
    return SEEN + "".join(DIGITS[packed >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_screen_code(code: str, key: bytes) -> Seen | None:
    """None for what this installation never showed (a wrong character, somebody's invention)."""
    digits = code.removeprefix(SEEN)
    if not code.startswith(SEEN) or len(digits) != LENGTH or set(digits) - set(DIGITS):
        return None
    packed = 0
    for digit in digits:
        packed = packed << 5 | DIGITS.index(digit)
    body = packed >> CHECK
    if _check(body, key) != packed & ((1 << CHECK) - 1):
        return None
    person, file = body >> FILE + MINUTE, body >> MINUTE & ((1 << FILE) - 1)
    return Seen(person, file, (body & ((1 << MINUTE) - 1)) + EPOCH)


def shown(code: str) -> str:
    """In groups, as it is printed."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def typed(text: str) -> str:
    """As somebody reads it off the paper: small letters, blanks and strokes do not matter."""
    return "".join(character for character in text.upper() if character.isalnum()).translate(LIKE)


def _check(body: int, key: bytes) -> int:
    digest = hmac.digest(key, body.to_bytes(16, "big"), "sha256")
    return int.from_bytes(digest[:4], "big") % (1 << CHECK)
