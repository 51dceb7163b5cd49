"""签收, 退文 and 收文登记 at a receiving unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from tongban.business.documents.contracts import CopySigned, CopyState
from tongban.business.documents.models import Copy, Incoming
from tongban.business.documents.operations.scans import Scan, append
from tongban.business.documents.queries import texts_of_incoming
from tongban.business.documents.rules import secrecy, urgency
from tongban.business.documents.rules.copies import desk_source
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, doing, inside_operation, note, operation, publish
from tongban.kernel.references import Reference

PROCESS = "shouwen"
PURPOSE = "documents.incoming"


@dataclass(frozen=True, slots=True)
class IncomingFields:
    """收文登记 (F-IN-02)."""

    title: str
    from_unit: str
    from_number: str = ""
    kind: str = "通知"
    urgency: str = "ordinary"
    pages: int = 0
    limit: date | None = None


@operation(may="documents.receive", on="copy")
def sign_for(*, copy: Copy, actor: Actor, at: datetime) -> Copy:
    """签收: the unit has the document; the sender sees who and when at once."""
    return _answer(copy, CopyState.SIGNED, "", actor=actor, at=at)


@operation(may="documents.receive", on="copy")
def refuse(*, copy: Copy, reason: str, actor: Actor, at: datetime) -> Copy:
    """退文 with a reason: wrong addressee, a file that does not open."""
    if not reason.strip():
        raise Invalid({"reason": "退文要写明原因。"}, code="documents.reason-missing")
    return _answer(copy, CopyState.REFUSED, reason.strip()[:300], actor=actor, at=at)


@operation(may="documents.receive", on="copy")
def register(*, copy: Copy, series: numbering.Series, fields: IncomingFields, actor: Actor, at: datetime) -> Incoming:
    """Register a signed copy under the unit's own 收文号 and start its handling."""
    copy = Copy.objects.select_for_update().select_related("document", "unit").get(pk=copy.pk)
    if copy.state == CopyState.UNSIGNED:
        raise Conflict("还没有签收，不能登记。请先签收。", code="documents.not-signed-for")
    if copy.state != CopyState.SIGNED or copy.received_number:
        raise Conflict("这份来文已经登记、退回或撤回。", code="documents.registered")
    incoming = _register(copy.unit, series, fields, actor=actor, at=at, copy=copy)
    copy.received_number = incoming.number_text
    copy.save(update_fields=["received_number"])
    inbox.finish(Reference("registration", copy.pk), person_id=actor.person_id, at=at)
    return incoming


@operation(may="documents.receive", on="unit")
def register_paper(
    *, unit: Unit, series: numbering.Series, fields: IncomingFields, actor: Actor, at: datetime,
    scans: Sequence[Scan] = (),
) -> Incoming:  # fmt: skip
    """Register a document that came on paper or by another channel (F-IN-01). Secret ones stay outside (F-OD-53)."""
    names = (scan.received.name for scan in scans)
    secrecy.refuse_secret("", fields.title, fields.from_unit, fields.from_number, *names)
    incoming = _register(unit, series, fields, actor=actor, at=at, copy=None)
    append(incoming, scans)
    if not incoming.pages:
        incoming.pages = sum(scan.pages for scan in scans)
        incoming.save(update_fields=["pages"])
    return incoming


def _answer(copy: Copy, state: CopyState, reason: str, *, actor: Actor, at: datetime) -> Copy:
    copy = Copy.objects.select_for_update().select_related("document").get(pk=copy.pk)
    if copy.state != CopyState.UNSIGNED:
        raise Conflict(_answered(copy), code="documents.answered")
    copy.state, copy.reason, copy.signed_at = state, reason, at
    copy.signed_by_id, copy.signer_name = actor.person_id, actor.name
    copy.save(update_fields=["state", "reason", "signed_at", "signed_by", "signer_name"])
    source = desk_source(copy.pk, copy.sendings)
    inbox.finish(source, person_id=actor.person_id, at=at)
    if state == CopyState.SIGNED:
        ask_to_register(copy, inbox.desks_of(source), at=at)
    note(unit=copy.unit_id, state=state)
    publish(CopySigned(copy.pk, Reference("document", copy.document_id), copy.unit_id, state == CopyState.REFUSED))
    return copy


def _answered(copy: Copy) -> str:
    if copy.state == CopyState.WITHDRAWN:
        return "发文单位已经撤回这份来文。"
    return f"{copy.signer_name}已经{'退回' if copy.state == CopyState.REFUSED else '签收'}了这份来文。"


@inside_operation
def ask_to_register(copy: Copy, keys: tuple[str, ...], *, at: datetime) -> None:
    """What was signed for waits on the same desks to be registered."""
    document = copy.document
    inbox.put(
        [
            inbox.Entry(
                source=Reference("registration", copy.pk), subject=copy.reference, keys=keys, category="来文",
                title=document.title, step="登记", received_at=at, number=document.number_text,
                urgency=urgency.ORDER[document.urgency], from_unit=document.issuer_name,
            )
        ]
    )  # fmt: skip


@inside_operation
def _register(
    unit: Unit, series: numbering.Series, fields: IncomingFields, *, copy: Copy | None, actor: Actor, at: datetime
) -> Incoming:
    _check(fields, unit, series)
    incoming = Incoming(
        unit=unit, copy=copy, title=fields.title.strip(), from_unit=fields.from_unit.strip(),
        from_number=fields.from_number.strip(), kind_name=fields.kind, urgency=fields.urgency, pages=fields.pages,
        limit=fields.limit, registered_at=at, registrar_id=actor.person_id, registrar_name=actor.name,
    )  # fmt: skip
    number = numbering.reserve(series=series, year=localdate(at).year)[0]
    incoming.number, incoming.number_text = number, number.text
    incoming.save()
    if copy is not None and (sent := copy.document.sealed_file or copy.document.page_file) is not None:
        [incoming.file] = files.copy(files=[sent], subjects=[incoming.reference])
        incoming.save(update_fields=["file"])
    numbering.assign(number=number, subject=incoming.reference)
    about(incoming.reference)
    note(number=number.text)
    access.show(incoming.reference, [f"u{unit.pk}", f"p{actor.person_id}"], sort_at=at)
    search.put(texts_of_incoming([incoming.pk]))
    flow.start(describe(incoming), process=PROCESS, actor=actor, at=at)
    return incoming


def _check(fields: IncomingFields, unit: Unit, series: numbering.Series) -> None:
    faults = {}
    if not fields.title.strip():
        faults["title"] = "请填写来文标题。"
    if not fields.from_unit.strip():
        faults["from_unit"] = "请填写来文单位。"
    if fields.limit is not None and fields.limit < localdate(doing().at):
        faults["limit"] = "办理限时已经过去，请改成今天或以后的日期。"
    if series.unit_id != unit.pk or series.purpose != PURPOSE:
        faults["series"] = "请选择本单位的收文代字。"
    if faults:
        raise Invalid(faults, code="documents.incoming")


def describe(incoming: Incoming) -> flow.Subject:
    """What the process engine may know of a received document."""
    return flow.Subject(
        reference=Reference("incoming", incoming.pk), category="收文", title=incoming.title, unit_id=incoming.unit_id,
        section_id=incoming.unit_id, number=incoming.number_text, urgency=urgency.ORDER[incoming.urgency],
        from_unit=incoming.from_unit, from_person=incoming.registrar_name, people={"drafter": incoming.registrar_id},
        facts={"urgency": incoming.urgency, "kind": incoming.kind_name, "limit": str(incoming.limit or "")},
        due_at=incoming.due_at,
    )  # fmt: skip
