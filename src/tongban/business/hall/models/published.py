"""Copies of what the office published: the latest state of each thing, kept under its uid."""

import uuid

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Copy(Record):
    """`data` is the plain form of what was published; the other columns say the same for lists and look-ups."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # made in the office
    data = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True


class Guide(Copy):
    """An item as people may apply for it (办事指南). `words` is what a search compares, `digest` names what the page shows.

    A withdrawn one stays for the drafts and submissions that point at it; nothing can be begun with it.
    """

    kind = "guide"

    version = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=120)
    initials = models.CharField(max_length=200, default="")
    audience = models.CharField(max_length=40, default="")  # each code in brackets: [1][2]
    topics = models.CharField(max_length=400, default="")  # each in brackets
    words = models.TextField()
    digest = models.CharField(max_length=64)
    withdrawn = models.BooleanField(default=False)
    blank = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")  # 空白表

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="guide_has_name")]
        indexes = [models.Index(fields=["name", "id"], condition=Q(withdrawn=False), name="guides_by_name")]


class Progress(Copy):
    """A case as the public may know it. `code_digest` is the keyed digest of the 查询码: the code itself is not kept here."""

    kind = "progress"

    submission = models.OneToOneField("hall.Submission", models.PROTECT, null=True, related_name="progress")
    number = models.CharField(max_length=60, default="")
    receipt = models.CharField(max_length=30, default="")
    code_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20)
    label = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint("number", condition=~Q(number=""), name="progress_number_once"),
            models.UniqueConstraint("receipt", condition=~Q(receipt=""), name="progress_receipt_once"),
        ]


class LetterCopy(Record):
    """An official letter for the applicant. `opened_at`: when he first opened it, which proves the electronic service."""

    kind = "letter_copy"

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="letters")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sort = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    on = models.DateField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)


class LicenseCopy(Copy):
    """A sealed licence, for whoever checks it by its token, and for its holder where he applied online."""

    kind = "license_copy"

    token = models.CharField(max_length=20, unique=True)
    number = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["number"], name="license_copy_by_number")]


class News(Record):
    """One line for a member about a submission of his; read when he opens it."""

    kind = "hall_news"

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="+")
    submission = models.ForeignKey("hall.Submission", models.CASCADE, related_name="news")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member"], condition=Q(read_at=None), name="hall_news_unread")]
