"""Which calendar counts now: asked by every step that has a limit. Contract-tested on both databases."""

from tongban.foundation.workdays.models import CalendarVersion
from tongban.kernel.sql import Shape, load

VERSION = Shape(CalendarVersion, "id", "number", "uid")


def newest() -> CalendarVersion | None:
    """The last version of the calendar, without its days."""
    text = f"SELECT {VERSION.columns('v')} FROM workdays_calendarversion v ORDER BY v.number DESC LIMIT 1"  # noqa: S608
    return next((version for (version,) in load(text, [], VERSION)), None)
