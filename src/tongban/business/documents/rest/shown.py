"""From rows to what programs get."""

from typing import Any

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.draft import fields_of
from tongban.business.documents.printed import body_of
from tongban.engines.flow import api as flow
from tongban.kernel.now import now


def document(d: Document) -> dict[str, Any]:
    return {
        "id": d.pk, "uid": str(d.uid), "title": d.title, "kind": d.kind_name, "number": d.number_text, "state": d.state,
        "urgency": d.urgency, "version": d.version, "drafter": d.drafter_name, "issuer": d.issuer_name,
        "signer": d.signer_name, "signed_at": d.signed_at, "issued_at": d.issued_at, "created_at": d.created_at,
    }  # fmt: skip


def whole(d: Document) -> dict[str, Any]:
    fields = fields_of(d)
    return {
        **document(d), "body": body_of(d), "receivers": dict(d.receivers.values_list("unit_id", "role")),
        "main_recipients": fields.main_recipients, "cc": fields.cc, "keywords": fields.keywords, "note": fields.note,
    }  # fmt: skip


def copy(c: Copy) -> dict[str, Any]:
    return {
        "id": c.pk, "document_title": c.document.title, "number": c.document.number_text, "unit": c.unit_name, "role": c.role,
        "state": c.state, "signer": c.signer_name, "signed_at": c.signed_at, "reason": c.reason,
        "received_number": c.received_number, "reminders": c.reminders,
    }  # fmt: skip


def incoming(i: Incoming) -> dict[str, Any]:
    return {
        "id": i.pk, "uid": str(i.uid), "title": i.title, "number": i.number_text, "from_unit": i.from_unit,
        "from_number": i.from_number, "state": i.state, "registered_at": i.registered_at, "completed_at": i.completed_at,
    }  # fmt: skip


def work(w: flow.Work, mine: bool) -> dict[str, Any]:
    choices = flow.hosts[w.subject_kind].choices(w.subject, w.element, now()) if mine else []
    return {
        "id": w.pk, "element": w.element, "step": w.step, "state": w.state, "who": w.person_name or w.names,
        "opinion": w.opinion, "decision": w.decision, "opened_at": w.opened_at, "done_at": w.done_at, "mine": mine,
        "choices": {c.name: [str(o.value) for o in c.options] for c in choices},
    }  # fmt: skip
