"""Where a clock stands, worked out from what happened to it. Pure: the same events and calendar give the same answer.

To the second (the supervision's rule): the limit is so much working time, a pause adds what it lasted, and one second more than
that is over. By days (the law): the day of the start is not counted, nor are the working days after the day of a pause up to
and with the day of its end; the limit ends with its last day, which a holiday puts off (民法典 §201–203, 行政许可法 §45, §82).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tongban.foundation.clocks.contracts import Basis, Ground, Rule, State, What
from tongban.lib.days.calendar import Calendar, local_day, midnight_after
from tongban.lib.days.counting import counted_to
from tongban.lib.days.words import Unit

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a clock. `amount` is what an extension adds."""

    what: What
    at: datetime
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """The events boiled down. A pause that is still open has no end; one open at the stop ends with it."""

    start: datetime
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    extended: int = 0
    end: datetime | None = None

    @property
    def state(self) -> State:
        if self.end is not None:
            return State.STOPPED
        return State.PAUSED if self.pauses and self.pauses[-1][1] is None else State.RUNNING


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Where a clock stands; `ended_at` is its stop. `due_at` and `legal_due_on` are None while a pause leaves them open.

    `marks` are pairs of (days from the end, the last moment before it holds), in order; None while open.
    `due_at` is the first moment at which the time is used up; after `over_after` it is over (between them nobody works).
    `unannounced` are the years counted provisionally, by weekday.
    """

    state: State
    ended_at: datetime | None
    due_at: datetime | None
    over_after: datetime | None
    legal_due_on: date | None
    marks: tuple[tuple[int, datetime | None], ...]
    unannounced: tuple[int, ...]

    def reached(self, at: datetime) -> int:
        """How many marks hold at the moment, or held when the clock was stopped."""
        until = min(at, self.ended_at) if self.ended_at else at
        return sum(since is not None and since < until for _, since in self.marks)

    def next_at(self, reached: int) -> datetime | None:
        """After which moment the next mark holds; None where none comes by itself."""
        waiting = self.marks[reached:]
        return waiting[0][1] if waiting and self.state is State.RUNNING else None


def course_of(happenings: Iterable[Happening]) -> Course:
    """Raises ValueError where there is no start."""
    course: Course | None = None
    for event in happenings:
        course = _after(course, event)
    if course is None:
        raise ValueError("a clock begins with its start")
    return course


def _after(course: Course | None, event: Happening) -> Course:
    if course is None or event.what is What.START:
        return Course(event.at)
    if event.what is What.PAUSE:
        return replace(course, pauses=(*course.pauses, (event.at, None)))
    if event.what is What.EXTEND:
        return replace(course, extended=course.extended + event.amount)
    if event.what is What.RESUME:
        return replace(course, pauses=_closed(course, event.at))
    if event.what is What.STOP:
        return replace(course, pauses=_closed(course, event.at), end=event.at)
    return course


def _closed(course: Course, at: datetime) -> tuple[tuple[datetime, datetime | None], ...]:
    if not course.pauses or course.pauses[-1][1] is not None:
        return course.pauses
    return (*course.pauses[:-1], (course.pauses[-1][0], at))


def reckon(rule: Rule, happenings: Iterable[Happening], calendar: Calendar) -> Reckoning:
    """Where the clock stands after these events, which are in the order in which they happened."""
    course = course_of(happenings)
    count = _Seconds(rule, course, calendar) if rule.basis is Basis.SECOND else _Days(rule, course, calendar)
    marks = tuple((mark, count.since(mark)) for mark in sorted({*rule.marks, 0}))
    due = count.due()
    legal = due and local_day(due) if rule.unit is Unit.HOUR else _Days(rule, course, calendar).day(0)
    end = max(filter(None, (legal, due and local_day(due - timedelta(seconds=1)))), default=local_day(course.start))
    years = calendar.unannounced(local_day(course.start), end)
    return Reckoning(course.state, course.end, due, dict(marks)[0], legal, marks, years)


class _Seconds:
    """Counting to the second. A position is working time since the calendar's beginning."""

    def __init__(self, rule: Rule, course: Course, calendar: Calendar) -> None:
        self.rule, self.course, self.calendar = rule, course, calendar
        self.unit = HOUR if rule.unit is Unit.HOUR else calendar.day_seconds(local_day(course.start))

    def position(self, mark: int) -> int | None:
        """Where the time of a mark is used up; a pause that began before puts it off, an open one leaves it open."""
        start = self.calendar.position(self.course.start)
        target = start + max(0, self.rule.amount + self.course.extended + mark) * self.unit
        for begin, end in self.course.pauses:
            if self.calendar.position(begin) > target:
                break
            if end is None:
                return None
            target += self.calendar.work_seconds(begin, end)
        return target

    def since(self, mark: int) -> datetime | None:
        target = self.position(mark)
        return None if target is None else max(self.calendar.instant(target, last=True), self.course.start)

    def due(self) -> datetime | None:
        target = self.position(0)
        return None if target is None else self.calendar.instant(target)


