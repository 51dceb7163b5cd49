"""涉密清除: one person proposes, a second one confirms; then nothing is left but that it was here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tongban.business.documents import backups
from tongban.business.documents.contracts import State
from tongban.business.documents.models import (
    Copy,
    Document,
    Incoming,
    Override,
    Preview,
    Purge,
    Reminder,
    ScanPage,
    Urging,
    Version,
)
from tongban.business.documents.queries import confirmers_of, readers_of
from tongban.business.documents.rules import secrecy
from tongban.business.documents.rules.purging import ERASED, TEXTS, label_of
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.kernel.references import Reference

Target = Document | Incoming


@operation(may="documents.purge", on="target")
def propose_purge(*, target: Target, ground: str, actor: Actor, at: datetime) -> Purge:
    """提出涉密清除. Nothing goes yet: a second person has it on the desk now."""
    ground = ground.strip()
    if not ground:
        raise Invalid({"ground": "请写明清除的依据，不要写文件的内容。"}, code="documents.reason-missing")
    secrecy.refuse_secret("", ground)
    if target.state == State.PURGED or Purge.objects.filter(state=Purge.PROPOSED, **pointing_at(target.reference)):
        raise Conflict("这份公文已经清除，或已经提出清除。", code="documents.purge-proposed")
    label = label_of(target.kind, target.number_text, target.pk)
    made = Purge.objects.create(
        unit_id=target.unit_id, label=label, ground=ground[:200], proposer_id=actor.person_id,
        proposer_name=actor.name, proposed_at=at, **pointing_at(target.reference),
    )  # fmt: skip
    _lay_on_desks(made, at=at)
    note(purge=made.pk)
    return made


def _lay_on_desks(purge: Purge, *, at: datetime) -> None:
    keys = tuple(inbox.person_key(pk) for pk in confirmers_of(purge, at=at))
    if not keys:
        raise Conflict(
            "没有可以确认的第二个人。请先配置单位领导，或另一名安全保密管理员。", code="documents.nobody-confirms"
        )
    entry = inbox.Entry(
        source=Reference("purge", purge.pk), subject=purge.reference, keys=keys, category="保密",
        title=f"涉密清除：{purge.label}", step="确认", received_at=at, urgency=3, from_person=purge.proposer_name,
    )  # fmt: skip
    inbox.put([entry])


@operation(may="documents.confirm_purge", on="purge")
def drop_purge(*, purge: Purge, actor: Actor, at: datetime) -> Purge:
    """不清除: the second person does not agree. The document stays as it is."""
    return _close(purge, Purge.DROPPED, {}, actor=actor, at=at)


@operation(may="documents.confirm_purge", on="purge")
def confirm_purge(*, purge: Purge, actor: Actor, at: datetime) -> Purge:
    """清除: versions, files, previews, opinions, notices, to-dos and visibility of the document and of all its copies."""
    target = _locked(purge.subject)
    subjects = _subjects(target)
    report = _report(target, subjects)
    digests = {file.digest for subject in subjects for file in files.files_of(subject=subject)}
    report["versions"] = _erase_rows(target)
    _release_files(digests)
    removed = files.purge(subjects=subjects)
    report["files"] = [{"digest": r.digest, "size": r.size, "purpose": r.purpose} for r in removed]
    _forget(subjects, actor=actor, at=at)
    note(purge=purge.pk, versions=report["versions"], files=len(removed), backups=len(report["backups"]))
    about(target.reference)
    return _close(purge, Purge.DONE, report, actor=actor, at=at)


def _locked(reference: Reference) -> Target:
    model: type[Document] | type[Incoming] = Document if reference.kind == "document" else Incoming
    return model.objects.select_for_update(of=("self",)).get(pk=reference.id)


def _subjects(target: Target) -> list[Reference]:
    """The document, the copies of its receivers and what they registered; or one paper document."""
    if isinstance(target, Incoming):
        return [target.reference]
    copies = list(Copy.objects.filter(document=target))
    received = list(Incoming.objects.filter(copy__in=copies))
    return [target.reference, *(c.reference for c in copies), *(r.reference for r in received)]


def _report(target: Target, subjects: Collection[Reference]) -> dict[str, Any]:
    """Who must be asked for print-outs and downloads, and which backups still hold it."""
    came = target.created_at if isinstance(target, Document) else target.registered_at
    copies = Copy.objects.filter(pk__in=[s.id for s in subjects if s.kind == "copy"]).order_by("pk")
    units = [{"unit": c.unit_name, "signer": c.signer_name, "number": c.received_number} for c in copies]
    return {"units": units, "readers": readers_of(subjects), "backups": backups.made_since(came)}


def _release_files(digests: Collection[str]) -> None:
    """Rows of ours let go of every file with this content, wherever it lies: the same scan may have come twice."""
    ScanPage.objects.filter(file__blob_id__in=digests).delete()
    Incoming.objects.filter(file__blob_id__in=digests).update(file=None)
    for preview in Preview.objects.filter(file__blob_id__in=digests):
        preview.delete()


@inside_operation
def _forget(subjects: Collection[Reference], *, actor: Actor, at: datetime) -> None:
    """What other apps hold about them."""
    for subject in subjects:
        if subject.kind in flow.hosts:
            flow.terminate(subject, actor=actor, at=at)
        access.hide(subject)
    flow.erase_texts(subjects)
    seals.erase_texts(subjects)
    notifications.erase_texts(subjects)
    inbox.erase(subjects)
    search.forget(subjects)
    for subject in subjects:
        Urging.objects.filter(**pointing_at(subject)).update(text=ERASED)


def _erase_rows(target: Target) -> int:
    """Our own tables; how many versions of the text there were."""
    if isinstance(target, Incoming):
        _erase_incoming(Incoming.objects.filter(pk=target.pk))
        return 0
    versions, _ = Version.objects.filter(document=target).delete()
    Preview.objects.filter(document=target).delete()
    Override.objects.filter(document=target).delete()
    Reminder.objects.filter(copy__document=target).update(text=ERASED)
    copies = Copy.objects.filter(document=target)
    _erase_incoming(Incoming.objects.filter(copy__in=copies))
    copies.exclude(reason="").update(reason=ERASED)
    Document.objects.filter(pk=target.pk).update(
        title=ERASED, state=State.PURGED, openness="公开发布", closed_reason="", layout={}, signed_digest="",
        page_file=None, sealed_file=None,
        **dict.fromkeys(TEXTS, ""),
    )  # fmt: skip
    return versions


def _erase_incoming(rows: QuerySet[Incoming]) -> None:
    rows.update(title=ERASED, result="", state="purged")


def _close(purge: Purge, state: str, report: dict[str, Any], *, actor: Actor, at: datetime) -> Purge:
    current = Purge.objects.select_for_update().get(pk=purge.pk)
    if current.state != Purge.PROPOSED:
        raise Conflict(f"{current.confirmer_name}已经处理了这件涉密清除。", code="documents.purge-closed")
    current.state, current.report, current.closed_at = state, report, at
    current.confirmer_id, current.confirmer_name = actor.person_id, actor.name
    current.save(update_fields=["state", "report", "closed_at", "confirmer", "confirmer_name"])
    inbox.finish(Reference("purge", purge.pk), person_id=actor.person_id, at=at)
    return current
