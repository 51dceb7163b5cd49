"""受理审查: accept, ask for supplements once, or refuse to accept; and what silence does (行政许可法 §32)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.casework.contracts import PREACCEPT, PROMISED, SUPPLEMENT, CaseAccepted, CaseDecided, Sort, State
from tongban.business.casework.models import Case
from tongban.business.casework.operations import clocks as limits
from tongban.business.casework.operations.common import held, moved
from tongban.business.casework.operations.letters import write_letter
from tongban.business.casework.queries.wording import acceptance_facts, supplement_facts
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person, holder_of, holders
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now
from tongban.kernel.operations import doing, inside_operation, note, operation, publish
from tongban.kernel.references import Reference

PROCESS = "case"


@operation(may="casework.screen", on="case")
def ask_supplement(*, case: Case, missing: Mapping[str, str], actor: Actor, at: datetime) -> Case:
    """补正告知: everything that is missing, once. The notice ends the organ's five days; the supplement begins new ones.

    `missing` maps keys of materials to what is to be done about them. Conflict for a second time, and after five days.
    """
    case = held(case, "screen")
    if case.letters.filter(sort=Sort.SUPPLEMENT.value).exists():
        raise Conflict("补正只能一次告知全部内容，已经告知过一次；请作出受理或者不予受理的决定。", code="casework.once")
    names = {material.key for material in case.version.content.materials}
    wanted = {key: what.strip() for key, what in missing.items() if what.strip()}
    if not wanted or set(wanted) - names:
        raise Invalid({"": "请写明需要补正的材料和要求。"}, code="casework.nothing-missing")
    write_letter(case, Sort.SUPPLEMENT, **supplement_facts(case, wanted))
    limits.stop(case, SUPPLEMENT, PREACCEPT)
    _screened(case, actor, at)
    case.state = State.SUPPLEMENT
    case.save(update_fields=["state"])
    note(missing=sorted(wanted))
    return moved(case)


@operation(may="casework.screen", on="case")
def accept(*, case: Case, handler: Person, actor: Actor, at: datetime) -> Case:
    """受理: with a dated letter under the acceptance seal; the limits run, and the process with its handler begins."""
    return _accept(held(case, "screen"), handler, when=at)


@operation(may="casework.run", on="case")
def deem_accepted(*, case: Case, actor: Actor, at: datetime) -> Case:
    """视为受理: nobody said anything within five days, so the application counts as accepted since it was received.

    Without effect where the window was quicker. The organ's first leader has it until he passes it on.
    """
    case = held(case)
    if case.state != State.SUBMITTED:
        return case
    leaders = holders(unit_ids=[case.unit_id], at=at, rank=("head", "deputy"))
    if not leaders:
        raise Conflict("本单位没有负责人在岗，不能确定承办人。", code="casework.no-head")
    return _accept(case, Person.objects.get(pk=leaders[0].person_id), when=case.received_at, deemed=True)


@operation(may="casework.screen", on="case")
def reject(*, case: Case, reason: str, basis: str, actor: Actor, at: datetime) -> Case:
    """不予受理: with the reason, the article and the remedies."""
    case = held(case, "screen")
    require_reason(reason, basis)
    write_letter(case, Sort.REJECTION, reason=reason, basis=basis)
    limits.stop_all(case)
    _screened(case, actor, at)
    case.state, case.decided_at, case.decider_name = State.REJECTED, at, actor.name
    case.decision_reason, case.decision_basis = reason.strip(), basis.strip()
    case.save(update_fields=["state", "decided_at", "decider_name", "decision_reason", "decision_basis"])
    publish(CaseDecided(case.reference, case.unit_id, case.state, at))
    return moved(case)


def require_reason(reason: str, basis: str) -> None:
    """A refusal says why, and by which article (行政许可法 §38)."""
    faults = {}
    if not reason.strip():
        faults["reason"] = "请写明理由。"
    if not basis.strip():
        faults["basis"] = "请写明依据的法律名称和条款。"
    if faults:
        raise Invalid(faults, code="casework.reason-missing")


@inside_operation
def _accept(case: Case, handler: Person, *, when: datetime, deemed: bool = False) -> Case:
    actor, at = doing().actor, doing().at
    home = holder_of(handler.pk, at)
    if home is None or home.organ_id != case.unit_id:
        raise Invalid({"handler": "请选择本单位的承办人。"}, code="casework.handler")
    _screened(case, actor, at)
    case.state, case.accepted_at, case.deemed = State.ACCEPTED, when, deemed
    case.handler, case.handler_name = handler, handler.name
    case.save(update_fields=["state", "accepted_at", "deemed", "handler", "handler_name"])
    access.show(case.reference, [f"u{case.unit_id}", f"p{handler.pk}"], sort_at=case.submitted_at)
    limits.accepted(case, when=when)
    _acceptance_letter(case, deemed=deemed)
    flow.start(describe(case), process=PROCESS, actor=actor, at=at, variables={"handler": handler.pk})
    note(deemed=deemed)
    publish(CaseAccepted(case.reference, case.unit_id, when, deemed))
    return moved(case)


def _acceptance_letter(case: Case, *, deemed: bool) -> None:
    promised = clocks.live_clock(case.reference, PROMISED)
    due = promised.legal_due_on if promised else None
    facts = acceptance_facts(case, accepted=localdate(case.accepted_at), promised_until=due, deemed=deemed)
    write_letter(case, Sort.ACCEPTANCE, **facts)


def _screened(case: Case, actor: Actor, at: datetime) -> None:
    """The window's to-do is done."""
    last = case.submissions.latest("no")
    inbox.finish(last.reference, person_id=actor.person_id, at=at)


def describe(case: Case) -> flow.Subject:
    """What the process engine may know of a case."""
    home = holder_of(case.handler_id, now()) if case.handler_id else None
    return flow.Subject(
        reference=Reference("case", case.pk), category="办件", title=case.title, unit_id=case.unit_id,
        section_id=home.unit_id if home else case.unit_id, number=case.number_text, from_person=case.agent,
        people={"drafter": case.handler_id} if case.handler_id else {},
        facts={"inspection": case.version.content.inspection, "channel": case.channel},
    )  # fmt: skip