class _Days:
    """Counting by days."""

    def __init__(self, rule: Rule, course: Course, calendar: Calendar) -> None:
        self.rule, self.course, self.calendar = rule, course, calendar
        self.pauses = [(local_day(begin), local_day(end) if end else None) for begin, end in course.pauses]

    def day(self, mark: int) -> date | None:
        """The last day before a mark holds; for 0 the last day of the limit."""
        raw = counted_to(
            local_day(self.course.start), self.rule.amount + self.course.extended, self.rule.unit, self.calendar
        )
        late = 0
        for begin, end in self.pauses:
            due = self.calendar.next_workday(raw)
            if self._moved(due, mark + late) < begin:
                break
            if end is None:
                return None
            if begin <= due:
                raw = max(self._moved(raw, self._between(begin, end)), end)
            else:
                late += self._between(begin, end)
        return self._moved(self.calendar.next_workday(raw), mark + late)

    def since(self, mark: int) -> datetime | None:
        day = self.day(mark)
        return None if day is None else max(midnight_after(day), self.course.start)

    def due(self) -> datetime | None:
        return self.since(0)

    def _between(self, first: date, last: date) -> int:
        if self.rule.unit is Unit.WORKDAY:
            return self.calendar.workdays_between(first, last)
        return (last - first).days

    def _moved(self, day: date, count: int) -> date:
        return self.calendar.add_workdays(day, count) if self.rule.unit is Unit.WORKDAY else day + timedelta(days=count)


def used(rule: Rule, happenings: Iterable[Happening], calendar: Calendar, *, at: datetime) -> tuple[int, int]:
    """The working time that went by up to now or to the stop, pauses left away, and a working day of this clock; in seconds."""
    course = course_of(happenings)
    until = min(at, course.end) if course.end else at
    paused = sum(
        calendar.work_seconds(begin, min(end or until, until)) for begin, end in course.pauses if begin < until
    )
    seconds = calendar.work_seconds(course.start, max(until, course.start)) - paused
    return seconds, calendar.day_seconds(calendar.next_workday(local_day(course.start)))


def faults_of(happenings: Iterable[Happening]) -> Iterator[str]:
    """What is impossible in a history: wrong order, a pause in a pause, anything after the stop."""
    state: State | None = None
    last: datetime | None = None
    for event in happenings:
        if event.what is What.CALENDAR:
            continue
        if last is not None and event.at < last:
            yield f"{event.what} before what happened earlier"
        if event.what not in ALLOWED[state]:
            yield f"{event.what} while {state}"
        state, last = AFTER.get(event.what, state), event.at


ALLOWED: dict[State | None, set[What]] = {
    None: {What.START},
    State.RUNNING: {What.PAUSE, What.EXTEND, What.STOP},
    State.PAUSED: {What.RESUME, What.EXTEND, What.STOP},
    State.STOPPED: set(),
}
AFTER = {
    What.START: State.RUNNING, What.PAUSE: State.PAUSED, What.RESUME: State.RUNNING, What.STOP: State.STOPPED,
}  # fmt: skip


def rule_to_plain(rule: Rule) -> dict[str, object]:
    """JSON-ready form of a rule, as the clock keeps it."""
    return {
        "limit": rule.limit, "unit": rule.unit.value, "amount": rule.amount, "basis": rule.basis.value,
        "marks": list(rule.marks), "pauses": [ground.value for ground in rule.pauses], "extension": rule.extension,
    }  # fmt: skip


def rule_from_plain(plain: dict[str, object]) -> Rule:
    """The reverse of rule_to_plain."""
    known = {**plain, "unit": Unit(str(plain["unit"])), "basis": Basis(str(plain["basis"]))}
    known["marks"] = tuple(plain["marks"])  # type: ignore[arg-type]
    known["pauses"] = tuple(Ground(word) for word in plain["pauses"])  # type: ignore[attr-defined]
    return Rule(**known)  # type: ignore[arg-type]
