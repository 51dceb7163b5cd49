"""工作日历 for programs: which days are worked, and the last day of a limit."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.foundation.programs import api as programs
from tongban.foundation.workdays import api as workdays
from tongban.foundation.workdays.queries import calendar
from tongban.kernel.errors import Invalid

router = Router(tags=["工作日历"])
Year = Path[Annotated[int, Field(ge=2000, le=2099)]]


class DayOut(Schema):
    """A day that is not what its weekday says."""

    day: date
    kind: str
    name: str


class YearOut(Schema):
    """`announced`: the holidays of the year are known; otherwise what is counted there is provisional."""

    year: int
    version: int
    announced: bool
    specials: list[DayOut]


class Limit(Schema):
    start: programs.Day = Field(description="起算的事件在哪一天，这一天不算")
    amount: int = Field(ge=1, le=3650)
    unit: Literal["workday", "day", "month", "year"] = "workday"


class LastDay(Schema):
    day: date
    provisional: bool = Field(description="期间有的年份还没有公布放假安排")


@router.get("/last-day", response=LastDay, summary="期限的最后一天", openapi_extra=programs.also(422))
def last_day(request: HttpRequest, asked: Query[Limit]) -> dict[str, Any]:
    """开始的当日不算；最后一天是休息日的，顺延到下一个工作日。"""
    days = calendar()
    try:
        last = workdays.last_day(asked.start, asked.amount, workdays.Unit(asked.unit), days)
        provisional = bool(days.unannounced(asked.start, last))
    except (workdays.OutsideCalendar, ValueError, OverflowError) as error:
        raise Invalid({"start": "日历只到 2000—2099 年。"}, code="workdays.outside") from error
    return {"day": last, "provisional": provisional}


@router.get("/{year}", response=YearOut, summary="一年的放假和调休")
def year(request: HttpRequest, year: Year) -> dict[str, Any]:
    days = calendar()
    specials = [
        {"day": day, "kind": special.kind, "name": special.name}
        for day, special in sorted(days.specials.items())
        if day.year == year
    ]
    return {"year": year, "version": days.version, "announced": year in days.announced, "specials": specials}
