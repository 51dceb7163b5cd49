"""Reading a list of special days, as administrators paste it: rows, or the sentences of the State Council's yearly notice.

    2027-02-05,休,春节                    rows: a day or a range (至), what it is, its name
    三、…节：4月3日（周六）至5日放假，共3天。4月1日（周四）上班。      sentences, with weekdays and totals checked

Every line is used, skipped (no day in it) or bad (a reason beside it). One bad line spoils the whole: nothing is half-imported.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tongban.foundation.workdays.contracts import BadLine
from tongban.lib.days.words import DayKind, Special

LONGEST_NAME = 20
LONGEST_RANGE = 31
WEEKDAYS = "一二三四五六日"
KINDS = {
    "休": DayKind.REST, "休息": DayKind.REST, "放假": DayKind.REST,
    "班": DayKind.WORK, "上班": DayKind.WORK,
    "上午班": DayKind.MORNING, "上午上班": DayKind.MORNING,
    "下午班": DayKind.AFTERNOON, "下午上班": DayKind.AFTERNOON,
}  # fmt: skip

_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_WORDS = "|".join(sorted(KINDS, key=len, reverse=True))
_ROW = re.compile(rf"^{_DATE}(?:\s*(?:至|到|—+|~|～)\s*{_DATE})?[,，;；\s]+({_WORDS})(?:[,，;；\s]+(.*))?$")
_HEAD = re.compile(r"^[一二三四五六七八九十]*、?\s*([^：:，,。0-9]{1,20})[：:]")
_NOTE = re.compile(r"[（(]([^）)]*)[）)]")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日])")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日((?:[（(][^）)]*[）)])?)"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:至|到|—+)\s*{_DAY})?")
_TOTAL = re.compile(r"共(\d+)天")
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


class Wrong(Exception):
    """Why a line cannot be used."""


@dataclass(slots=True)
class Reading:
    """What was read: the days in their order, the lines without any day, the lines that cannot be used."""

    days: list[Special] = field(default_factory=list)
    skipped: list[BadLine] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def read_list(text: str, year: int) -> Reading:
    """The special days that a pasted list gives for the year; those of the December before and the January after may be among them."""
    reading, known = Reading(), dict[date, Special]()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip().lstrip("\ufeff")
        try:
            days = list(_days_of(line, year))
            for special in days:
                _add(special, known, year)
        except Wrong as why:
            reading.bad.append(BadLine(number, line, str(why)))
        else:
            if line and not days:
                reading.skipped.append(BadLine(number, line, "没有日期"))
    if not known and not reading.bad:
        reading.bad.append(BadLine(0, "", "没有读到任何日期"))
    reading.days = [known[day] for day in sorted(known)]
    return reading


def _add(special: Special, known: dict[date, Special], year: int) -> None:
    day = special.day
    if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
        raise Wrong(f"{day}不在{year}年")
    if special.kind is DayKind.WORK and day.weekday() < 5:
        raise Wrong(f"{day}是星期{WEEKDAYS[day.weekday()]}，本来就上班")
    if known.setdefault(day, special).kind is not special.kind:
        raise Wrong(f"{day}前面已写成别的安排")


def _days_of(line: str, year: int) -> Iterator[Special]:
    row = _ROW.match(line)
    if row:
        return _from_row(row)
    if "放假" in line or "上班" in line:
        return _from_sentences(line, year)
    if _DATED.search(line):
        raise Wrong("有日期，但没有写明“休”或“班”")
    return iter(())


def _from_row(row: re.Match[str]) -> Iterator[Special]:
    first = _date(row[1], row[2], row[3])
    last = _date(row[4], row[5], row[6]) if row[4] else first
    name = (row[8] or "").strip(" ,，;；")
    if len(name) > LONGEST_NAME:
        raise Wrong(f"名称不能超过{LONGEST_NAME}个字")
    return (Special(day, KINDS[row[7]], name) for day in _days(first, last))


def _from_sentences(line: str, year: int) -> Iterator[Special]:
    head = _HEAD.match(line)
    name = head[1].strip() if head else ""
    for clause in re.split(r"[。；;]", line[head.end() :] if head else line):
        bare = _NOTE.sub("", clause)
        if "放假" in bare or "上班" in bare:
            kind = DayKind.REST if "放假" in bare else DayKind.WORK
            days = list(_spans(clause, year))
            _check_total(clause, days)
            yield from (Special(day, kind, name) for day in days)
        elif _DATED.search(bare):
            raise Wrong("有一句写了日期，但没有写明放假或上班")


def _spans(clause: str, year: int) -> Iterator[date]:
    month: str | None = None
    found = False
    for span in _SPAN.finditer(clause):
        found, month = True, span[2] or month
        first = last = _date(span[1] or year, month, span[3])
        _check_weekday(first, span[4])
        if span[7]:
            month = span[6] or month
            last = _date(span[5] or first.year, month, span[7])
            _check_weekday(last, span[8])
        yield from _days(first, last)
    if not found:
        raise Wrong("没有写明是哪一天")


def _check_weekday(day: date, note: str) -> None:
    said = _WEEKDAY.search(note or "")
    if said and said[1] != WEEKDAYS[day.weekday()]:
        raise Wrong(f"{day}是星期{WEEKDAYS[day.weekday()]}，不是星期{said[1]}：请核对年份和日期")


def _check_total(clause: str, days: Iterable[date]) -> None:
    said, count = _TOTAL.search(clause), len(list(days))
    if said and int(said[1]) != count:
        raise Wrong(f"写明共{said[1]}天，读到的是{count}天")


def _date(year: str | int, month: str | None, day: str) -> date:
    if month is None:
        raise Wrong("没有写明是几月")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong(f"没有{year}年{int(month)}月{int(day)}日这一天") from None


def _days(first: date, last: date) -> list[date]:
    if not first <= last < first + timedelta(days=LONGEST_RANGE):
        raise Wrong(f"{first}至{last}：结束应在开始之后，并且不超过{LONGEST_RANGE}天")
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]
