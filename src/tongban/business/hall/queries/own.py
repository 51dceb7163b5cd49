"""What belongs to one member, or to an enterprise that he acts for now: drafts, submissions, letters, licences, own materials."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tongban.business.casework.api import Missing, PublicCase
from tongban.business.catalog.api import Material, is_the_form
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
from tongban.business.hall.queries import published
from tongban.business.hall.queries.published import case_of
from tongban.business.licenses import api as licenses
from tongban.business.licenses.api import PublicLicense
from tongban.engines.forms import api as forms
from tongban.foundation.members.api import Member, whose
from tongban.kernel.errors import NotFound

RECENT_FILES = 20
_submissions = Submission.objects.select_related("guide", "enterprise", "member__account", "progress", "paper")


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
    """His own, and those of the enterprises that he acts for, whichever agent filed them."""
    return _submissions.filter(whose(member.account_id)).order_by("-submitted_at", "-pk")


def submission_of(member: Member, uid: UUID) -> Submission:
    """NotFound for what is somebody else's, as for what is not there."""
    found = _submissions.filter(whose(member.account_id), uid=uid).first()
    if found is None:
        raise NotFound("没有这个办件，或者它不是您的。")
    return found


def with_case(submission: Submission) -> OwnCase:
    progress = getattr(submission, "progress", None)
    return OwnCase(submission, progress, case_of(progress) if progress else None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a 补正告知书 asks for: uploads, each with its material, and the form itself (`form` is what the notice says of it)."""

    uploads: list[tuple[Missing, Material]]
    form: Missing | None


def wanted(submission: Submission, case: PublicCase) -> Wanted:
    content, name = published.content_of(submission.guide), str(submission.form.get("name", ""))
    known = {material.key: material for material in content.materials}
    pairs = [(one, known.get(one.key) or Material(key=one.key, name=one.name)) for one in case.missing]
    uploads = [(one, material) for one, material in pairs if not is_the_form(material, name)]
    return Wanted(uploads, next((one for one, material in pairs if is_the_form(material, name)), None))


def data_of(submission: Submission) -> dict[str, Any]:
    """What the form says by now: as it was submitted, or as the last supplement put it right."""
    last = submission.supplements.order_by("-at", "-pk").first()
    return last.data if last else submission.data


def letters_of(progress: Progress | None) -> list[LetterCopy]:
    return list(progress.letters.select_related("file__blob").order_by("on", "pk")) if progress else []


def letter_of(member: Member, uid: UUID) -> LetterCopy:
    found = LetterCopy.objects.select_related(
        "progress__submission__member__account", "progress__submission__guide", "file__blob"
    )
    letter = found.filter(whose(member.account_id, "progress__submission__"), uid=uid).first()
    if letter is None:
        raise NotFound("没有这份文书，或者它不是给您的。")
    return letter


def licenses_of(member: Member) -> list[LicenseCopy]:
    """我的证照: what was issued on the submissions that he may see. Two statements."""
    rows = Progress.objects.filter(whose(member.account_id, "submission__")).values_list("data__license", flat=True)
    return list(
        LicenseCopy.objects.filter(token__in=[token for token in rows if token])
        .select_related("file__blob")
        .order_by("-changed_at")
    )


def sound_licenses(member: Member, on: date) -> list[tuple[LicenseCopy, PublicLicense]]:
    """Those of 我的证照 that count on this day, as materials of other applications."""
    rows = [(row, published.license_of(row)) for row in licenses_of(member) if row.file_id]
    return [(row, said) for row, said in rows if licenses.validity(said.state, said.valid_to, on=on).sound]


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
