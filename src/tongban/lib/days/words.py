"""Words of days and limits."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


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


class OutsideCalendar(ValueError):
    """A day that the calendar does not reach."""
