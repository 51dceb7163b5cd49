"""What people apply with. A draft is theirs to change; a submission is immutable, and what comes after it stands in rows of its own."""

from typing import Any

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record, Travels
from tongban.kernel.sealed import SealedText


class Draft(Record, Travels):
    """An application that is being filled in, for the member himself or for an enterprise. One for each item.

    `version` and `form_no` are those of the guide that the applicant has seen; `reached` is how many pages are done.
    """

    kind = "application_draft"

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="+")
    enterprise = models.ForeignKey("members.Enterprise", models.CASCADE, null=True, related_name="+")
    guide = models.ForeignKey("hall.Guide", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    form_no = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    reached = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("member", "guide", condition=Q(enterprise=None), name="draft_once_for_oneself"),
            models.UniqueConstraint(
                "member", "guide", "enterprise", condition=Q(enterprise__isnull=False), name="draft_once_for_enterprise"
            ),
        ]


class DraftFile(Record):
    """A material of a draft, or of a supplement that is being put together. `verdict` is what a look at the picture said."""

    kind = "draft_file"

    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="files")
    supplement_to = models.ForeignKey("hall.Submission", models.CASCADE, null=True, related_name="replacements")
    key = models.CharField(max_length=20)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, default="")
    accepted = models.BooleanField(default=False)  # 就用这张
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("draft", "key", condition=Q(draft__isnull=False), name="draft_file_once"),
            models.UniqueConstraint(
                "supplement_to", "key", condition=Q(supplement_to__isnull=False), name="replacement_once"
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=False, supplement_to=None) | Q(draft=None, supplement_to__isnull=False),
                name="draft_file_of_one_thing",
            ),
        ]

    @property
    def member(self) -> Any:
        """Whose it is."""
        owner: Any = self.draft or self.supplement_to
        return owner.member


class Submission(Record, Travels):
    """An application as it was submitted, for good. `receipt` and 查询码 (`code`) are made here.

    `applicant_digest` names the applicant without saying who it is; `running` until the case is finished: one of an
    applicant and an item at a time. `data` was valid under `form_no`; `digest` is the SM3 of all that was filed.
    """

    kind = "online_submission"

    receipt = models.CharField(max_length=30, unique=True)
    code = SealedText()
    code_digest = models.CharField(max_length=64)
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, null=True, related_name="+")
    applicant = models.CharField(max_length=120)
    applicant_digest = models.CharField(max_length=64)
    guide = models.ForeignKey("hall.Guide", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    form_no = models.PositiveIntegerField()
    form = models.JSONField()
    data = models.JSONField()
    consents = models.JSONField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    running = models.BooleanField(default=True)
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")  # the receipt as PDF

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "applicant_digest", "guide", condition=Q(running=True), name="submission_one_running_of_applicant"
            ),
            models.CheckConstraint(condition=~Q(receipt="") & ~Q(code=""), name="submission_has_receipt"),
        ]
        indexes = [models.Index(fields=["member", "-submitted_at"], name="submissions_of_member")]


class SentFile(Record):
    """A material as it was handed in, with the submission (`supplement` is None) or with a supplement."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    supplement = models.ForeignKey("hall.Supplement", models.PROTECT, null=True, related_name="files")
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("submission", "key", condition=Q(supplement=None), name="sent_file_once"),
            models.UniqueConstraint(
                "supplement", "key", condition=Q(supplement__isnull=False), name="sent_file_once_more"
            ),
        ]


class Supplement(Record):
    """补正 as it was handed in: for each notice of the office one, named by the notice's letter."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="supplements")
    asked_by = models.CharField(max_length=40)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("submission", "asked_by", name="supplement_once_a_notice")]


class Rating(Record):
    """好差评: one of a submission, never changed. Two stars and one are 差评 and must say why."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField()
    points = models.JSONField(default=list)
    comment = models.CharField(max_length=500, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="hall_rating_one_to_five"),
            models.CheckConstraint(condition=Q(stars__gte=3) | ~Q(comment=""), name="hall_bad_rating_says_why"),
        ]


class Withdrawal(Record):
    """撤回申请, once."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="hall_withdrawal_says_why")]


class ReceiptDay(Record):
    """How many receipt numbers a day has given out."""

    day = models.DateField(unique=True)
    last = models.PositiveIntegerField(default=0)


class Attempt(Record):
    """Wrong codes for one number, or from one address: counted, so that nobody finds a code by trying."""

    about = models.CharField(max_length=70, unique=True)
    wrong = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
