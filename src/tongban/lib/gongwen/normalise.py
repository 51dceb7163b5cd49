"""Put incoming text into the punctuation of official documents (GB/T 15834, GB/T 9704-2012, 7.2.5).

Pure functions of a line; each is idempotent. Digits, letters and Chinese characters are never changed or moved.
"""

import re

_HAN = "\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"}
# Addresses and mail names keep their own punctuation.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]*[0-9A-Za-z/]|[\w.+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,8}", re.ASCII
)
_SPACES = r"[ \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+"
_LATIN = r"[0-9A-Za-z.,:;'()&+/%-]"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200c-\u200f\u2028-\u202e\u2060-\u206f\ufff9-\uffff]")
# 〔年〕 before a serial number: square, black and round brackets, and the question marks of lost characters.
_YEAR = re.compile(
    r"(?<=[" + _HAN + r"])\s*[\[【［(（〔?？]\s*((?:19|20)\d{2})\s*[\]】］)）〕?？]\s*(?=第?\s*\d+\s*号)"
)


def line(text: str) -> str:
    """One paragraph: spaces out, punctuation full-width, year brackets 〔〕. Numbers (1,280.5, 9:30) stay."""
    before, after = None, _CONTROL.sub("", text)
    # One change may call for another (a bracket made full-width turns the point after it into 。).
    while before != after:
        before, after = after, year_brackets(spaces(punctuation(spaces(after))))
    return after


def title(text: str) -> str:
    """A title: as ``line``, with line breaks by hand kept."""
    return "\n".join(part for part in (line(part) for part in text.split("\n")) if part)


def number(text: str) -> str:
    """发文字号 ``机关代字〔yyyy〕n号``: six-cornered brackets, no 第, no leading zeros, no spaces."""
    packed = re.sub(r"\s+", "", text)
    bracketed = re.sub(r"[\[【［(（〔]((?:19|20)\d{2})[\]】］)）〕]", r"〔\1〕", packed)
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", bracketed)


def spaces(text: str) -> str:
    """Remove all spaces but one between two Latin words; indents come from the layout, not from spaces."""
    kept = re.sub(f"(?<={_LATIN}){_SPACES}(?=[0-9A-Za-z])", "\x00", text)
    kept = re.sub(r"(?<=\d)\x00(?=\d)", "", kept)
    return re.sub(_SPACES, "", kept).replace("\x00", " ").strip()


def punctuation(text: str) -> str:
    """Half-width punctuation to full-width where it does not stand inside a number, a Latin word or an address."""
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [_punctuated(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, _punctuated(text[end:])])


def year_brackets(text: str) -> str:
    """``国办函[2003]65号`` and its kin to ``国办函〔2003〕65号``."""
    return _YEAR.sub(lambda match: f"〔{match.group(1)}〕", text)


def _punctuated(text: str) -> str:
    text = re.sub(r"\.{3,}|。{3,}|…+", "……", text)
    text = re.sub(f"(?<=[{_HAN}）》”])\\.(?![0-9A-Za-z])", "。", text)
    if not _HAN_CHARACTER.search(text):
        return text
    text = _quotes(text)
    return "".join(_mark(text, index, character) for index, character in enumerate(text))


def _mark(text: str, index: int, character: str) -> str:
    if character not in _FULL:
        return character
    return character if character in ",:" and _between_digits(text, index) else _FULL[character]


def _between_digits(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isdigit() and around.isascii()


def _quotes(text: str) -> str:
    """Straight double quotes in pairs; an odd number is left as it is, for a person to see."""
    if text.count('"') % 2:
        return text
    pieces = text.split('"')
    return "".join(
        piece + ("" if i == len(pieces) - 1 else "“" if i % 2 == 0 else "”") for i, piece in enumerate(pieces)
    )
