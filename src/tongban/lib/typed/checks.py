"""Real checks of what people type: identity numbers, credit codes, telephone numbers, dates, whole numbers, money.

Each takes text and gives the canonical value, or raises Wrong with a sentence that says what to write.
"""

import re
from datetime import date

MAX_INTEGER = 2**53 - 1  # what every reader of JSON keeps exactly
MAX_FEN = 10**15 - 1

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,17}", re.ASCII)
_MONEY = re.compile(r"(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?", re.ASCII)
_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {
    ord("Ｘ"): "X",
    ord("ｘ"): "x",
    ord("－"): "-",
    ord("．"): ".",
}


class Wrong(Exception):
    """What was typed is not what the field asks for. The text is for the person who typed it."""


def id_number(text: str) -> str:
    """公民身份号码: 18 characters, a real day of birth, the right check character (GB 11643-1999). X is written large."""
    number = _plain(text).upper()
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        raise Wrong("身份证号码应为 18 位，最后一位可以是 X。")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise Wrong("身份证号码中的出生日期不对，请核对第 7 至 14 位。") from error
    if id_check(number) != number[17]:
        raise Wrong("身份证号码的校验位不对，请逐位核对。")
    return number


def id_check(number: str) -> str:
    """The check character of the first 17 digits."""
    return _ID_CHECKS[sum(int(c) * w for c, w in zip(number[:17], _ID_WEIGHTS, strict=True)) % 11]


def credit_code(text: str) -> str:
    """统一社会信用代码: 18 characters without I, O, S, V, Z, and the right check character (GB 32100-2015)."""
    code = _plain(text).upper()
    if len(code) != 18 or any(c not in _CREDIT for c in code):
        raise Wrong("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。")
    if credit_check(code) != code[17]:
        raise Wrong("统一社会信用代码的校验位不对，请逐位核对。")
    return code


def credit_check(code: str) -> str:
    """The check character of the first 17."""
    total = sum(_CREDIT.index(c) * w for c, w in zip(code[:17], _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[-total % 31]


def mobile(text: str) -> str:
    """A mobile number of the mainland: 11 digits. Blanks, hyphens and +86 are fine."""
    number = re.sub(r"[\s-]", "", _plain(text)).removeprefix("+").removeprefix("86")
    if not _MOBILE.fullmatch(number):
        raise Wrong("手机号应为 11 位数字，例如：13812340626。")
    return number


def phone(text: str) -> str:
    """A mobile number (11 digits) or a telephone with area code and extension: 0715-5221234-601."""
    number = re.sub(r"[\s()（）]", "", _plain(text))
    if not (_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number)):
        raise Wrong("电话应为 11 位手机号，或区号加座机，例如：0715-5221234。")
    return number


def day(text: str) -> str:
    """A day as 2026-11-18; also 2026/11/18, 2026.11.18 and 2026年11月18日. Given back in the first way."""
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _plain(text), re.ASCII)
    try:
        return date(*map(int, parts.groups())).isoformat() if parts else _no_day()
    except ValueError as error:
        raise Wrong("没有这一天，请核对日期。") from error


def _no_day() -> str:
    raise Wrong("要写日期，例如：2026-11-18。")


def whole(text: str) -> int:
    """A whole number."""
    typed = _plain(text)
    if not _WHOLE.fullmatch(typed) or abs(int(typed)) > MAX_INTEGER:
        raise Wrong("要写数字，例如：40。")
    return int(typed)


def money(text: str) -> int:
    """An amount in yuan with at most two decimals, as whole 分: "1,234.50" → 123450."""
    typed = _plain(text).replace("，", ",").removeprefix("¥").removeprefix("￥").removesuffix("元")
    found = _MONEY.fullmatch(typed)
    if not found:
        raise Wrong("要写金额（元），最多两位小数，例如：1234.50。")
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def money_text(fen: int) -> str:
    """123450 → "1,234.50"."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def _plain(text: str) -> str:
    return text.translate(_FULL_WIDTH).strip()
