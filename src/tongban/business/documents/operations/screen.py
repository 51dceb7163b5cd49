"""初审退回: what the unit should not handle, or what breaks the rules of routing, goes back with a reason (条例第二十四条)."""

from datetime import datetime

from tongban.business.documents.contracts import CopySigned, CopyState
from tongban.business.documents.models import Copy, Incoming
from tongban.business.documents.rules import secrecy
from tongban.engines.flow import api as flow
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation, publish
from tongban.kernel.references import Reference

RETURNED = "returned"


@operation(may="documents.return_to_sender", on="incoming")
def return_to_sender(*, incoming: Incoming, reason: str, actor: Actor, at: datetime) -> Incoming:
    """At 初审: the handling ends, the number stays with the row; who sent it through the system gets it back as 退文."""
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": "退回要写明原因。"}, code="documents.reason-missing")
    secrecy.refuse_secret("", reason)
    incoming = Incoming.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if incoming.state != "handling":
        raise Conflict("这份收文已经办完或退回。", code="documents.not-handling")
    incoming.state, incoming.result = RETURNED, reason[:300]
    incoming.save(update_fields=["state", "result"])
    flow.terminate(incoming.reference, actor=actor, at=at)
    if incoming.copy_id is not None:
        _refuse_copy(incoming, at)
    note(number=incoming.number_text)
    return incoming


def _refuse_copy(incoming: Incoming, at: datetime) -> None:
    copy = Copy.objects.select_for_update().get(pk=incoming.copy_id)
    copy.state, copy.reason, copy.received_number = CopyState.REFUSED, incoming.result, ""
    copy.save(update_fields=["state", "reason", "received_number"])
    publish(CopySigned(copy.pk, Reference("document", copy.document_id), copy.unit_id, refused=True))
