"""Processes as rows: a definition, its instances, where each stands (tokens), what people do (works), what happened (history).

A step touches the live tokens of its instance and appends; its cost does not grow with the process or with its past.
"""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record


class Definition(Record):
    """A published version of a process. Running instances keep theirs; versions are never changed."""

    kind = "process"

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    source = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60, default="")  # nobody: it came with the system
    message = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [models.UniqueConstraint("key", "version", name="definition_once")]


class Draft(Record):
    """What the next version of a process may become. One for each process; gone once it is published or thrown away."""

    kind = "process_draft"

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    source = models.TextField()
    base = models.ForeignKey(Definition, models.PROTECT, null=True, related_name="+")  # the version that it began with
    changed_at = models.DateTimeField()
    author_name = models.CharField(max_length=60)


class Instance(Record, Points):
    """A process running for a subject. `next_token` numbers its tokens; `ended` is '', 'ended', 'terminated' or 'failed'."""

    kind = "instance"

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    variables = models.JSONField(default=dict)
    next_token = models.PositiveIntegerField(default=1)
    ended = models.CharField(max_length=10, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)  # 挂起 since then

    class Meta:
        constraints = [
            models.UniqueConstraint("subject_kind", "subject_id", condition=Q(ended=""), name="instance_one_running"),
            models.CheckConstraint(condition=Q(ended="") | Q(ended_at__isnull=False), name="instance_ended_has_time"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="instance_subject")]


class Token(models.Model):
    """A live token that is no open step: waits at a join, stands for a sub-process, is parked. Rows go when the token goes.

    `data` is the token as lib.bpmn writes it, without number and element. `signals` are the names of the signals it waits for, as
    "|name|name|", so that a signal of another process finds who waits.
    """

    id = models.BigAutoField(primary_key=True)
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    element = models.CharField(max_length=60)
    data = models.JSONField()
    signals = models.CharField(max_length=250, default="")

    class Meta:
        constraints = [models.UniqueConstraint("instance", "number", name="token_once")]
        indexes = [models.Index(fields=["signals"], condition=~Q(signals=""), name="token_waits_for_signal")]


class Work(Record, Points):
    """A step that people do: open until one completes, returns or passes it on. What was said stays here, with the names of the day.

    While it is open it is the live token `token` itself (`data` is the rest of it, as in Token). `keys` says who may do it
    (inbox keys); `place_id` is the unit that a multi-instance step is about. `for_name` is set when somebody acted in another's
    stead; `undo` is what a withdrawal needs, where the step allows one.
    """

    kind = "work"
    OPEN, DONE, RETURNED, WITHDRAWN, CANCELLED = "open", "done", "returned", "withdrawn", "cancelled"
    TRANSFERRED, SKIPPED = "transferred", "skipped"

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="+")
    token = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    element = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    box = models.CharField(max_length=30, default="")
    place_id = models.BigIntegerField(null=True)
    keys = models.JSONField(default=list)
    names = models.CharField(max_length=200, default="")  # who has it, for people to read
    queue = models.JSONField(default=list)  # 委派, 加签: who has the step next, before the process goes on
    after = models.JSONField(default=list)  # 后加签: who has it once it is done, before the process goes on
    kept = models.JSONField(null=True)  # 后加签: what it was done with, until they have spoken
    asked = models.PositiveSmallIntegerField(default=0)  # how many asides wait for an answer
    pool = models.JSONField(null=True)  # 认领: the desks that it was taken from
    when_late = models.CharField(max_length=10, default="")  # tb:timeout: what happens when it is late
    late_at = models.DateTimeField(null=True)  # when that has happened
    state = models.CharField(max_length=11, default=OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=40, default="")
    opinion = models.TextField(default="")
    draft_opinion = models.TextField(default="")  # 暂存, the owner's only
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=60, default="")
    post_name = models.CharField(max_length=60, default="")
    unit_name = models.CharField(max_length=120, default="")
    for_name = models.CharField(max_length=60, default="")
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_by = models.CharField(
        max_length=60, default=""
    )  # 代录: who wrote it down, how it came, when it was confirmed
    recorded_way = models.CharField(max_length=10, default="")
    confirmed_at = models.DateTimeField(null=True)
    undo = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("instance", "token", condition=Q(state="open"), name="work_one_open_per_token"),
            models.CheckConstraint(condition=Q(state="open") | Q(done_at__isnull=False), name="work_done_has_time"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(opinion=""), name="work_returned_with_reason"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="work_of_subject"),
            models.Index(
                fields=["due_at"], condition=Q(state="open", late_at=None) & ~Q(when_late=""), name="work_late"
            ),
        ]


class Aside(Record, Points):
    """Somebody asked beside a step, which stays where it is: for his word (并行加签, 征询) or only to read (传阅, 抄送).

    It belongs to the step's token, whoever has the step. It is open until answered, read or taken back; it is taken back when
    the step is withdrawn from those who have it.
    """

    kind = "aside"
    PARALLEL, CONSULT, CIRCULATE, COPY = "parallel", "consult", "circulate", "copy"

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="+")
    token = models.PositiveIntegerField()
    element = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    sort = models.CharField(max_length=10)
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=60)
    words = models.CharField(max_length=500, default="")  # what is asked
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # taken back, or the step was over

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | Q(closed_at=None), name="aside_ends_once"),
            models.UniqueConstraint(
                "instance",
                "token",
                "person_id",
                "sort",
                condition=Q(answered_at=None, closed_at=None),
                name="aside_asked_once",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="aside_of_subject")]


class History(models.Model):
    """What the engine did: one row per event of lib.bpmn, with the values that decided it. Appended, never changed."""

    id = models.BigAutoField(primary_key=True)
    instance = models.ForeignKey(Instance, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    event = models.CharField(max_length=30)
    element = models.CharField(max_length=60)
    token = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    actor_name = models.CharField(max_length=60, default="")
