"""发文: a document of the issuing unit, from the first draft to the issued file."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record, Travels

_BEFORE_SIGNING = ["draft", "review", "void", "purged"]
_AFTER_NUMBER = ["numbered", "laid_out", "sealed", "issued"]


class Document(Record, Travels):
    """`unit` issues it in its own name, `section` drafts it. Names and words are snapshots of the day they were set."""

    kind = "document"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    section = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    plaque = models.ForeignKey("organization.Plaque", models.PROTECT, related_name="+")
    drafter = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    drafter_name = models.CharField(max_length=60)
    issuer_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, default="")

    title = models.CharField(max_length=200)
    kind_name = models.CharField(max_length=10)  # 文种
    direction = models.CharField(max_length=10)
    format = models.CharField(max_length=10, default="file")
    urgency = models.CharField(max_length=10, default="ordinary")
    level = models.CharField(max_length=4, default="")  # "" or 内部: secret levels do not exist here
    scope = models.CharField(max_length=10, default="一般")  # 阅读范围
    openness = models.CharField(max_length=10, default="公开发布")
    closed_reason = models.CharField(max_length=200, default="")
    main_recipients = models.CharField(max_length=1000, default="")  # as printed
    cc = models.CharField(max_length=1000, default="")
    keywords = models.CharField(max_length=100, default="")
    note = models.CharField(max_length=200, default="")  # 附注

    state = models.CharField(max_length=10, default="draft")
    version = models.PositiveIntegerField(default=0)
    needs_number = models.BooleanField(default=True)
    needs_seal = models.BooleanField(default=True)
    number = models.ForeignKey("numbering.Number", models.PROTECT, null=True, related_name="+")
    number_text = models.CharField(max_length=60, default="")
    signed_at = models.DateTimeField(null=True)
    signer_id = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=60, default="")
    signed_digest = models.CharField(max_length=64, default="")  # SM3 of what was signed
    printed_on = models.DateField(null=True)  # 印发日期
    page_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    layout = models.JSONField(default=dict)  # pages, places of the seal, fonts used, replaced characters
    issued_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=_AFTER_NUMBER)
                | Q(needs_number=False)
                | Q(number__isnull=False, number_text__gt=""),
                name="document_numbered_before_issue",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sealed", "issued"]) | Q(needs_seal=False) | Q(sealed_file__isnull=False),
                name="document_sealed_before_issue",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_SIGNING) | Q(signed_at__isnull=False, signed_digest__gt=""),
                name="document_signed_before_number",
            ),
            models.CheckConstraint(
                condition=Q(openness="公开发布") | ~Q(closed_reason=""), name="document_closed_has_reason"
            ),
            models.CheckConstraint(condition=Q(level__in=["", "内部"]), name="document_not_secret"),
            models.CheckConstraint(condition=~Q(title=""), name="document_has_title"),
            models.CheckConstraint(condition=~Q(state="void") | ~Q(void_reason=""), name="document_void_with_reason"),
            models.UniqueConstraint("unit", "number_text", condition=~Q(number_text=""), name="document_number_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "-issued_at"], condition=Q(state="issued"), name="document_issued"),
            models.Index(fields=["drafter", "-changed_at"], name="document_of_drafter"),
        ]


class Version(models.Model):
    """A version of the body. Versions are never changed; the last one is the body."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    no = models.PositiveIntegerField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = models.CharField(max_length=100, default="")

    class Meta:
        constraints = [models.UniqueConstraint("document", "no", name="version_once")]


class Receiver(models.Model):
    """The distribution list: a unit that gets a copy, as 主送 or 抄送. The printed 主送 text is a field of its own."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="receivers")
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    role = models.CharField(max_length=4, default="main")  # main | cc

    class Meta:
        constraints = [
            models.UniqueConstraint("document", "unit", name="receiver_once"),
            models.CheckConstraint(condition=Q(role__in=["main", "cc"]), name="receiver_role"),
        ]


class Basis(Points):
    """发文依据: what the document rests on (F-OD-07)."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="bases")

    class Meta:
        constraints = [models.UniqueConstraint("document", "subject_kind", "subject_id", name="basis_once")]


class Preview(models.Model):
    """The pages of a draft as they would be printed, made by the worker. Stale once the document changed after `of`."""

    id = models.BigAutoField(primary_key=True)
    document = models.OneToOneField(Document, models.CASCADE, related_name="preview")
    of = models.DateTimeField()  # the document's changed_at that was asked for
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="")  # why there is none
    remarks = models.JSONField(default=list)  # what the layout remarks: replaced characters, tight pages


class Override(models.Model):
    """格式检查 overridden: these errors are let pass, by whom and why."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="overrides")
    codes = models.JSONField()
    reason = models.CharField(max_length=200)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="override_with_reason")]
