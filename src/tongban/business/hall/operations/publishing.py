"""What the office published comes in: the copy of each thing is replaced by its latest state."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tongban.business.casework.api import NOT_TAKEN, PublicCase, PublicLetter, State
from tongban.business.catalog.api import PublishedItem
from tongban.business.hall.models import Guide, LetterCopy, LicenseCopy, Progress, Submission
from tongban.business.hall.operations.telling import tell
from tongban.business.hall.queries.looking import code_digest
from tongban.business.hall.rules import words
from tongban.business.licenses.api import PublicLicense
from tongban.foundation.files import api as files
from tongban.foundation.organization.api import unit_reading
from tongban.kernel.actor import Actor
from tongban.kernel.operations import enqueue, inside_operation, note, operation
from tongban.kernel.plain import to_plain
from tongban.lib.gm.provider import sm3

FINISHED = {State.GRANTED.value, State.DENIED.value, State.REJECTED.value, State.WITHDRAWN.value, NOT_TAKEN}


@operation(may="hall.take")
def take_guide(*, item: PublishedItem, actor: Actor, at: datetime) -> Guide:
    """An item as it counts now: published, in a new version, or withdrawn."""
    said = item.content
    plain = to_plain(item)
    readings = unit_reading(said.name)
    known = (
        said.name, item.unit, *said.topics, said.result, *readings, *(m.name for m in said.materials), *(q.asked for q in said.questions),
    )  # fmt: skip
    found, _ = Guide.objects.update_or_create(
        uid=UUID(item.item),
        defaults={
            "data": plain, "changed_at": at, "version": item.version, "name": said.name, "unit": item.unit,
            "initials": readings[1][:200], "audience": "".join(f"[{code}]" for code in said.audience)[:40],
            "topics": "".join(f"[{topic}]" for topic in said.topics)[:400], "words": words.item_words(known),
            "digest": sm3(repr(plain).encode()).hex(), "withdrawn": item.withdrawn,
        },
    )  # fmt: skip
    enqueue("hall.draw_blank", guide=found.pk, dedupe_key=f"hall.draw_blank:{found.pk}")
    note(version=item.version)
    return found


@operation(may="hall.take")
def withhold_guide(*, uid: str, actor: Actor, at: datetime) -> None:
    """An item of which nothing is public any more."""
    Guide.objects.filter(uid=UUID(uid)).update(withdrawn=True, changed_at=at)


@operation(may="hall.take")
def take_case(*, case: PublicCase, sent: Sequence[files.StoredFile], actor: Actor, at: datetime) -> Progress:
    """A case as it stands now. Whoever filed it is told of what concerns him; the letters come along."""
    submission = Submission.objects.filter(uid=UUID(case.source)).first() if case.source else None
    before = Progress.objects.filter(uid=UUID(case.uid)).first()
    found, _ = Progress.objects.update_or_create(
        uid=UUID(case.uid),
        defaults={
            "data": {**to_plain(case), "code": ""}, "changed_at": at, "submission": submission, "number": case.number,
            "receipt": case.receipt, "code_digest": code_digest(case.code), "state": case.state, "label": case.label,
        },
    )  # fmt: skip
    kept = [_keep_letter(found, letter, sent) for letter in case.letters]
    _throw_away([file for file in sent if file.pk not in kept])
    if submission is not None:
        _follow(submission, case, before)
    return found


@operation(may="hall.take")
def take_license(
    *, license: PublicLicense, sent: Sequence[files.StoredFile], actor: Actor, at: datetime
) -> LicenseCopy:
    """A licence as it stands now: issued, annotated, revoked."""
    before = LicenseCopy.objects.filter(uid=UUID(license.uid)).select_related("file").first()
    came = sent[license.file] if license.file is not None else None
    file = _newer(before.file if before else None, came)
    found, _ = LicenseCopy.objects.update_or_create(
        uid=UUID(license.uid),
        defaults={
            "data": to_plain(license), "changed_at": at, "token": license.token, "number": license.number,
            "state": license.state, "file": file,
        },
    )  # fmt: skip
    if file is not None:
        files.attach(files=[file], subject=found.reference)
    _throw_away([one for one in sent if file is None or one.pk != file.pk])
    return found


@inside_operation
def _keep_letter(progress: Progress, letter: PublicLetter, sent: Sequence[files.StoredFile]) -> int | None:
    """The letter's row; the id of its file, where that has come new."""
    before = LetterCopy.objects.filter(uid=UUID(letter.uid)).select_related("file").first()
    came = sent[letter.file] if letter.file is not None else None
    file = _newer(before.file if before else None, came)
    LetterCopy.objects.update_or_create(
        uid=UUID(letter.uid),
        defaults={
            "progress": progress, "sort": letter.sort, "title": letter.title, "number": letter.number, "on": letter.on, "file": file,
        },
    )  # fmt: skip
    if file is not None:
        files.attach(files=[file], subject=progress.reference)
    return file.pk if file is not None else None


def _newer(before: files.StoredFile | None, came: files.StoredFile | None) -> files.StoredFile | None:
    """What is there already, unless other content has come."""
    return before if came is None or (before is not None and before.digest == came.digest) else came


@inside_operation
def _throw_away(unused: Sequence[files.StoredFile]) -> None:
    for file in unused:
        files.discard(file=file)


@inside_operation
def _follow(submission: Submission, case: PublicCase, before: Progress | None) -> None:
    """What the submission becomes by it, and what its member is told."""
    running = case.state not in FINISHED
    if submission.running != running:
        Submission.objects.filter(pk=submission.pk).update(running=running)
    if before is None or before.state != case.state or _asked_again(before, case):
        tell(submission, _sentence(case))


def _asked_again(before: Progress, case: PublicCase) -> bool:
    return case.state == State.SUPPLEMENT and before.data.get("asks_until") != to_plain(case.asks_until)


def _sentence(case: PublicCase) -> str:
    until = f"，请在{case.asks_until.month}月{case.asks_until.day}日前补齐" if case.asks_until else ""
    words_of = {
        State.SUBMITTED.value: "窗口已收件，五个工作日内告诉您是否受理。",
        State.SUPPLEMENT.value: f"材料需要补正{until}。",
        State.ACCEPTED.value: "申请已受理。",
        State.GRANTED.value: "已准予许可，可以查看决定书。",
        State.DENIED.value: "决定不予许可，请查看理由和救济途径。",
        State.REJECTED.value: "决定不予受理，请查看理由和救济途径。",
        State.WITHDRAWN.value: "申请已撤回。",
        NOT_TAKEN: "窗口没能收件，请查看原因。",
    }
    return words_of.get(case.state, f"{case.label}。")
