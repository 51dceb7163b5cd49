"""The calendar's versions: each row is one change, and the calendar is what all of them come to, in their order."""

from django.db import models
from django.db.models import Q

from tongban.foundation.workdays.rules.changes import Change, What, from_plain
from tongban.kernel.models import Record, Travels

WHATS = [what.value for what in What]


class CalendarVersion(Record, Travels):
    """One change of the calendar, never edited and never taken back: a further one puts right what was wrong.

    `source` names the notice or paper behind it; `content` is explained in rules/changes.py.
    """

    kind = "calendar_version"

    number = models.PositiveIntegerField(unique=True)
    what = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField()
    source = models.CharField(max_length=200)
    by_name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=WHATS), name="workdays_what_known"),
            models.CheckConstraint(condition=~Q(source=""), name="workdays_has_source"),
            models.CheckConstraint(
                condition=~Q(what=What.NOTICE.value) | Q(year__gte=2000, year__lte=2099),
                name="workdays_notice_has_year",
            ),
        ]

    def change(self) -> Change:
        return from_plain(self.what, self.year, self.content)
