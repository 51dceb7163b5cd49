"""Documents as a host of the process engine: what each step decides, and what must happen with it in the same transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from tongban.business.documents import checking, queries, sql
from tongban.business.documents.contracts import DocumentSigned, State
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations import handling, receive
from tongban.business.documents.operations.basis import require_only_answer
from tongban.business.documents.operations.draft import describe, fields_of
from tongban.business.documents.printed import body_of
from tongban.business.documents.rules import digest, drafting, secrecy
from tongban.engines.flow import api as flow
from tongban.foundation.organization.api import Unit, UnitKind
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import publish
from tongban.kernel.references import Reference

OWN = frozenset({"number", "seal", "distribute"})  # steps with an operation of their own


def hosts() -> tuple[flow.Host, ...]:
    outgoing = flow.Host(
        kind="document",
        lock=lock,
        describe=lambda reference: describe(load(reference)),
        choices=choices,
        before=before,
        own=OWN,
        reopens=True,
        words=no_secret,
    )
    received = flow.Host(
        kind="incoming", lock=_lock_incoming, choices=_incoming_choices, before=before_incoming, reopens=True, words=no_secret,
        describe=lambda reference: receive.describe(Incoming.objects.get(pk=reference.id)),
    )  # fmt: skip
    return outgoing, received


def no_secret(words: str) -> None:
    """What is said about a document may not carry a secret either (F-OD-53)."""
    secrecy.refuse_secret("", words)


def lock(reference: Reference) -> flow.Subject:
    return describe(sql.lock(reference.id))


def load(reference: Reference) -> Document:
    return Document.objects.select_related("section", "unit", "plaque").get(pk=reference.id)


def choices(reference: Reference, element: str, at: datetime) -> list[flow.Choice]:
    """What a step decides for later ones: which units countersign, which leader signs."""
    if element == "review":
        return [_countersigners(reference)]
    if element == "vet":
        return [_signers(reference, at)]
    return []


def _countersigners(reference: Reference) -> flow.Choice:
    def options() -> tuple[flow.Option, ...]:
        document = load(reference)
        units = Unit.objects.filter(form=UnitKind.ORGAN, valid_to=None, region_id=document.unit.region_id)
        others = units.exclude(pk=document.unit_id).order_by("order", "pk")
        return tuple(flow.Option(str(u.pk), u.name, u.short_name) for u in others)

    return flow.Choice(
        name="countersign_units",
        label="会签单位",
        options=flow.Later(options),
        many=True,
        hint="不需要会签的，不选。各单位同时会签。",
    )


def _signers(reference: Reference, at: datetime) -> flow.Choice:
    leaders = queries.leaders_for(load(reference).unit_id, at=at)
    options = tuple(flow.Option(str(h.person_id), f"{h.name} · {h.post_title}", h.unit_name) for h in leaders)
    return flow.Choice(name="signer", label="签发人", options=options, required=True)


def before(move: flow.Move) -> None:
    """What a move means for the document itself. An opinion may not carry a secret either (F-OD-53)."""
    secrecy.refuse_secret("", move.opinion)
    if move.kind == "return":
        reopen(load(move.subject), move.decision)
    elif move.kind == "withdraw":
        reopen(load(move.subject), move.element)
    elif move.kind == "reopen":
        _take_up(load(move.subject), move.element)
    elif move.kind == "complete" and move.element == "draft":
        _sent(move)
    elif move.kind == "complete" and move.element == "sign":
        _signed(move)


def _take_up(document: Document, element: str) -> None:
    """恢复办理 of what was broken off. What has left the house, or is void, stays so."""
    if document.state in (State.ISSUED, State.VOID, State.PURGED):
        raise Conflict("已经分发或者作废的公文不能恢复办理。", code="documents.over")
    reopen(document, element)


def _sent(move: flow.Move) -> None:
    document = load(move.subject)
    receivers = document.receivers.filter(role="main").count()
    if faults := drafting.faults_before_sending(fields_of(document), body=body_of(document), receivers=receivers):
        raise Invalid(faults, code="documents.not-ready")
    checking.require_clean(document)
    require_only_answer(document)
    _set(document, State.REVIEW)


def _signed(move: flow.Move) -> None:
    """签发: the body is frozen by its hash; 成文日期 is this day (GB/T 9704 7.3.5.5)."""
    document = load(move.subject)
    document.signed_at, document.signer_id, document.signer_name = move.at, move.actor.person_id, move.actor.name
    document.signed_digest = digest.signed_digest(vars(document), body_of(document))
    document.state = State.SIGNED
    document.save(update_fields=["signed_at", "signer_id", "signer_name", "signed_digest", "state"])
    publish(DocumentSigned(move.subject, document.signed_digest))


# Where the document stands when a step is open again: with the signature and the page file, or without.
_REOPENED = {
    "draft": State.DRAFT, "recheck": State.SIGNED, "number": State.SIGNED, "seal": State.LAID_OUT,
    "distribute": State.SEALED,
}  # fmt: skip
_UNSIGNED = {"signed_at": None, "signer_id": None, "signer_name": "", "signed_digest": ""}
_NO_PAGES: dict[str, Any] = {"page_file": None, "layout": {}}


def reopen(document: Document, element: str) -> None:
    """Bring the document to where this step has it, after a return or a withdrawal. The number stays with it for good."""
    state = _REOPENED.get(element, State.REVIEW)
    if state == State.SEALED and not document.needs_seal:
        state = State.LAID_OUT
    changes: dict[str, Any] = {"state": state} if state == State.SEALED else {"state": state, "sealed_file": None}
    if state in (State.DRAFT, State.REVIEW):
        changes |= _UNSIGNED
    if state in (State.DRAFT, State.REVIEW, State.SIGNED):
        changes |= _NO_PAGES
    for name, value in changes.items():
        setattr(document, name, value)
    document.save(update_fields=list(changes))


def _set(document: Document, state: State) -> None:
    document.state = state
    document.save(update_fields=["state"])


BEFORE_HANDLING = frozenset({"screen", "propose", "instruct"})


def before_incoming(move: flow.Move) -> None:
    """批办 names the sections that handle the document; what goes back before it releases them."""
    secrecy.refuse_secret("", move.opinion)
    incoming = Incoming.objects.get(pk=move.subject.id)
    if move.kind == "complete" and move.element == "instruct":
        units, lead = move.chosen.get("handling_units") or [], move.chosen.get("lead_unit")
        handling.name_sections(incoming, units=units, lead=lead)
    elif (move.decision if move.kind == "return" else move.element) in BEFORE_HANDLING and move.kind != "complete":
        handling.release_sections(incoming)
    if move.kind == "reopen":
        _take_up_incoming(incoming)


def _take_up_incoming(incoming: Incoming) -> None:
    """恢复办理 of what was completed; what went back to its sender stays there, and so does what its sender was told is done."""
    if incoming.state not in ("handling", "completed") or (incoming.state == "completed" and incoming.copy_id):
        raise Conflict("已经退回来文单位、或者已经告知来文单位办结的收文，不能恢复办理。", code="documents.over")
    Incoming.objects.filter(pk=incoming.pk).update(state="handling", completed_at=None)


def _lock_incoming(reference: Reference) -> flow.Subject:
    return receive.describe(Incoming.objects.select_for_update(of=("self",)).get(pk=reference.id))


def _incoming_choices(reference: Reference, element: str, at: datetime) -> list[flow.Choice]:
    """收文: 拟办 proposes the leader who instructs and the sections, 批办 names the sections that handle it and who leads."""
    if element not in ("propose", "instruct"):
        return []
    incoming = Incoming.objects.get(pk=reference.id)
    if element == "propose":
        leaders = queries.leaders_for(incoming.unit_id, at=at)
        options = tuple(flow.Option(str(h.person_id), f"{h.name} · {h.post_title}", h.unit_name) for h in leaders)
        instructor = flow.Choice(name="instructor", label="批办领导", options=options, required=True)
        proposed = flow.Choice(
            name="proposed_units", label="拟由哪些科室承办", options=_sections(incoming), many=True,
            hint="批办时已经选好，领导可以改。",
        )  # fmt: skip
        return [instructor, proposed]
    sections = _sections(incoming, chosen=flow.variables_of(reference).get("proposed_units") or ())
    units = flow.Choice(
        name="handling_units", label="承办科室", options=sections, many=True, hint="只需阅知、不用承办的，不选。"
    )
    return [units, flow.Choice(name="lead_unit", label="主办科室", options=sections, hint="只有一个承办科室时不用选。")]


def _sections(incoming: Incoming, *, chosen: Collection[int] = ()) -> tuple[flow.Option, ...]:
    sections = Unit.objects.filter(organ_id=incoming.unit_id, valid_to=None).exclude(pk=incoming.unit_id)
    return tuple(flow.Option(str(u.pk), u.name, chosen=u.pk in chosen) for u in sections.order_by("order", "pk"))
