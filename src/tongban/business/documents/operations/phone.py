"""电话登记 of receivers who said by telephone that they have it."""

from datetime import datetime

from tongban.business.documents.contracts import CopySigned, CopyState
from tongban.business.documents.models import Copy, Document
from tongban.business.documents.operations.receive import ask_to_register
from tongban.business.documents.rules.copies import desk_source
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation, publish


@operation(may="documents.distribute", on="document")
def sign_by_phone(*, document: Document, copy: Copy, signer: str, actor: Actor, at: datetime) -> Copy:
    """电话登记: the receiver has it (on paper, by fax) and said so; the record names who said it and who noted it."""
    signer = " ".join(signer.split())
    if not signer:
        raise Invalid({"signer": "请写对方签收人的姓名。"}, code="documents.signer-missing")
    copy = Copy.objects.select_for_update().select_related("document").get(pk=copy.pk, document=document)
    if copy.state != CopyState.UNSIGNED:
        raise Conflict("这个单位已经签收或退文，不需要电话登记。", code="documents.answered")
    copy.state, copy.signed_at, copy.signed_by_id = CopyState.SIGNED, at, actor.person_id
    copy.signer_name, copy.by_phone = signer[:60], actor.name
    copy.save(update_fields=["state", "signed_at", "signed_by", "signer_name", "by_phone"])
    keys = inbox.desks_of(desk_source(copy.pk, copy.sendings))
    inbox.close([desk_source(copy.pk, copy.sendings)], at=at)
    ask_to_register(copy, keys, at=at)
    note(unit=copy.unit_id)
    publish(CopySigned(copy.pk, document.reference, copy.unit_id, False))
    return copy
