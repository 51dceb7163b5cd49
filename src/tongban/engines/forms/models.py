"""Forms and their published versions."""

from django.db import models

from tongban.kernel.models import Record


class Form(Record):
    """A form under a code that never changes. Its newest version is the one that counts for new matters."""

    kind = "form"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class FormVersion(Record):
    """A definition as it was published. Never changed: what was filled in under it can always be read under it."""

    kind = "form_version"

    form = models.ForeignKey(Form, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)  # SM3 of the canonical JSON
    message = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint("form", "no", name="form_version_once"),
            models.CheckConstraint(condition=~models.Q(message=""), name="form_version_says_why"),
        ]


class Draft(Record):
    """What the next version of a form may become. One for each form; gone once it is published or thrown away."""

    kind = "form_draft"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    definition = models.JSONField()
    base = models.ForeignKey(FormVersion, models.PROTECT, null=True, related_name="+")  # the version that it began with
    revision = models.PositiveIntegerField(default=1)  # counts savings: who saves says from which one he began
    changed_at = models.DateTimeField()
    author_name = models.CharField(max_length=60)


class Kept(Record):
    """What a person has typed into a form and not yet sent: one for each person, form and subject; no subject for a new matter."""

    kind = "form_kept"

    person = models.ForeignKey("organization.Person", models.CASCADE, related_name="+")
    form = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.BigIntegerField(default=0)
    typed = models.JSONField()  # the controls by name, each with its texts; files are not among them
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("person", "form", "subject_kind", "subject_id", name="form_kept_once")]
