"""发文依据: what a document rests on (F-OD-07)."""

from collections.abc import Iterable
from datetime import datetime

from tongban.business.documents.models import Basis, Document, Incoming
from tongban.business.documents.queries import answers_to, visible_ids
from tongban.business.documents.rules import transitions
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, note, operation
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
    require_only_answer(document)
    note(bases=[str(basis) for basis in chosen])
    return len(chosen)


@inside_operation
def answer(document: Document, incoming: Incoming, *, actor: Actor, at: datetime) -> None:
    """拟复文: the new draft rests on what it answers."""
    if not visible_ids(actor, "incoming", [incoming.pk], at=at) or incoming.unit_id != document.unit_id:
        raise Invalid({"basis": "要答复的来文不存在，或者您没有查看的权限。"}, code="documents.basis")
    Basis.objects.create(document=document, **pointing_at(incoming.reference))
    require_only_answer(document)


@inside_operation
def require_only_answer(document: Document) -> None:
    """一文一事: one 请示 gets one 批复, and a 批复 answers one 请示."""
    if document.kind_name != "批复":
        return
    asked = Basis.objects.filter(document=document, subject_kind="incoming").values("subject_id")
    questions = list(Incoming.objects.filter(pk__in=asked, kind_name="请示"))
    if len(questions) > 1:
        raise Conflict("一份批复只答复一份请示（一文一事），请分别拟写。", code="documents.one-question")
    for other in (found for question in questions for found in answers_to(question)):
        if other.kind_name == "批复" and other.pk != document.pk:
            raise Conflict(f"这份请示已经有批复：{other.title}。", code="documents.answered-already")
