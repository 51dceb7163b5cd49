"""分发: one copy for each unit of the distribution list; and 催办 of those who have not signed."""

from collections.abc import Collection
from datetime import datetime

from tongban.business.documents.contracts import CopyState, DocumentIssued, State
from tongban.business.documents.models import Copy, Document, Receiver, Reminder
from tongban.business.documents.rules import transitions, urgency
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.organization.api import Duty, Unit, holders
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.kernel.references import Reference


@operation(may="documents.distribute", on="document")
def distribute(*, document: Document, actor: Actor, at: datetime) -> Document:
    """Send the sealed document to every receiver. From now on nothing of it changes."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    transitions.require_turn("distribute", document.state, seal=KINDS[document.kind_name].seal)
    receivers = list(Receiver.objects.filter(document=document).select_related("unit").order_by("role", "unit__order"))
    if not receivers:
        raise Invalid({"receivers": "请至少选一个主送单位。"})
    document.state, document.issued_at = State.ISSUED, at
    document.save(update_fields=["state", "issued_at"])
    copies = send_copies(document, {r.unit: r.role for r in receivers}, at=at)
    flow.finish(
        work=flow.open_work(document.reference, "distribute"), actor=actor, at=at, opinion=f"分发 {len(copies)} 个单位"
    )
    publish(DocumentIssued(document.reference, document.unit_id, tuple(c.pk for c in copies)))
    note(copies=len(copies))
    return document


@operation(may="documents.distribute", on="document")
def add_receivers(*, document: Document, units: dict[int, str], actor: Actor, at: datetime) -> list[Copy]:
    """补发: send an issued document to further units."""
    if document.state != State.ISSUED:
        raise Conflict("还没有分发，请直接修改主送、抄送单位。", code="documents.not-issued")
    there = set(document.copies.values_list("unit_id", flat=True))
    found = {u: units[u.pk] for u in Unit.objects.filter(pk__in=set(units) - there, valid_to=None)}
    return send_copies(document, found, at=at)


@operation(may="documents.distribute", on="document")
def send_again(*, document: Document, copy: Copy, actor: Actor, at: datetime) -> Copy:
    """重新发送 to a unit that refused it, after the reason was dealt with."""
    copy = Copy.objects.select_for_update().get(pk=copy.pk, document=document)
    if copy.state != CopyState.REFUSED:
        raise Conflict("这个单位没有退文，不需要重新发送。", code="documents.not-refused")
    copy.state, copy.sent_at, copy.signed_at, copy.signed_by, copy.signer_name = CopyState.UNSIGNED, at, None, None, ""
    copy.save(update_fields=["state", "sent_at", "signed_at", "signed_by", "signer_name"])
    lay_on_desks([copy], document, at=at)
    note(unit=copy.unit_id)
    return copy


@operation(may="documents.remind", on="document")
def remind(
    *, document: Document, copies: Collection[int], text: str, by_sms: bool, actor: Actor, at: datetime
) -> int:  # fmt: skip
    """催办 the units that have not signed for their copies. Gives how many were reminded; signed ones are left in peace."""
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
    people = [h.person_id for h in receivers_of([c.unit_id for c in waiting], at)]
    notifications.notify(people, title="催办", body=text, reference=document.reference, channels=channels)
    note(copies=[c.pk for c in waiting], sms=by_sms)
    return len(waiting)


@inside_operation
def send_copies(document: Document, units: dict[Unit, str], *, at: datetime) -> list[Copy]:
    copies = Copy.objects.bulk_create(
        Copy(document=document, unit=unit, unit_name=unit.name, role=role, sent_at=at) for unit, role in units.items()
    )
    lay_on_desks(copies, document, at=at)
    return copies


@inside_operation
def lay_on_desks(copies: list[Copy], document: Document, *, at: datetime) -> None:
    """On the receivers' desks of each unit, and into the unit's sight."""
    desks: dict[int, set[str]] = {}
    for holder in receivers_of([c.unit_id for c in copies], at):
        desks.setdefault(holder.organ_id, set()).add(inbox.duty_key(holder.unit_id, Duty.RECEIVER))
    inbox.put(
        inbox.Entry(
            source=Reference("copy", c.pk), subject=Reference("copy", c.pk), category="来文", title=document.title,
            keys=tuple(sorted(desks.get(c.unit_id) or {inbox.duty_key(c.unit_id, Duty.DOCUMENT_MANAGER)})),
            step="签收", received_at=at, number=document.number_text, urgency=urgency.ORDER[document.urgency],
            from_unit=document.issuer_name,
        )
        for c in copies
    )  # fmt: skip
    for copy in copies:
        access.show(Reference("copy", copy.pk), [f"u{copy.unit_id}"], sort_at=at)


def receivers_of(unit_ids: Collection[int], at: datetime):
    """The 收发员 of units, in the unit itself or one of its sections."""
    sections = Unit.objects.filter(organ_id__in=unit_ids).values_list("pk", flat=True)
    return holders(unit_ids=[*unit_ids, *sections], at=at, duty=Duty.RECEIVER)
