"""Cases, what was handed in, the letters that went out, the procedures that paused a limit, the rating."""

from django.db import models
from django.db.models import Q

from tongban.business.casework.contracts import Channel, Sort, State
from tongban.business.casework.rules.letters import REPEATED, TEMPLATES
from tongban.kernel.models import Record, Travels
from tongban.kernel.sealed import SealedText

STATES = [state.value for state in State]
AFTER_ACCEPTANCE = [State.ACCEPTED.value, State.GRANTED.value, State.DENIED.value]
DECIDED = [State.GRANTED.value, State.DENIED.value, State.REJECTED.value]
UNFAVOURABLE = [State.DENIED.value, State.REJECTED.value]


class Case(Record, Travels):
    """A case (办件): one application for one item, under the version of the item that counted when it was handed in.

    `received_at` is when the materials that are judged now came in; `deemed` says that the organ's silence accepted it;
    `query_code` opens the public progress together with the number; `decision_basis` is the article behind a refusal.
    `applicant_digest` finds the cases of an applicant, whose code is encrypted as telephone and 查询码 are.
    What came online has the uid of its submission as `source` and the number that was given there as `receipt`;
    `electronic`: the applicant agreed to be served by the platform.
    """

    kind = "case"

    number = models.ForeignKey("numbering.Number", models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=60, unique=True)
    query_code = SealedText()
    source = models.CharField(max_length=36, default="")
    receipt = models.CharField(max_length=30, default="")
    electronic = models.BooleanField(default=False)
    version = models.ForeignKey("catalog.Version", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=330)
    applicant = models.CharField(max_length=120)
    applicant_code = SealedText()
    applicant_digest = models.CharField(max_length=64)
    audience = models.CharField(max_length=2, default="")
    agent = models.CharField(max_length=60)
    phone = SealedText()
    channel = models.CharField(max_length=6, default=Channel.WINDOW.value)
    state = models.CharField(max_length=10, default=State.SUBMITTED.value)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    deemed = models.BooleanField(default=False)
    handler = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    handler_name = models.CharField(max_length=60, default="")
    decided_at = models.DateTimeField(null=True)
    decider_name = models.CharField(max_length=60, default="")
    decision_reason = models.CharField(max_length=500, default="")
    decision_basis = models.CharField(max_length=300, default="")
    delivered_at = models.DateTimeField(null=True)
    delivered_way = models.CharField(max_length=10, default="")
    receiver = models.CharField(max_length=60, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="case_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_ACCEPTANCE) | Q(accepted_at__isnull=False), name="case_accepted_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False) & ~Q(decider_name=""),
                name="case_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=UNFAVOURABLE) | ~Q(decision_reason="") & ~Q(decision_basis=""),
                name="case_refused_with_reason_and_article",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(decided_at__isnull=False), name="case_delivered_after_decision"
            ),
            models.UniqueConstraint("source", condition=~Q(source=""), name="case_of_submission_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="case_of_unit"),
            models.Index(fields=["applicant_digest", "version"], name="case_of_applicant"),
        ]

    @property
    def key(self) -> str:
        """Under which its public state is announced."""
        return self.source or str(self.uid)


class NotTaken(Record):
    """An online submission that could not be taken in, with the reason that its applicant reads. `source` is its uid."""

    kind = "not_taken"

    source = models.CharField(max_length=36, unique=True)
    receipt = models.CharField(max_length=30)
    query_code = SealedText()
    version = models.ForeignKey("catalog.Version", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    applicant = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    submitted_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="not_taken_with_reason")]
        indexes = [models.Index(fields=["unit", "at"], name="not_taken_of_unit")]


class Submission(Record):
    """What was handed in, once and for good: the form's values under the form's version. `no` 2 is the supplement."""

    kind = "submission"

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    no = models.PositiveSmallIntegerField()
    form_version_id = models.BigIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(default=0)  # of the real name, online
    consents = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint("case", "no", name="submission_once")]


class Material(Record):
    """One material of a submission: a file, or paper that was seen at the window. The newest of a key counts."""

    kind = "material"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="materials")
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    on_paper = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("submission", "key", name="material_once"),
            models.CheckConstraint(condition=Q(file__isnull=False) | Q(on_paper=True), name="material_is_there"),
        ]


class Letter(Record, Travels):
    """An official letter of a case: numbered when it is made, set by the worker, sealed by the keeper.

    `facts` are what its words are made of; `layout` the place of the seal; the approver is who decided what it says.
    `opened_at`: the applicant opened it on the platform.
    """

    kind = "letter"

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    sort = models.CharField(max_length=12)
    number = models.ForeignKey("numbering.Number", models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=60)
    layout = models.JSONField(default=dict)
    page_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "sort", condition=~Q(sort__in=REPEATED), name="letter_once"),
            models.CheckConstraint(condition=Q(sort__in=[s.value for s in Sort]), name="letter_sort_known"),
            models.CheckConstraint(
                condition=Q(sealed_at=None) | Q(sealed_file__isnull=False), name="letter_sealed_has_file"
            ),
        ]

    @property
    def title(self) -> str:
        return TEMPLATES[Sort(self.sort)].title

    @property
    def unit_id(self) -> int:
        return self.case.unit_id


class Special(Record):
    """特别程序: one of the procedures of 行政许可法 §45, told in writing. While it is open, the limits stand still."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="specials")
    ground = models.CharField(max_length=20)
    body = models.CharField(max_length=120)
    told_days = models.PositiveSmallIntegerField()
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", condition=Q(ended_at=None), name="special_one_open"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(result=""), name="special_ended_with_result"),
        ]


class Rating(Record):
    """好差评: one of a case, never changed. Five stars to one; two and one are 差评 and must say why."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    points = models.JSONField(default=list)
    comment = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_one_to_five")]
