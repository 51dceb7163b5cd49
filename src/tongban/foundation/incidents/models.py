"""安全事件: alarms and reports, and what was done about each."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Incident(Record):
    """One alarm or one report. `once` names what an alarm is about, so that the same one comes once a day."""

    kind = "incident"

    sort = models.CharField(max_length=6)
    rule = models.CharField(max_length=30, default="")
    once = models.CharField(max_length=120, default="")
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=7, default="open")
    at = models.DateTimeField()
    person = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")  # who reported
    person_name = models.CharField(max_length=60, default="")
    answer = models.CharField(max_length=1000, default="")
    handled_at = models.DateTimeField(null=True)
    handler_name = models.CharField(max_length=60, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("once", condition=~Q(once=""), name="incident_alarm_once"),
            models.CheckConstraint(
                condition=Q(sort="alarm", person=None) | Q(sort="report", person__isnull=False),
                name="incident_report_has_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="handled") | (~Q(answer="") & Q(handled_at__isnull=False)),
                name="incident_handled_with_answer",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="incident_by_state")]
