"""Official letters: made with a number when something is decided, set by the worker, sealed by the keeper."""

import io
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.business.casework import pages, sql
from tongban.business.casework.contracts import CASE, LETTER_NUMBER, PAGES, Sort
from tongban.business.casework.models import Case, Letter
from tongban.business.casework.queries.wording import facts_of
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.engines.exchange import api as exchange
from tongban.engines.seals import api as seals
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Duty, holders
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import doing, enqueue, inside_operation, note, operation
from tongban.kernel.sql import insert_rows, update_row


@inside_operation
def write_letter(case: Case, sort: Sort, **facts: Any) -> Letter:
    """Make a letter: numbered now, laid out by the worker. Who acts has decided what it says."""
    at, decided = doing().at, doing().actor
    number = numbering.reserve(series=_series(case), year=localdate(at).year)[0]
    letter = Letter(
        case=case, sort=sort.value, number=number, number_text=number.text, facts=facts_of(case) | facts, made_at=at,
        approver_id=decided.person_id, approver_name=decided.name,
    )  # fmt: skip
    insert_rows([letter])
    numbering.assign(number=number, subject=letter.reference)
    enqueue("casework.lay_out", dedupe_key=f"casework.lay_out:{letter.pk}", letter=letter.pk)
    note(letter=letter.number_text)
    return letter


@operation(may="casework.run", on="letter")
def lay_out(*, letter: Letter, actor: Actor, at: datetime) -> Letter:
    """Set the letter's pages and lay it on the keeper's desk. A second run changes nothing."""
    letter = sql.lock_letter(letter.pk)
    if letter.page_file_id is not None:
        return letter
    laid = pages.typeset(letter, at=at)
    place = laid.seal_places[0]
    letter.page_file = store(letter, laid.pdf)
    letter.layout = {"page": place.page, "x": place.x, "y": place.y, "pages": laid.pages}
    update_row(letter, "page_file", "layout")
    inbox.put([_entry(letter, at)])
    return letter


@operation(may="casework.seal", on="letter")
def seal_letter(*, letter: Letter, unlocked: seals.Unlocked, actor: Actor, at: datetime) -> Letter:
    """用印: the letter may go out. Who decided what it says approved the use of the seal: for a letter of the intake by that right
    alone, under a seal made for it; for a decision as one who may approve the use of the organ's seal."""
    letter = sql.lock_letter(letter.pk)
    if letter.page_file is None or letter.sealed_at is not None:
        raise Conflict("这份文书现在不需要用印，请刷新后再看。", code="casework.not-to-seal")
    layout = dict(letter.layout)
    use = seals.Use(
        subject=letter.case.reference, unit_id=letter.unit_id, title=f"{TEMPLATES[Sort(letter.sort)].title} {letter.case.applicant}",
        number=letter.number_text, approver=Actor(person_id=letter.approver_id, name=letter.approver_name),
        approved_at=letter.made_at, page=layout["page"], x=layout["x"], y=layout["y"], pages=layout["pages"],
        by_duty=TEMPLATES[Sort(letter.sort)].intake,
    )  # fmt: skip
    with files.open_content(letter.page_file) as source:
        stamped = seals.apply_seal(unlocked=unlocked, pdf_file=source.read(), use=use)
    letter.sealed_file, letter.sealed_at = store(letter, stamped), at
    update_row(letter, "sealed_file", "sealed_at")
    inbox.finish(letter.reference, person_id=actor.person_id, at=at)
    exchange.announce(topic=CASE, key=letter.case.key)
    note(letter=letter.number_text)
    return letter


def store(letter: Letter, pdf: bytes) -> files.StoredFile:
    """Keep a page file under a name that people know; who sees the case sees it."""
    name = f"{TEMPLATES[Sort(letter.sort)].title} {letter.number_text}.pdf"
    received = files.receive(source=io.BytesIO(pdf), name=name, purpose=PAGES)
    return files.keep(received=received, subject=letter.case.reference)


def _series(case: Case) -> numbering.Series:
    series = numbering.series_of(unit_id=case.unit_id, purpose=LETTER_NUMBER).first()
    if series is None:
        raise Conflict(
            f"{case.unit.name}还没有“办件文书号”序列，不能出具文书。请管理员在编号管理中建立。",
            code="casework.no-series",
        )
    return series


def _entry(letter: Letter, at: datetime) -> inbox.Entry:
    template = TEMPLATES[Sort(letter.sort)]
    duty = Duty.WINDOW if template.intake else Duty.SEAL_KEEPER
    keepers = holders(unit_ids=[letter.unit_id], at=at, duty=duty, sections=True)
    return inbox.Entry(
        source=letter.reference, subject=letter.case.reference, category="办件文书", step="用印", received_at=at,
        keys=tuple(dict.fromkeys(inbox.duty_key(h.unit_id, duty) for h in keepers)),
        title=f"{template.title}：{letter.case.applicant}", number=letter.number_text, from_person=letter.approver_name,
    )  # fmt: skip
