"""拟稿: make a draft, and save it while it may still be changed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from tongban.business.documents.models import Document, Incoming, Receiver, Version
from tongban.business.documents.operations.basis import answer
from tongban.business.documents.operations.preview import ask_for_preview
from tongban.business.documents.queries import texts_of_documents
from tongban.business.documents.rules import digest, drafting, secrecy, transitions, urgency
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.rules.kinds import KINDS, format_of
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Plaque, Unit, organ_of
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.kernel.references import Reference
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.markdown import read_markdown

PROCESS = "fawen"


@operation(may="documents.draft", on="section")
def draft(*, section: Unit, content: Content, answers: Incoming | None = None, actor: Actor, at: datetime) -> Document:
    """Make a draft of the section's organ, with its first version, and lay it on the drafter's desk; `answers`: 拟复文."""
    _check(content)
    organ = organ_of(section)
    plaque = Plaque.objects.filter(unit=organ, valid_to=None).order_by("-main", "pk").first()
    if plaque is None:
        raise Invalid({"": f"{organ.name}还没有登记牌子和发文机关标志，不能拟文。请联系单位系统管理员。"})
    document = Document(
        unit=organ, section=section, plaque=plaque, issuer_name=plaque.name, drafter_id=actor.person_id,
        drafter_name=actor.name, created_at=at,
    )  # fmt: skip
    _take(document, content.fields, at)
    document.save()
    about(document.reference)
    _new_version(document, content.body, actor=actor, at=at, reason="拟稿")
    set_receivers(document, content.receivers)
    if answers is not None:
        answer(document, answers, actor=actor, at=at)
    ask_for_preview(document)
    access.show(document.reference, [f"p{actor.person_id}", f"u{organ.pk}"], sort_at=at)
    search.put(texts_of_documents([document.pk]))
    flow.start(describe(document), process=PROCESS, actor=actor, at=at)
    return document


@operation(may="documents.edit", on="document")
def save(*, document: Document, content: Content, base: int, actor: Actor, at: datetime) -> Document:
    """Save form and body. `base` is the version that was edited: a newer one means that somebody else saved meanwhile."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    transitions.require_editable(document.state)
    _check(content)
    if document.version != base:
        last = document.versions.get(no=document.version)
        raise Conflict(
            f"{last.author_name}刚保存了第{last.no}稿。您写的内容还在，请对照后再保存。", code="documents.newer-version"
        )
    _take(document, content.fields, at)
    document.save()
    if document.versions.get(no=base).digest != digest.body_digest(content.body):
        _new_version(document, content.body, actor=actor, at=at, reason="修改")
    set_receivers(document, content.receivers)
    ask_for_preview(document)
    inbox.rename(document.reference, title=document.title, urgency=urgency.ORDER[document.urgency])
    search.put(texts_of_documents([document.pk]))
    note(version=document.version)
    return document


@inside_operation
def set_receivers(document: Document, receivers: Mapping[int, str]) -> None:
    """The distribution list: unit → main or cc. Only units that exist now."""
    known = set(Unit.objects.filter(pk__in=receivers, valid_to=None).values_list("pk", flat=True))
    if missing := set(receivers) - known:
        raise Invalid({"receivers": f"有 {len(missing)} 个单位已撤销或不存在，请重新选择。"})
    Receiver.objects.filter(document=document).delete()
    Receiver.objects.bulk_create(
        Receiver(document=document, unit_id=unit, role=role) for unit, role in sorted(receivers.items())
    )


def describe(document: Document) -> flow.Subject:
    """What the process engine may know of a document."""
    return flow.Subject(
        reference=Reference("document", document.pk), category="发文", title=document.title, unit_id=document.unit_id,
        section_id=document.section_id, number=document.number_text, urgency=urgency.ORDER[document.urgency],
        from_unit=document.section.name, from_person=document.drafter_name, people={"drafter": document.drafter_id},
        facts={
            "urgency": document.urgency, "kind": document.kind_name, "direction": document.direction,
            "needs_number": document.needs_number, "needs_seal": document.needs_seal,
        },
    )  # fmt: skip


def fields_of(document: Document) -> DraftFields:
    """The draft form of a saved document."""
    return DraftFields(
        title=document.title, kind=document.kind_name, direction=document.direction, urgency=document.urgency,
        level=document.level, scope=document.scope, openness=document.openness, closed_reason=document.closed_reason,
        main_recipients=document.main_recipients, cc=document.cc, keywords=document.keywords, note=document.note,
        phone=document.phone,
    )  # fmt: skip


def _check(content: Content) -> None:
    fields = content.fields
    secrecy.refuse_secret(fields.level, content.body, *(v for v in asdict(fields).values() if isinstance(v, str)))
    if faults := drafting.faults(fields) | _unreadable(content.body):
        raise Invalid(faults, code="documents.draft")


def _unreadable(body: str) -> dict[str, str]:
    try:
        read_markdown(body)
    except SourceUnreadable as error:
        return {"body": error.message}
    return {}


def _take(document: Document, fields: DraftFields, at: datetime) -> None:
    kind = KINDS[fields.kind]
    for name, value in asdict(fields).items():
        setattr(document, "kind_name" if name == "kind" else name, value.strip())
    document.format = format_of(kind, fields.direction)
    document.needs_number, document.needs_seal = kind.number != "none", kind.seal == "unit"
    document.changed_at = at


def _new_version(document: Document, body: str, *, actor: Actor, at: datetime, reason: str) -> Version:
    document.version += 1
    document.save(update_fields=["version"])
    return Version.objects.create(
        document=document, no=document.version, body=body, digest=digest.body_digest(body),
        author_id=actor.person_id, author_name=actor.name, at=at, reason=reason,
    )  # fmt: skip
