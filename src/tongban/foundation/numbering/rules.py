"""The shape of a number, and which serials of a run are missing. Pure.

An official document number is 机关代字〔年份〕序号号: the year in full inside 〔〕 (U+3014, U+3015), the serial in Arabic figures
without leading zeros and without 第, followed by 号 (GB/T 9704-2012, 7.2.5).
"""

import re
from collections.abc import Iterable, Iterator

OFFICIAL_PATTERN = "{word}〔{year}〕{serial}号"
LONGEST_PATTERN = 60
LONGEST_WORD = 20
YEARS = range(1949, 2200)

YEARLY_FAULT = "按年编号的格式中必须有一个 {year}（年份），否则不同年份的编号会重复。"
COUNTING_FAULT = "连续编号（不按年）的格式中不能有 {year}（年份）。"

_PLACE = re.compile(r"\{(word|year|serial)(?::(\d))?\}")


def text_of(pattern: str, *, word: str, year: int, serial: int) -> str:
    """The number as it is printed. `{serial:5}` pads the serial with zeros to five figures."""
    values = {"word": word, "year": str(year), "serial": str(serial)}
    return _PLACE.sub(lambda place: values[place[1]].zfill(int(place[2] or 0)), pattern)


def pattern_fault(pattern: str, *, yearly: bool, official: bool) -> str:
    """What is wrong with a pattern, as a sentence for the administrator; "" when nothing is."""
    places = [place[1] for place in _PLACE.finditer(pattern)]
    rest = _PLACE.sub("", pattern)
    if len(pattern) > LONGEST_PATTERN:
        return f"编号格式不能超过{LONGEST_PATTERN}个字。"
    if "{" in rest or "}" in rest:
        return "编号格式中只能使用 {word}（代字）、{year}（年份）、{serial}（序号）。"
    if places.count("serial") != 1:
        return "编号格式中必须有且只有一个 {serial}（序号）。"
    if places.count("year") != (1 if yearly else 0):
        return YEARLY_FAULT if yearly else COUNTING_FAULT
    return _official_fault(pattern) if official else ""


def shows_year(pattern: str) -> bool:
    return any(place[1] == "year" for place in _PLACE.finditer(pattern))


def _official_fault(pattern: str) -> str:
    if pattern != OFFICIAL_PATTERN:
        return "发文字号的格式是“代字〔年份〕序号号”：年份用六角括号，序号不编虚位，不加“第”字（GB/T 9704—2012 第7.2.5条）。"
    return ""


def word_fault(word: str) -> str:
    """What is wrong with a word (代字); "" when nothing is."""
    if not word:
        return "请填写代字。"
    if len(word) > LONGEST_WORD:
        return f"代字不能超过{LONGEST_WORD}个字。"
    if re.search(r"[\s{}〔〕\[\]0-9０-９]", word):
        return "代字中不能有空格、括号和数字。"
    return ""


def gaps(serials: Iterable[int], *, before: int) -> Iterator[tuple[int, int]]:
    """The runs (first, last) of serials from 1 to before - 1 that are not in `serials`, which come in rising order."""
    expected = 1
    for serial in serials:
        if serial > expected:
            yield expected, serial - 1
        expected = serial + 1
    if expected < before:
        yield expected, before - 1
