"""What programs get about documents, and how rows become it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.draft import fields_of
from tongban.business.documents.operations.lay_out import PURPOSE as PAGES
from tongban.business.documents.printed import body_of
from tongban.engines.flow import api as flow
from tongban.foundation.files import api as files
from tongban.foundation.programs import api as programs
from tongban.kernel.now import now

KEPT = (PAGES, "documents.attachment", "documents.scan")


class DocumentOut(Schema):
    id: int
    uid: UUID
    title: str
    kind: str
    number: str
    state: str
    urgency: str
    version: int
    drafter: str
    issuer: str
    signer: str
    signed_at: datetime | None
    issued_at: datetime | None
    created_at: datetime


class ReceiverOut(Schema):
    unit: int
    role: str


class DocumentWhole(DocumentOut):
    body: str
    main_recipients: str
    cc: str
    keywords: str
    note: str
    receivers: list[ReceiverOut]
    files: list[programs.FileOut]


class OptionOut(Schema):
    value: int
    label: str


class ChoiceOut(Schema):
    """Something that the step decides: one of the options, or with `many` several."""

    name: str
    label: str
    many: bool
    required: bool
    options: list[OptionOut]


class WorkOut(Schema):
    """A step that somebody did, or has. `choices`: what has to be chosen, for the caller's own open step alone.

    `recorded_by`: written down for the person named in `who`, who has `confirmed` it or not yet.
    """

    id: int
    element: str
    step: str
    state: str
    who: str
    opinion: str
    decision: str
    opened_at: datetime
    done_at: datetime | None
    mine: bool
    recorded_by: str
    confirmed: bool
    choices: list[ChoiceOut]


class CopyOut(Schema):
    id: int
    document: int
    document_title: str
    number: str
    unit_id: int
    unit: str
    role: str
    state: str
    sent_at: datetime
    signer: str
    signed_at: datetime | None
    reason: str
    received_number: str
    reminders: int


class CopyWhole(CopyOut):
    files: list[programs.FileOut]


class IncomingOut(Schema):
    id: int
    uid: UUID
    title: str
    number: str
    from_unit: str
    from_number: str
    state: str
    registered_at: datetime
    completed_at: datetime | None


class IncomingWhole(IncomingOut):
    files: list[programs.FileOut]


class SeriesOut(Schema):
    id: int
    word: str
    purpose: str


class UrgingOut(Schema):
    steps: str
    text: str
    at: datetime


def document(d: Document) -> dict[str, Any]:
    return {
        "id": d.pk, "uid": d.uid, "title": d.title, "kind": d.kind_name, "number": d.number_text, "state": d.state,
        "urgency": d.urgency, "version": d.version, "drafter": d.drafter_name, "issuer": d.issuer_name,
        "signer": d.signer_name, "signed_at": d.signed_at, "issued_at": d.issued_at, "created_at": d.created_at,
    }  # fmt: skip


def whole(d: Document) -> dict[str, Any]:
    fields = fields_of(d)
    return {
        **document(d), "body": body_of(d), "receivers": [
            {"unit": unit, "role": role} for unit, role in d.receivers.order_by("pk").values_list("unit_id", "role")
        ],
        "main_recipients": fields.main_recipients, "cc": fields.cc, "keywords": fields.keywords, "note": fields.note,
        "files": _files(d),
    }  # fmt: skip


def copy(c: Copy) -> dict[str, Any]:
    return {
        "id": c.pk, "document": c.document_id, "document_title": c.document.title, "number": c.document.number_text,
        "unit_id": c.unit_id, "unit": c.unit_name, "role": c.role, "state": c.state, "sent_at": c.sent_at,
        "signer": c.signer_name, "signed_at": c.signed_at, "reason": c.reason, "received_number": c.received_number,
        "reminders": c.reminders,
    }  # fmt: skip


def copy_whole(c: Copy) -> dict[str, Any]:
    return {**copy(c), "files": _files(c)}


def incoming(i: Incoming) -> dict[str, Any]:
    return {
        "id": i.pk, "uid": i.uid, "title": i.title, "number": i.number_text, "from_unit": i.from_unit,
        "from_number": i.from_number, "state": i.state, "registered_at": i.registered_at, "completed_at": i.completed_at,
    }  # fmt: skip


def incoming_whole(i: Incoming) -> dict[str, Any]:
    return {**incoming(i), "files": _files(i)}


def work(w: flow.Work, mine: bool) -> dict[str, Any]:
    choices = flow.choices_of(w, now()) if mine else []
    return {
        "id": w.pk, "element": w.element, "step": w.step, "state": w.state, "who": w.person_name or w.names,
        "opinion": w.opinion, "decision": w.decision, "opened_at": w.opened_at, "done_at": w.done_at, "mine": mine,
        "recorded_by": w.recorded_by, "confirmed": not w.recorded_by or w.confirmed_at is not None,
        "choices": [
            {
                "name": c.name, "label": c.label, "many": c.many, "required": c.required,
                "options": [{"value": int(o.value), "label": o.label} for o in c.options],
            }
            for c in choices
        ],
    }  # fmt: skip


def _files(thing: Document | Copy | Incoming) -> list[files.StoredFile]:
    return list(files.files_of(subject=thing.reference).filter(purpose__in=KEPT))
