"""发文依据: what a document rests on (F-OD-07)."""

from collections.abc import Iterable
from datetime import datetime

from tongban.business.documents.models import Basis, Document
from tongban.business.documents.queries import visible_ids
from tongban.business.documents.rules import transitions
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import note, operation
from tongban.kernel.references import Reference

KINDS = ("document", "incoming")


@operation(may="documents.edit", on="document")
def link_basis(*, document: Document, bases: Iterable[Reference], actor: Actor, at: datetime) -> int:
    """Let the document rest on these, and on nothing else; only what the actor sees. How many there are now."""
    transitions.require_editable(document.state)
    chosen = sorted({basis for basis in bases if basis != document.reference})
    for kind in {basis.kind for basis in chosen}:
        ids = [basis.id for basis in chosen if basis.kind == kind]
        if kind not in KINDS or visible_ids(actor, kind, ids, at=at) != set(ids):
            raise Invalid({"basis": "选的公文不存在，或者您没有查看的权限。"}, code="documents.basis")
    Basis.objects.filter(document=document).delete()
    Basis.objects.bulk_create(Basis(document=document, **pointing_at(basis)) for basis in chosen)
    note(bases=[str(basis) for basis in chosen])
    return len(chosen)
