"""Rules of licences on plain values: the identifier of GB/T 36904, the last day, what a stranger may read, the check's answer."""

import re
from datetime import date, timedelta

from tongban.business.licenses.contracts import State, Validity

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROOT = "1.2.156.3005.2"
READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # what is not mistaken when read aloud
CODE_LENGTH = 12


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 over capital letters and digits."""
    product = 36
    for character in text:
        product = (product + ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return ALPHABET[(37 - product) % 36]


def identifier(*, type_code: str, issuer_code: str, serial: str, version: int = 1) -> str:
    """电子证照标识 (GB/T 36904): type, issuing organ, serial and version, with a check character over all four.

    Empty where type or issuer have no code: then the licence is found by its check code alone.
    """
    if not (re.fullmatch(r"[0-9A-Z]{21}", type_code) and re.fullmatch(r"[0-9A-Z]{18}", issuer_code)):
        return ""
    parts = (type_code, issuer_code, re.sub(r"[^0-9A-Z]", "", serial.upper()), f"{version:03d}")
    return ".".join((ROOT, *parts, check_character("".join(parts))))


def last_day(issued: date, years: int) -> date | None:
    """The last day of a validity of so many years from the day of issue: the eve of its anniversary. None: no end."""
    if not years:
        return None
    try:
        return issued.replace(year=issued.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(issued.year + years, 2, 28)


def validity(state: str, valid_to: date | None, *, on: date) -> Validity:
    """What the public check says."""
    if state == State.REVOKED:
        return Validity("已撤销，不能使用", sound=False)
    if state != State.ISSUED:
        return Validity("还没有生效", sound=False)
    if valid_to is not None and on > valid_to:
        return Validity("已过有效期", sound=False)
    return Validity("有效", sound=True)


def masked(name: str) -> str:
    """A person's name with its middle hidden; names of enterprises (longer than four characters) stay readable."""
    if len(name) > 4 or len(name) < 2:
        return name
    return name[0] + "*" * (len(name) - 2 or 1) + (name[-1] if len(name) > 2 else "")
