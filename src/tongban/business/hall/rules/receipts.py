"""Receipt numbers (WS202611180001275) and 查询码: made here, read by people, typed again with spaces and small letters."""

import re
import secrets
from datetime import date

PREFIX = "WS"  # 网上申请
DIGITS = 5
CODE_LENGTH = 8


def receipt(day: date, serial: int) -> str:
    """The day, the running number of the day, and a check digit that finds a digit typed wrongly or two exchanged."""
    body = f"{day:%Y%m%d}{serial:0{DIGITS}d}"
    return f"{PREFIX}{body}{check_digit(body)}"


def check_digit(digits: str) -> str:
    """Luhn's: every second digit from the right doubled, the sum completed to a multiple of ten."""
    total = sum(sum(divmod(int(d) * (2 if place % 2 == 0 else 1), 10)) for place, d in enumerate(reversed(digits)))
    return str(-total % 10)


def looks_right(number: str) -> bool:
    """Whether a cleaned number can be one of ours as far as its check digit says."""
    found = re.fullmatch(rf"{PREFIX}(\d+)(\d)", number)
    return found is not None and check_digit(found[1]) == found[2]


def clean_number(typed: str) -> str:
    """As it is stored: without spaces and dashes, in capitals, letters and digits of one width."""
    return re.sub(r"[\s\-—]", "", _narrow(typed)).upper()[:60]


def clean_code(typed: str) -> str:
    return re.sub(r"\D", "", _narrow(typed))[:20]


def new_code() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))


def spoken_code(code: str) -> str:
    """1234 5678: four digits at a time."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _narrow(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF10 <= ord(c) <= 0xFF5A else c for c in text)
