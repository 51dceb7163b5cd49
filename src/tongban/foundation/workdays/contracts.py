"""Words of the calendar that other apps may use."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.events import Event

PERMISSIONS = {"workdays.manage": "管理工作日历（放假安排、工作时间）"}


class DayKind(StrEnum):
    """What a day is. A half day is a working day where days are counted, and half of one where time is."""

    WORK = "work"  # 上班
    REST = "rest"  # 休息
    MORNING = "morning"  # 只上午上班
    AFTERNOON = "afternoon"  # 只下午上班


DAY_LABELS = {
    DayKind.WORK: "上班",
    DayKind.REST: "休息",
    DayKind.MORNING: "上午上班",
    DayKind.AFTERNOON: "下午上班",
}


class Unit(StrEnum):
    """What a limit is counted in. Hours are hours of working time; the others are days, months and years of the law."""

    HOUR = "hour"  # 小时（工作时间）
    WORKDAY = "workday"  # 工作日
    DAY = "day"  # 日（自然日）
    MONTH = "month"  # 月
    YEAR = "year"  # 年


UNIT_LABELS = {
    Unit.HOUR: "个工作小时",
    Unit.WORKDAY: "个工作日",
    Unit.DAY: "个自然日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


@dataclass(frozen=True, slots=True)
class Special:
    """A day that is not what its weekday says. `name` is the holiday it belongs to, such as 春节."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """The working hours of a full day, as (from, to) of morning and afternoon; whole minutes."""

    morning: tuple[time, time] = (time(9), time(12))
    afternoon: tuple[time, time] = (time(13, 30), time(17, 30))


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a pasted list that cannot be used, and why."""

    number: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One example of what a change would move: `title` (what), `before` and `after` (when)."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change of the calendar would do to the things of one app, told before it is applied.

    `facts` are pairs of label and count; `rows` some examples, the most changed first.
    """

    label: str
    facts: tuple[tuple[str, int], ...]
    rows: tuple[EffectRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarChanged(Event):
    """A new version of the calendar counts. Only what touches the days from `first` to `last` can have changed."""

    version: int
    first: date
    last: date


class BadNotice(Invalid):
    """The pasted list has lines that cannot be used; nothing of it was taken."""

    code = "workdays.bad-notice"

    def __init__(self, lines: list[BadLine]) -> None:
        self.lines = lines
        super().__init__({"text": f"有{len(lines)}行不能导入，已一一列出；整份安排都没有导入，请改正后重试。"})


class CalendarMoved(Conflict):
    """Somebody changed the calendar after the preview was made."""

    code = "workdays.moved"


class OutsideCalendar(Invalid):
    code = "workdays.outside"
