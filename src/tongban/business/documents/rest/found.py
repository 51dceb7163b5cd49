"""What an address names, if the caller sees it; NotFound otherwise. The queries of the screens."""

from typing import Literal

from django.http import HttpRequest

from tongban.business.documents import queries
from tongban.business.documents.models import Copy, Document, Incoming
from tongban.engines.flow import api as flow
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit
from tongban.kernel.errors import Conflict, Invalid, NotFound
from tongban.kernel.now import now

Kind = Literal["documents", "incoming"]


def own(request: HttpRequest, pk: int) -> Document:
    return queries.document_for(request.actor, pk, at=now())


def received(request: HttpRequest, pk: int) -> Copy:
    return queries.copy_for(request.actor, pk, at=now())


def registered(request: HttpRequest, pk: int) -> Incoming:
    return queries.incoming_for(request.actor, pk, at=now())


def thing(request: HttpRequest, kind: Kind, pk: int) -> Document | Incoming:
    return own(request, pk) if kind == "documents" else registered(request, pk)


def step(request: HttpRequest, kind: Kind, pk: int, work: int) -> flow.Work:
    subject = thing(request, kind, pk)
    found = flow.Work.objects.filter(pk=work, subject_kind=subject.kind, subject_id=subject.pk).first()
    if found is None:
        raise NotFound("这件公文没有这一步。")
    return found


def copy_of(document: Document, pk: int) -> Copy:
    found = document.copies.filter(pk=pk).first()
    if found is None:
        raise NotFound("这份公文没有发给这个单位。")
    return found


def series(pk: int, unit_id: int, purpose: str) -> numbering.Series:
    found = numbering.series_of(unit_id=unit_id, purpose=purpose).filter(pk=pk).first()
    if found is None:
        raise Invalid({"series": "请选择本单位的字号，见 /series。"})
    return found


def unit_of(request: HttpRequest) -> Unit:
    """The unit of the caller's post."""
    unit = Unit.objects.filter(pk=request.actor.unit_id).select_related("organ").first()
    if unit is None:
        raise Conflict("您没有在任何单位任职，不能办理公文。请联系本单位系统管理员。", code="documents.no-unit")
    return unit
