"""The table of jobs and the row per periodic job."""

from django.db import models
from django.db.models import Q

from tongban.foundation.jobs.contracts import DEAD, DONE, RUNNING, UNFINISHED, WAITING, job_label
from tongban.kernel.models import Record


class Leased(Record):
    """Work of a registered name that one holder has at a time, for as long as the lease runs (wall clock).

    `fence` grows with each claim: who comes back with an older one has lost the work and may not write its end.
    `last_error` has the error's class in its first line, the message in the second, then the places it passed.
    """

    name = models.CharField(max_length=160)
    holder = models.CharField(max_length=80, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return job_label(self.name)

    @property
    def reason(self) -> str:
        """The message of the last failure, in one line; the error's class where it had none."""
        lines = [line for line in self.last_error.split("\n", 2)[:2] if line]
        return lines[-1] if lines else ""


class Job(Leased):
    """One piece of work. `again`: asked for once more while it ran; `attempts` counts since it was last asked for."""

    kind = "job"

    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    dedupe_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001  null is "no key", outside the constraint
    again = models.BooleanField(default=False)
    request_id = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True, blank=True)
    progress_text = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"], condition=Q(state__in=UNFINISHED), name="jobs_one_unfinished_per_key"
            ),
            models.CheckConstraint(condition=Q(state__in=(WAITING, RUNNING, DONE, DEAD)), name="jobs_state_is_known"),
        ]
        # Partial, so that looking for work costs what is due, not what was ever done.
        indexes = [
            models.Index(fields=["run_at", "id"], condition=Q(state=WAITING), name="jobs_due"),
            models.Index(fields=["lease_until"], condition=Q(state=RUNNING), name="jobs_leased"),
            models.Index(fields=["finished_at"], condition=Q(state=DONE), name="jobs_finished"),
            models.Index(fields=["id"], condition=Q(state=DEAD), name="jobs_dead"),
        ]


class Schedule(Leased):
    """The state of one periodic job; its pause is in the code. `failures` counts since the last good run."""

    next_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="jobs_one_schedule_per_name")]
