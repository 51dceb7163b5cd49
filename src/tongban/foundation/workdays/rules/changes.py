"""What can be changed in the calendar, and how the calendar comes out of all changes, in their order.

The weekday's rule lies at the bottom; a year's notice replaces the notice of that year; the installation's own days lie on top.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from tongban.lib.days.calendar import FIRST, Calendar
from tongban.lib.days.words import DayKind, Hours, Special


class What(StrEnum):
    NOTICE = "notice"  # 全年放假安排
    DAYS = "days"  # 本地的个别日期
    HOURS = "hours"  # 工作时间


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. Of `days`, None gives a day back to the notice or its weekday; `year` is that of a notice.

    `hours` count from `since` on, until later ones do.
    """

    what: What
    year: int = 0
    days: Mapping[date, Special | None] = field(default_factory=dict)
    since: date | None = None
    hours: Hours | None = None


def calendar_after(changes: Iterable[Change], *, version: int = 0) -> Calendar:
    notices: dict[int, Mapping[date, Special | None]] = {}
    own: dict[date, Special | None] = {}
    hours = {FIRST: Hours()}
    for change in changes:
        if change.what is What.NOTICE:
            notices[change.year] = change.days
        elif change.what is What.DAYS:
            own |= change.days
        elif change.since and change.hours:
            hours[change.since] = change.hours
    known: dict[date, Special | None] = {}
    for year in sorted(notices):
        known |= notices[year]
    known |= {day: special for day, special in own.items() if special}
    specials = {day: special for day, special in known.items() if special}
    return Calendar(version=version, specials=specials, hours=list(hours.items()), announced=frozenset(notices))


def to_plain(change: Change) -> dict[str, Any]:
    """JSON-ready form of a change, as its row keeps it; `what` and `year` have columns of their own."""
    if change.hours and change.since:
        spans = {"morning": change.hours.morning, "afternoon": change.hours.afternoon}
        return {"since": change.since.isoformat()} | {
            name: [clock.isoformat("minutes") for clock in span] for name, span in spans.items()
        }
    return {"days": {day.isoformat(): [s.kind.value, s.name] if s else None for day, s in change.days.items()}}


def from_plain(what: str, year: int, content: Mapping[str, Any]) -> Change:
    """The reverse of to_plain."""
    if "since" in content:
        morning, afternoon = (tuple(time.fromisoformat(t) for t in content[name]) for name in ("morning", "afternoon"))
        hours = Hours((morning[0], morning[1]), (afternoon[0], afternoon[1]))
        return Change(what=What(what), since=date.fromisoformat(content["since"]), hours=hours)
    return Change(what=What(what), year=year, days=days_from_plain(content["days"]))


def days_from_plain(plain: Mapping[str, Any]) -> dict[date, Special | None]:
    found: dict[date, Special | None] = {}
    for text, value in plain.items():
        day = date.fromisoformat(text)
        found[day] = Special(day, DayKind(value[0]), value[1]) if value else None
    return found
