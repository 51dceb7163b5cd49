"""分发: one copy for each unit of the distribution list; later 补发, 重新发送, 催办, and 撤回 of what nobody has signed for."""

from collections.abc import Collection, Mapping
from datetime import datetime

from tongban.business.documents.contracts import CopyState, DocumentIssued, State
from tongban.business.documents.models import Copy, Document, Receiver, Reminder
from tongban.business.documents.queries import receivers_of, texts_of_copies
from tongban.business.documents.rules import secrecy, transitions, urgency
from tongban.business.documents.rules.copies import desk_source
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.organization.api import Duty, Unit
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.kernel.references import Reference

ATTACHMENT = "documents.attachment"


@operation(may="documents.distribute", on="document")
def distribute(*, document: Document, actor: Actor, at: datetime) -> Document:
    """Send the sealed document to every receiver. From now on nothing of it changes. Kinds without 主送 may have no receivers."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    transitions.require_turn("distribute", document.state, seal="unit" if document.needs_seal else "none")
    receivers = list(Receiver.objects.filter(document=document).select_related("unit").order_by("role", "unit__order"))
    if not receivers and KINDS[document.kind_name].needs_recipients:
        raise Invalid({"receivers": "请至少选一个主送单位。"})
    document.state, document.issued_at = State.ISSUED, at
    document.save(update_fields=["state", "issued_at"])
    copies = _send_copies(document, {r.unit: r.role for r in receivers}, at=at)
    flow.finish(
        work=flow.open_work(document.reference, "distribute"),
        actor=actor,
        at=at,
        opinion=f"分发 {len(copies)} 个单位" if copies else "印发",
    )
    publish(DocumentIssued(document.reference, document.unit_id, tuple(c.pk for c in copies)))
    note(copies=len(copies))
    return document


@operation(may="documents.distribute", on="document")
def add_receivers(*, document: Document, units: Mapping[int, str], actor: Actor, at: datetime) -> list[Copy]:
    """补发: send an issued document to further units (id → main or cc). Those that have it already are left out."""
    _require_issued(document, "还没有分发，请直接修改主送、抄送单位。")
    there = set(document.copies.values_list("unit_id", flat=True))
    found = {u: units[u.pk] for u in Unit.objects.filter(pk__in=set(units) - there, valid_to=None).order_by("order")}
    if not found:
        raise Invalid({"to": "请选择还没有收到的单位。"}, code="documents.nobody-new")
    note(copies=len(found))
    return _send_copies(document, found, at=at)


@operation(may="documents.distribute", on="document")
def send_again(*, document: Document, copy: Copy, actor: Actor, at: datetime) -> Copy:
    """重新发送 to a unit that refused it, or from which it was withdrawn."""
    copy = Copy.objects.select_for_update().get(pk=copy.pk, document=document)
    if copy.state not in (CopyState.REFUSED, CopyState.WITHDRAWN):
        raise Conflict("这个单位没有退文，不需要重新发送。", code="documents.not-refused")
    copy.state, copy.sent_at, copy.sendings = CopyState.UNSIGNED, at, copy.sendings + 1
    copy.signed_at, copy.signed_by, copy.signer_name, copy.reason = None, None, "", ""
    copy.save(update_fields=["state", "sent_at", "sendings", "signed_at", "signed_by", "signer_name", "reason"])
    _lay_on_desks([copy], document, at=at)
    note(unit=copy.unit_id)
    return copy


@operation(may="documents.distribute", on="document")
def withdraw_copies(
    *, document: Document, copies: Collection[int], reason: str, actor: Actor, at: datetime
) -> int:  # fmt: skip
    """撤回 the copies that nobody has signed for, with a reason. Signed ones stay where they are. How many were withdrawn."""
    if not reason.strip():
        raise Invalid({"reason": "撤回要写明原因。"}, code="documents.reason-missing")
    _require_issued(document, "还没有分发。")
    found = list(Copy.objects.select_for_update().filter(document=document, pk__in=copies, state=CopyState.UNSIGNED))
    if not found:
        raise Conflict("所选单位都已签收，不能撤回。请联系收文单位退文。", code="documents.nothing-to-withdraw")
    for copy in found:
        copy.state, copy.reason = CopyState.WITHDRAWN, reason.strip()[:300]
    access.hide_all(copy.reference for copy in found)
    Copy.objects.bulk_update(found, ["state", "reason"])
    inbox.close([desk_source(c.pk, c.sendings) for c in found], at=at)
    note(copies=[c.pk for c in found])
    return len(found)


@operation(may="documents.remind", on="document")
def remind(
    *, document: Document, copies: Collection[int], text: str, by_sms: bool, actor: Actor, at: datetime
) -> int:  # fmt: skip
    """催办 the units that have not signed for their copies. Gives how many were reminded; signed ones are left in peace."""
    secrecy.refuse_secret("", text)
    waiting = list(Copy.objects.select_for_update().filter(document=document, pk__in=copies, state=CopyState.UNSIGNED))
    if not waiting:
        raise Conflict("所选单位都已签收，不需要催办。", code="documents.nobody-to-remind")
    text = text.strip() or f"请尽快签收：{document.title}（{document.number_text}）"
    for copy in waiting:
        copy.reminders, copy.reminded_at = copy.reminders + 1, at
    Copy.objects.bulk_update(waiting, ["reminders", "reminded_at"])
    channels = ["app", "sms"] if by_sms else ["app"]
    Reminder.objects.bulk_create(
        Reminder(copy=copy, at=at, by_name=actor.name, channels=" ".join(channels), text=text[:300]) for copy in waiting
    )
    people: dict[int, list[int]] = {copy.unit_id: [] for copy in waiting}
    for holder in receivers_of(people, at):
        people[holder.organ_id].append(holder.person_id)
    told = [(people[copy.unit_id], notifications.News("催办", text, copy.reference)) for copy in waiting]
    notifications.notify_each(told, channels=channels)
    note(copies=[c.pk for c in waiting], sms=by_sms)
    return len(waiting)


def _require_issued(document: Document, message: str) -> None:
    if document.state != State.ISSUED:
        raise Conflict(message, code="documents.not-issued")


@inside_operation
def _send_copies(document: Document, units: Mapping[Unit, str], *, at: datetime) -> list[Copy]:
    copies = Copy.objects.bulk_create(
        Copy(document=document, unit=unit, unit_name=unit.name, role=role, sent_at=at) for unit, role in units.items()
    )
    _give_files(document, [copy.reference for copy in copies])
    _lay_on_desks(copies, document, at=at)
    search.put(texts_of_copies([copy.pk for copy in copies]))
    return copies


def _give_files(document: Document, receivers: Collection[Reference]) -> None:
    """The receivers' own files of the same content: the document itself, with its opinions, they do not see."""
    sent = document.sealed_file or document.page_file
    attached = files.files_of(subject=document.reference, purpose=ATTACHMENT)
    files.copy(files=[*([sent] if sent else []), *attached], subjects=receivers)


@inside_operation
def _lay_on_desks(copies: list[Copy], document: Document, *, at: datetime) -> None:
    """On the receivers' desks of each unit, and into the unit's sight."""
    desks: dict[int, set[str]] = {}
    for holder in receivers_of([c.unit_id for c in copies], at):
        desks.setdefault(holder.organ_id, set()).add(inbox.duty_key(holder.unit_id, Duty.RECEIVER))
    for copy in copies:  # where nobody receives, the 公文管理员 finds it
        desks.setdefault(copy.unit_id, {inbox.duty_key(copy.unit_id, Duty.DOCUMENT_MANAGER)})
    inbox.put(_entry(copy, document, tuple(sorted(desks[copy.unit_id])), at) for copy in copies)
    access.show_each({copy.reference: [f"u{copy.unit_id}"] for copy in copies}, sort_at=at)


def _entry(copy: Copy, document: Document, keys: tuple[str, ...], at: datetime) -> inbox.Entry:
    return inbox.Entry(
        source=desk_source(copy.pk, copy.sendings), subject=copy.reference, keys=keys, category="来文",
        title=document.title, step="签收", received_at=at, number=document.number_text,
        urgency=urgency.ORDER[document.urgency], from_unit=document.issuer_name,
    )  # fmt: skip
