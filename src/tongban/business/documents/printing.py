"""Whose rules hold for the files of documents, of their copies and of what is received (打印和下载控制)."""

from collections.abc import Collection
from datetime import datetime

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.permissions import carries
from tongban.foundation.organization.api import Duty
from tongban.foundation.prints import api as prints
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference


def register() -> None:
    prints.sources.register(
        "document", prints.Source("发文", documents, controls, reaches="copy", parts=("documents.attachment",))
    )
    prints.sources.register("copy", prints.Source("电子来文", copies, controls, copies=10))
    prints.sources.register("incoming", prints.Source("收文", received, controls, copies=10, parts=("documents.scan",)))


def documents(ids: Collection[int]) -> dict[int, prints.Origin]:
    rows = Document.objects.filter(pk__in=ids).values_list("pk", "unit_id")
    return {pk: _own(Reference("document", pk), unit) for pk, unit in rows}


def copies(ids: Collection[int]) -> dict[int, prints.Origin]:
    """The sender's rules, counted for each receiving unit."""
    rows = Copy.objects.filter(pk__in=ids).values_list("pk", "document_id", "document__unit_id")
    return {pk: _sent(document, unit, copy=pk) for pk, document, unit in rows}


def received(ids: Collection[int]) -> dict[int, prints.Origin]:
    """What came through the system under its sender's rules, counted with its copy; paper under those of its unit."""
    rows = Incoming.objects.filter(pk__in=ids).values_list(
        "pk", "unit_id", "copy_id", "copy__document_id", "copy__document__unit_id"
    )
    return {
        pk: _sent(document, sender, copy=copy) if copy else _own(Reference("incoming", pk), unit)
        for pk, unit, copy, document, sender in rows
    }


def controls(actor: Actor, unit_id: int, at: datetime) -> bool:
    """公文管理员 of the unit."""
    return carries(actor, unit_id, (Duty.DOCUMENT_MANAGER,), at)


def _own(subject: Reference, unit_id: int) -> prints.Origin:
    return prints.Origin(subject, unit_id, "own", counted=subject)


def _sent(document_id: int, unit_id: int, *, copy: int) -> prints.Origin:
    return prints.Origin(Reference("document", document_id), unit_id, "receivers", counted=Reference("copy", copy))
