"""Clocks, and everything that moved them. The due date is worked out from the events and never written by hand."""

from django.db import models
from django.db.models import Q

from tongban.foundation.clocks.contracts import Ground, Rule, State, What
from tongban.foundation.clocks.rules import Happening, rule_from_plain
from tongban.kernel.models import Points, Record
from tongban.kernel.references import Reference

STATES = [state.value for state in State]
WHATS = [what.value for what in What]
GROUNDS = [ground.value for ground in Ground]
LIVE = [State.RUNNING.value, State.PAUSED.value]
PAUSE, EXTEND = What.PAUSE.value, What.EXTEND.value


class Clock(Record, Points):
    """One limit of one thing. All but subject, code, rule and unit follows from the events and the calendar (`version`).

    `code` says what is measured (casework.promised), `rule` is the copy it was started under. `reached` counts the marks
    that were told; after `next_at` the next one is due. `over_after`, once past, means overdue; `provisional` that holidays
    of its time are not announced yet.
    """

    kind = "clock"

    code = models.CharField(max_length=60)
    rule_data = models.JSONField()
    unit = models.ForeignKey("organization.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    over_after = models.DateTimeField(null=True)
    legal_due_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    reached = models.PositiveSmallIntegerField(default=0)
    provisional = models.BooleanField(default=False)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "code"], condition=Q(state__in=LIVE), name="clocks_one_live"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="clocks_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING.value) | Q(next_at=None), name="clocks_only_running_go_on"
            ),
            models.CheckConstraint(
                condition=Q(state=State.STOPPED.value, stopped_at__isnull=False) | Q(state__in=LIVE, stopped_at=None),
                name="clocks_stopped_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="clocks_due"),
            models.Index(fields=["subject_kind", "subject_id"], name="clocks_subject"),
            models.Index(fields=["unit", "code"], condition=Q(state__in=LIVE), name="clocks_live_of_unit"),
            models.Index(fields=["code", "stopped_at"], condition=Q(state=State.STOPPED.value), name="clocks_stopped"),
        ]

    @property
    def rule(self) -> Rule:
        return rule_from_plain(self.rule_data)


class Movement(models.Model):
    """One event of a clock. `at` is when it counts, `recorded_at` when it was told; late entries are honest about it.

    A pause names its ground, the paper that told the applicant, and for how many days it was told; an extension who approved it.
    """

    id = models.BigAutoField(primary_key=True)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="+")
    serial = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=8)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    amount = models.PositiveSmallIntegerField(default=0)
    ground = models.CharField(max_length=20, default="")
    approver = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    approver_name = models.CharField(max_length=60, default="")
    document_kind = models.CharField(max_length=40, default="")
    document_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")
    by = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60, default="")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "serial"], name="clocks_serial_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(what=What.START.value), name="clocks_one_start"),
            models.UniqueConstraint(fields=["clock"], condition=Q(what=What.STOP.value), name="clocks_one_stop"),
            models.CheckConstraint(condition=Q(what__in=WHATS), name="clocks_what_known"),
            models.CheckConstraint(
                condition=~Q(what=PAUSE) | Q(ground__in=GROUNDS, amount__gte=1, document_id__isnull=False),
                name="clocks_pause_has_ground",
            ),
            models.CheckConstraint(
                condition=~Q(what=EXTEND) | Q(amount__gte=1) & ~Q(approver_name=""), name="clocks_extension_approved"
            ),
        ]

    @property
    def document(self) -> Reference | None:
        return Reference(self.document_kind, self.document_id) if self.document_id is not None else None

    def happening(self) -> Happening:
        return Happening(What(self.what), self.at, self.amount)
