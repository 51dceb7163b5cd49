"""After the submission: 补正, 撤回, 评价, and that a letter was opened. Each goes to the office as a message of its own."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from tongban.business.casework import api as casework
from tongban.business.hall.models import (
    DraftFile,
    LetterCopy,
    News,
    Rating,
    SentFile,
    Submission,
    Supplement,
    Withdrawal,
)
from tongban.business.hall.queries.own import data_of, definition_of, wanted, with_case
from tongban.engines.exchange import api as exchange
from tongban.engines.forms import api as forms
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation
from tongban.kernel.plain import to_plain

BAD = 2  # stars, and fewer


@operation(may="hall.own", on="submission")
def put_replacement(
    *, submission: Submission, key: str, received: files.Received, verdict: str, actor: Actor, at: datetime
) -> DraftFile:
    """A material that the office asked for; the one that was chosen before goes."""
    asked = _asked(_held(submission))
    if key not in {one.key for one in asked.missing}:
        raise Invalid({"": "这份材料没有要求补正，请刷新后再试。"}, code="hall.not-asked-for")
    before = DraftFile.objects.filter(supplement_to=submission, key=key).select_related("file").first()
    if before is not None:
        before.delete()
        files.discard(file=before.file)
    kept = files.keep(received=received, subject=submission.reference)
    return DraftFile.objects.create(supplement_to=submission, key=key, file=kept, verdict=verdict, at=at)


@operation(may="hall.own", on="submission")
def supplement(*, submission: Submission, data: Mapping[str, Any] | None, actor: Actor, at: datetime) -> Supplement:
    """补正: everything that was asked for, at once. `data` counts where the notice names the form."""
    submission = _held(submission)
    asked = _asked(submission)
    rows = {row.key: row for row in submission.replacements.select_related("file__blob")}
    named = wanted(submission, asked)
    names = {one.key: one.name for one, _ in named.uploads}
    if lacking := {f"file_{key}": f"请上传{name}。" for key, name in names.items() if key not in rows}:
        raise Invalid(lacking, code="hall.supplement")
    stands = data_of(submission)
    whole = forms.validate(definition_of(submission.form), data if data is not None and named.form else stands)
    made = Supplement.objects.create(submission=submission, asked_by=notice_of(asked), data=whole, at=at)
    ordered = sorted(rows.values(), key=lambda row: row.key)
    SentFile.objects.bulk_create(
        SentFile(submission=submission, supplement=made, key=row.key, name=names.get(row.key, ""), file=row.file)
        for row in ordered
    )
    sent = casework.Supplemented(
        uid=str(submission.uid), data=whole, at=at,
        materials=tuple(casework.Sent(key=row.key, file=no) for no, row in enumerate(ordered)),
    )  # fmt: skip
    _send(casework.SUPPLEMENTED, submission, sent, [row.file for row in ordered])
    submission.replacements.all().delete()
    return made


@operation(may="hall.own", on="submission")
def withdraw(*, submission: Submission, reason: str, actor: Actor, at: datetime) -> Withdrawal:
    """撤回申请, while nothing is decided. It counts from now; the office follows."""
    submission = _held(submission)
    if not reason.strip():
        raise Invalid({"reason": "请写明撤回的原因。"}, code="hall.reason-missing")
    case = with_case(submission).case
    if hasattr(submission, "withdrawal"):
        raise Conflict("您已经撤回了这个申请。", code="hall.withdrawn")
    if case is None:
        raise Conflict("窗口正在接收这个申请，请几分钟后再撤回。", code="hall.on-its-way")
    if not case.may_withdraw:
        raise Conflict("这个申请已经办结，不能撤回。", code="hall.not-to-withdraw")
    made = Withdrawal.objects.create(submission=submission, reason=reason.strip()[:200], at=at)
    _send(casework.WITHDRAWN, submission, casework.Withdrawn(uid=str(submission.uid), reason=made.reason, at=at))
    return made


@operation(may="hall.own", on="submission")
def rate(
    *, submission: Submission, stars: int, points: Collection[str], comment: str, actor: Actor, at: datetime
) -> Rating:
    """好差评, once. Two stars and one must say why."""
    submission = _held(submission)
    case = with_case(submission).case
    if hasattr(submission, "rating") or (case is not None and case.stars):
        raise Conflict("这次服务您已经评价过了。", code="hall.rated")
    if case is None or not case.may_rate:
        raise Conflict("办结以后再评价。", code="hall.not-to-rate")
    if stars not in dict(casework.STARS):
        raise Invalid({"stars": "请选择满意程度。"}, code="hall.no-stars")
    if stars <= BAD and not comment.strip():
        raise Invalid({"comment": "请写明哪里不满意，我们会回访和整改。"}, code="hall.bad-rating-without-reason")
    known = [point for point in casework.POINTS if point in points]
    made = Rating.objects.create(submission=submission, stars=stars, points=known, comment=comment.strip()[:500], at=at)
    rated = casework.Rated(uid=str(submission.uid), stars=stars, points=tuple(known), comment=made.comment, at=at)
    _send(casework.RATED, submission, rated)
    note(stars=stars)
    return made


@operation(may="hall.own", on="submission")
def open_letter(*, submission: Submission, letter: LetterCopy, actor: Actor, at: datetime) -> LetterCopy:
    """A letter opened for the first time: with the consent to it, that is its electronic service. Unsealed it has no pages yet."""
    row = LetterCopy.objects.select_for_update().get(pk=letter.pk, progress__submission=submission)
    if row.opened_at is None and row.file_id is not None:
        row.opened_at = at
        row.save(update_fields=["opened_at"])
        _send(casework.OPENED, submission, casework.Opened(uid=str(submission.uid), letter=str(row.uid), at=at))
    return row


@operation(may="hall.own", on="submission")
def mark_read(*, submission: Submission, actor: Actor, at: datetime) -> None:
    """The news about it are read."""
    News.objects.filter(submission=submission, read_at=None).update(read_at=at)


def notice_of(case: casework.PublicCase) -> str:
    """What names the notice that asks: its letter, or for one that is not sealed yet the day until which it asks."""
    asked = [letter.uid for letter in case.letters if letter.sort == casework.Sort.SUPPLEMENT]
    return asked[-1] if asked else str(case.asks_until or "")


@inside_operation
def _held(submission: Submission) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).select_related("guide", "member__account", "progress")
    return found.get(pk=submission.pk)


def _asked(submission: Submission) -> casework.PublicCase:
    case = with_case(submission).case
    if case is None or not case.may_supplement:
        raise Conflict("这个办件现在不需要补正。", code="hall.not-to-supplement")
    if submission.supplements.filter(asked_by=notice_of(case)).exists():
        raise Conflict("补正材料已经提交，请等窗口审查。", code="hall.supplemented")
    return case


@inside_operation
def _send(topic: str, submission: Submission, said: Any, sent: Collection[files.StoredFile] = ()) -> None:
    exchange.send(topic=topic, key=str(submission.uid), body=to_plain(said), files=list(sent))
