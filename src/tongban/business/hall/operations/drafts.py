"""Filling in: begun, saved page by page, left and taken up again, thrown away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.business.hall.contracts import FULL
from tongban.business.hall.models import Draft, DraftFile, Guide, LicenseCopy, SentFile, Submission
from tongban.business.hall.queries.applying import audience_of, key_is_known, prefilled, same_fields
from tongban.business.hall.queries.own import definition_of, licenses_of
from tongban.business.hall.queries.published import content_of, item_of, license_of
from tongban.business.licenses import api as licenses
from tongban.engines.forms import api as forms
from tongban.foundation.files import api as files
from tongban.foundation.members import api as members
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.operations import about, inside_operation, operation

GONE = "这份草稿已经提交，或者已经删除。"


@operation(may="hall.begin", on="member")
def begin(
    *, member: members.Member, guide: Guide, enterprise: members.Enterprise | None, actor: Actor, at: datetime
) -> Draft:
    """The draft of this member for the item, taken up again where there is one; filled in from what is known already."""
    if guide.withdrawn:
        raise Conflict("这个事项已经下架，不能再申请。", code="hall.item-withdrawn")
    if enterprise is not None and members.acting_for(member, enterprise.pk) is None:
        raise NotAllowed("您不是这家企业的经办人，不能替它申请。", code="hall.not-its-agent")
    if audience_of(enterprise.sort if enterprise else "") not in content_of(guide).audience:
        raise Invalid({"who": "这个事项不是给这类申请人办的，请换一个申请人。"}, code="hall.wrong-audience")
    item = item_of(guide)
    draft, made = Draft.objects.get_or_create(
        member=member, guide=guide, enterprise=enterprise,
        defaults={"version": guide.version, "form_no": item.form_no, "begun_at": at, "saved_at": at},
    )  # fmt: skip
    if made:
        draft.data = _known(draft, definition_of(item.form))
        draft.save(update_fields=["data"])
    about(draft.reference)
    return draft


@operation(may="hall.apply", on="draft")
def save_page(*, draft: Draft, page: int, data: Mapping[str, Any], actor: Actor, at: datetime) -> Draft:
    """One section as it was typed. Invalid at its fields; what was saved before stays."""
    draft = held(draft)
    definition = definition_of(item_of(draft.guide).form)
    draft.data = forms.validate(definition.page(page), data, step=forms.PAGE, current=draft.data)
    draft.reached, draft.saved_at = max(draft.reached, page + 1), at
    draft.save(update_fields=["data", "reached", "saved_at"])
    return draft


@operation(may="hall.apply", on="draft")
def put_file(
    *, draft: Draft, key: str, received: files.Received, verdict: str, actor: Actor, at: datetime
) -> DraftFile:
    """A material; the one that was there goes. `verdict` is what a look at the picture said, and blocks nothing."""
    draft = held(draft)
    key_is_known(key, content_of(draft.guide))
    row = _make_room(DraftFile(draft=draft, key=key))
    row.file, row.verdict, row.at = files.keep(received=received, subject=draft.reference), verdict, at
    row.save()
    return row


@operation(may="hall.apply", on="draft")
def reuse_file(*, draft: Draft, key: str, source: SentFile, actor: Actor, at: datetime) -> DraftFile:
    """A material that the member handed in before."""
    draft = held(draft)
    key_is_known(key, content_of(draft.guide))
    if source.submission.member_id != draft.member_id:
        raise NotAllowed("这份材料不是您交的。", code="hall.not-own-material")
    return _put_copy(draft, key, source.file, at)


@operation(may="hall.apply", on="draft")
def use_license(*, draft: Draft, key: str, license: LicenseCopy, actor: Actor, at: datetime) -> DraftFile:
    """A licence from 我的证照 as a material: its sealed file, as it was issued. Conflict for one that does not count any more."""
    draft = held(draft)
    key_is_known(key, content_of(draft.guide))
    said = license_of(license)
    if license.file is None or license.pk not in {row.pk for row in licenses_of(draft.member)}:
        raise NotAllowed("这份证照不是您的，或者还没有盖章。", code="hall.not-own-license")
    if not (valid := licenses.validity(said.state, said.valid_to, on=localdate(at))).sound:
        raise Conflict(f"这份证照{valid.word}。", code="hall.license-not-valid")
    return _put_copy(draft, key, license.file, at)


@operation(may="hall.apply", on="file")
def accept_file(*, file: DraftFile, actor: Actor, at: datetime) -> DraftFile:
    """就用这张: the applicant has looked at the picture himself."""
    file.accepted = True
    file.save(update_fields=["accepted"])
    return file


@operation(may="hall.apply", on="file")
def remove_file(*, file: DraftFile, actor: Actor, at: datetime) -> None:
    """Taken out again."""
    stored = file.file
    file.delete()
    files.discard(file=stored)


@operation(may="hall.apply", on="draft")
def adopt(*, draft: Draft, actor: Actor, at: datetime) -> Draft:
    """Go on under the item's new version: what the new form still asks for stays filled in."""
    draft = held(draft)
    item = item_of(draft.guide)
    draft.data = same_fields(draft.data, definition_of(item.form))
    draft.version, draft.form_no, draft.reached, draft.saved_at = item.version, item.form_no, 0, at
    draft.save(update_fields=["data", "version", "form_no", "reached", "saved_at"])
    known = {material.key for material in item.content.materials}
    for row in draft.files.exclude(key__in=known).select_related("file"):
        row.delete()
        files.discard(file=row.file)
    return draft


@operation(may="hall.apply", on="draft")
def discard(*, draft: Draft, actor: Actor, at: datetime) -> None:
    """Thrown away with its materials."""
    draft = held(draft)
    stored = [row.file for row in draft.files.select_related("file")]
    draft.delete()
    for file in stored:
        files.discard(file=file)


@inside_operation
def held(draft: Draft) -> Draft:
    """The draft, locked. Conflict where it was submitted or thrown away meanwhile."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("guide", "member__account", "enterprise")
    row = found.filter(pk=draft.pk).first()
    if row is None:
        raise Conflict(GONE, code="hall.draft-gone")
    return row


@inside_operation
def _make_room(row: DraftFile) -> DraftFile:
    """The row of this key, without the file that it had."""
    there = (
        DraftFile.objects.filter(draft=row.draft, supplement_to=row.supplement_to, key=row.key)
        .select_related("file")
        .first()
    )
    if there is not None:
        remove = there.file
        there.delete()
        files.discard(file=remove)
    return row


@inside_operation
def _put_copy(draft: Draft, key: str, source: files.StoredFile, at: datetime) -> DraftFile:
    row = _make_room(DraftFile(draft=draft, key=key))
    [row.file] = files.copy(files=[source], subjects=[draft.reference])
    row.verdict, row.at = FULL, at
    row.save()
    return row


@inside_operation
def _known(draft: Draft, definition: forms.Definition) -> dict[str, Any]:
    """What can be filled in without asking: the applicant's own particulars, and the same fields of his last application."""
    who = members.applicant_of(draft.member, draft.enterprise)
    same = Submission.objects.filter(member=draft.member, enterprise=draft.enterprise).order_by("-submitted_at").first()
    before = (definition_of(same.form), same.data) if same else None
    return prefilled(
        definition,
        phone=who.phone,
        id_number=who.agent_code,
        credit_code=who.code if who.enterprise else "",
        before=before,
    )
