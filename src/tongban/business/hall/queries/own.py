"""What belongs to one member: drafts, submissions, letters, licences, materials that can be used again."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tongban.business.casework.api import PublicCase
from tongban.business.hall.models import (
    Draft,
    DraftFile,
    LetterCopy,
    LicenseCopy,
    News,
    Progress,
    SentFile,
    Submission,
)
from tongban.business.hall.queries.published import case_of
from tongban.engines.forms import api as forms
from tongban.foundation.members.api import Member
from tongban.kernel.errors import NotFound

RECENT_FILES = 20
_submissions = Submission.objects.select_related("guide", "enterprise", "member__account", "progress")


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A submission with what the office has published of it so far."""

    submission: Submission
    progress: Progress | None
    case: PublicCase | None

    @property
    def label(self) -> str:
        return self.case.label if self.case else "已提交，等待窗口收件"


def draft_of(member: Member, uid: UUID) -> Draft | None:
    """The member's draft, unless it was submitted or thrown away."""
    found = Draft.objects.select_related("guide", "member__account", "enterprise")
    return found.filter(uid=uid, member=member).first()


def drafts_of(member: Member) -> QuerySet[Draft]:
    return Draft.objects.filter(member=member).select_related("guide", "enterprise").order_by("-saved_at")


def draft_files(draft: Draft) -> dict[str, DraftFile]:
    """The materials so far, by their keys."""
    return {row.key: row for row in draft.files.select_related("file__blob")}


def replacements(submission: Submission) -> dict[str, DraftFile]:
    return {row.key: row for row in submission.replacements.select_related("file__blob")}


def submissions_of(member: Member) -> QuerySet[Submission]:
    return _submissions.filter(member=member).order_by("-submitted_at", "-pk")


def submission_of(member: Member, uid: UUID) -> Submission:
    """NotFound for what is somebody else's, as for what is not there."""
    found = _submissions.filter(member=member, uid=uid).first()
    if found is None:
        raise NotFound("没有这个办件，或者它不是您的。")
    return found


def with_case(submission: Submission) -> OwnCase:
    progress = getattr(submission, "progress", None)
    return OwnCase(submission, progress, case_of(progress) if progress else None)


def letters_of(progress: Progress | None) -> list[LetterCopy]:
    return list(progress.letters.select_related("file__blob").order_by("on", "pk")) if progress else []


def letter_of(member: Member, uid: UUID) -> LetterCopy:
    found = LetterCopy.objects.select_related(
        "progress__submission__member__account", "progress__submission__guide", "file__blob"
    )
    letter = found.filter(uid=uid, progress__submission__member=member).first()
    if letter is None:
        raise NotFound("没有这份文书，或者它不是给您的。")
    return letter


def licenses_of(member: Member) -> list[LicenseCopy]:
    """我的证照: what was issued on the member's own submissions. Two statements."""
    rows = Progress.objects.filter(submission__member=member).values_list("data__license", flat=True)
    return list(
        LicenseCopy.objects.filter(token__in=[token for token in rows if token])
        .select_related("file")
        .order_by("-changed_at")
    )


def license_of(member: Member, token: str) -> LicenseCopy | None:
    return next((row for row in licenses_of(member) if row.token == token), None)


def news_of(member: Member) -> QuerySet[News]:
    """What the member has not read yet, the newest first."""
    return News.objects.filter(member=member, read_at=None).select_related("submission__guide").order_by("-at")


def own_materials(member: Member) -> list[SentFile]:
    """我的材料: what the member handed in before, the newest first, each file once."""
    rows = SentFile.objects.filter(submission__member=member).select_related("file__blob", "submission")
    found: dict[str, SentFile] = {}
    for row in rows.order_by("-file__at", "-pk")[: RECENT_FILES * 3]:
        found.setdefault(row.file.digest, row)
    return list(found.values())[:RECENT_FILES]


def definition_of(form: dict) -> forms.Definition:
    """The form of a guide, or of a submission, read."""
    return forms.read_definition(form)
