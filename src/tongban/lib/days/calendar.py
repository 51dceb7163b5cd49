"""The calendar as a value: which days are worked, and every sum over them in O(1) or O(log n).

Days and working seconds before each day are summed once; a position is the count of working seconds since FIRST.
All instants are timezone-aware and read as Beijing time; parts of a second are dropped.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

from tongban.lib.days.words import DayKind, Hours, OutsideCalendar, Special

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
ZONE = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
ORIGIN = FIRST.toordinal()
DAYS = LAST.toordinal() - ORIGIN + 1

Part = tuple[int, int]  # from and to, in seconds after midnight


class Calendar:
    """Which days are worked and when. Equal versions of one installation are equal calendars.

    `specials` are the days that differ from their weekday, `hours` the working hours with the day from which they count
    (the first ones count from the beginning), `announced` the years whose holidays are known. Other years are counted by
    weekday: see unannounced(). Days outside 2000–2099 raise OutsideCalendar.
    """

    def __init__(
        self,
        *,
        version: int = 0,
        specials: Mapping[date, Special] | None = None,
        hours: Sequence[tuple[date, Hours]] = (),
        announced: frozenset[int] = frozenset(),
    ) -> None:
        self.version, self.announced = version, announced
        self.specials = {day: s for day, s in (specials or {}).items() if FIRST <= day <= LAST}
        self.hours = sorted(hours, key=lambda pair: pair[0]) or [(FIRST, Hours())]
        self._since = [day.toordinal() for day, _ in self.hours]
        self._parts = [_parts(h) for _, h in self.hours]
        kinds = self._kinds()
        worked = {kind: int(kind is not DayKind.REST) for kind in DayKind}
        self._days = array("i", accumulate(map(worked.__getitem__, kinds), initial=0))
        self._seconds = array("q", accumulate(self._lengths(kinds), initial=0))

    def _kinds(self) -> list[DayKind]:
        week = [DayKind.WORK] * SATURDAY + [DayKind.REST] * 2
        kinds = ((week[FIRST.weekday() :] + week[: FIRST.weekday()]) * (DAYS // 7 + 1))[:DAYS]
        for day, special in self.specials.items():
            kinds[day.toordinal() - ORIGIN] = special.kind
        return kinds

    def _lengths(self, kinds: list[DayKind]) -> Iterator[int]:
        """The working seconds of each day, era of hours after era of hours."""
        starts = [0, *(since - ORIGIN for since in self._since[1:]), DAYS]
        for parts, (begin, end) in zip(self._parts, pairwise(starts), strict=True):
            seconds = {kind: sum(b - a for a, b in parts[kind]) for kind in DayKind}
            yield from map(seconds.__getitem__, kinds[begin:end])

    # Days

    def kind_of(self, day: date) -> DayKind:
        """What the day is: its special kind, else its weekday's."""
        special = self.specials.get(day)
        if special is not None:
            return special.kind
        return DayKind.REST if day.weekday() >= SATURDAY else DayKind.WORK

    def is_workday(self, day: date) -> bool:
        index = _index(day)
        return self._days[index] != self._days[index + 1]

    def workdays_between(self, first: date, last: date) -> int:
        """The working days after `first` up to and with `last`; negative when `last` comes before."""
        return self._days[_index(last) + 1] - self._days[_index(first) + 1]

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after the day, which is not counted itself; before it where count is negative.

        Zero gives the day itself, worked or not.
        """
        if count == 0:
            return day
        passed = self._days[_index(day) + 1] if count > 0 else self._days[_index(day)] + 1
        return _day(bisect_left(self._days, passed + count) - 1)

    def next_workday(self, day: date) -> date:
        """The day itself where it is worked, else the next that is."""
        return _day(bisect_right(self._days, self._days[_index(day)]) - 1)

    def unannounced(self, first: date, last: date) -> tuple[int, ...]:
        """The years between the two days whose holidays are not known yet: what is counted there is provisional."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.announced)

    def difference(self, other: "Calendar") -> tuple[date, date] | None:
        """The first and last day on which the two may count differently; None where they never do.

        A year that is announced in one alone differs as a whole: what is provisional in the other is not in this.
        """
        days = {day for day in self.specials | other.specials if self.kind_of(day) is not other.kind_of(day)}
        for year in self.announced ^ other.announced:
            days |= {date(year, 1, 1), date(year, 12, 31)}
        bounds = sorted({FIRST, LAST, *(day for day, _ in self.hours), *(day for day, _ in other.hours)})
        for since, until in pairwise(bounds):
            if self.hours_on(since) != other.hours_on(since):
                days |= {since, until}
        return (min(days), max(days)) if days else None

    # Working time

    def hours_on(self, day: date) -> Hours:
        """The hours of a full day at that time."""
        return self.hours[self._era(day.toordinal())][1]

    def day_seconds(self, day: date) -> int:
        """How much working time one working day is, by the hours that count on the day."""
        return sum(b - a for a, b in self._parts[self._era(day.toordinal())][DayKind.WORK])

    def position(self, moment: datetime) -> int:
        """The working seconds from FIRST to the moment."""
        local = moment.astimezone(ZONE)
        index = _index(local.date())
        clock = local.hour * 3600 + local.minute * 60 + local.second
        return self._seconds[index] + sum(max(0, min(clock, b) - a) for a, b in self._parts_of(index))

    def instant(self, position: int, *, last: bool = False) -> datetime:
        """The moment of a position: the first one, or the last one before the next working second begins."""
        if not 0 <= position < self._seconds[-1]:
            raise outside()
        index = (bisect_right(self._seconds, position) if last else bisect_left(self._seconds, position)) - 1
        index = max(index, 0)
        rest = position - self._seconds[index]
        for begin, end in self._parts_of(index):
            if rest < end - begin or (rest == end - begin and not last):
                return _moment(index, begin + rest)
            rest -= end - begin
        return _moment(index, 0)

    def work_seconds(self, begin: datetime, end: datetime) -> int:
        """The working time between two moments, in seconds; negative when `end` comes before."""
        return self.position(end) - self.position(begin)

    def add_work_seconds(self, moment: datetime, seconds: int) -> datetime:
        """The first moment at which so much working time has passed since `moment`."""
        return self.instant(self.position(moment) + seconds)

    def _era(self, ordinal: int) -> int:
        return max(0, bisect_right(self._since, ordinal) - 1)

    def _parts_of(self, index: int) -> list[Part]:
        return self._parts[self._era(ORIGIN + index)][self.kind_of(_day(index))]


def outside() -> OutsideCalendar:
    return OutsideCalendar(f"日历只计算{FIRST.year}年至{LAST.year}年的日期。")


def midnight_after(day: date) -> datetime:
    """The end of the day, 24:00 (民法典 §203)."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def local_day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def _parts(hours: Hours) -> dict[DayKind, list[Part]]:
    morning, afternoon = (
        (a.hour * 3600 + a.minute * 60, b.hour * 3600 + b.minute * 60) for a, b in (hours.morning, hours.afternoon)
    )
    return {
        DayKind.WORK: [morning, afternoon],
        DayKind.MORNING: [morning],
        DayKind.AFTERNOON: [afternoon],
        DayKind.REST: [],
    }


def _index(day: date) -> int:
    index = day.toordinal() - ORIGIN
    if not 0 <= index < DAYS:
        raise outside()
    return index


def _day(index: int) -> date:
    if not 0 <= index < DAYS:
        raise outside()
    return date.fromordinal(ORIGIN + index)


def _moment(index: int, seconds: int) -> datetime:
    return datetime.combine(_day(index), time(), ZONE) + timedelta(seconds=seconds)
