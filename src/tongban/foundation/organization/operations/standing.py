"""Acting for somebody else: secretaries and delegations."""

from datetime import datetime

from django.db.models import Q

from tongban.foundation.organization.contracts import DelegationEnded, DelegationMade, DelegationTerms
from tongban.foundation.organization.models import Delegation, Person, Secretary
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.queries.holders import holder_of
from tongban.foundation.organization.rules import delegation_faults
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation, publish


@operation(may=MANAGE, on="leader")
def set_secretary(*, leader: Person, secretary: Person, actor: Actor, at: datetime) -> Secretary:
    """Let a person record this leader's instructions (代录); the leader confirms each later."""
    if leader.pk == secretary.pk:
        raise Invalid({"secretary": "秘书应是另一个人。"})
    if Secretary.objects.filter(leader=leader, secretary=secretary, until=None).exists():
        raise Conflict(f"{secretary.name} 已经是 {leader.name} 的秘书。", code="organization.secretary-already")
    note(secretary=secretary.pk)
    return Secretary.objects.create(leader=leader, secretary=secretary, since=at)


@operation(may=MANAGE, on="secretary")
def end_secretary(*, secretary: Secretary, actor: Actor, at: datetime) -> None:
    """The person may no longer record for the leader. What was recorded stays."""
    about(secretary.leader.reference)
    note(secretary=secretary.secretary_id)
    if not Secretary.objects.filter(pk=secretary.pk, until=None).update(until=at):
        raise Conflict("已经不是秘书。", code="organization.secretary-ended")


@operation(may="organization.delegate", on="person")
def delegate(*, person: Person, terms: DelegationTerms, actor: Actor, at: datetime) -> Delegation:
    """委托代办: another person acts for this one in a time span. It ends by itself; nobody has two stand-ins at once.

    A start in the past counts from now. What the stand-in does is recorded under both names.
    """
    _require_sound(person, terms, at=at)
    made = Delegation.objects.create(
        person=person, to_id=terms.to_person_id, since=max(terms.since, at), until=terms.until, reason=terms.reason
    )
    about(made.reference)
    note(person=person.pk, to=made.to_id, since=made.since, until=made.until)
    publish(DelegationMade(delegation_id=made.pk, person_id=person.pk, to_person_id=made.to_id))
    return made


@operation(may="organization.delegate", on="delegation")
def recall_delegation(*, delegation: Delegation, actor: Actor, at: datetime) -> None:
    """Take a delegation back before its end; one that has not begun never begins."""
    if not recall(delegation, at=at):
        raise Conflict("这项委托已经结束。", code="organization.delegation-ended")


@operation(may="organization.delegate", on="delegation")
def end_delegation(*, delegation: Delegation, actor: Actor, at: datetime) -> None:
    """Make known that a delegation's span is over: the job's part of the automatic recall. Idempotent."""
    make_known_ended(delegation, at=at)


@inside_operation
def recall(delegation: Delegation, *, at: datetime) -> bool:
    """End a delegation now, and make it known; False when it had ended before."""
    changed = Delegation.objects.filter(pk=delegation.pk, recalled_at=None, until__gt=at).update(recalled_at=at)
    if changed:
        make_known_ended(delegation, at=at)
    return bool(changed)


@inside_operation
def make_known_ended(delegation: Delegation, *, at: datetime) -> None:
    if Delegation.objects.filter(pk=delegation.pk, ended_at=None).update(ended_at=at):
        publish(
            DelegationEnded(delegation_id=delegation.pk, person_id=delegation.person_id, to_person_id=delegation.to_id)
        )


def _require_sound(person: Person, terms: DelegationTerms, *, at: datetime) -> None:
    if terms.to_person_id == person.pk:
        raise Invalid({"to_person_id": "请委托另一个人。"})
    if faults := delegation_faults(terms, at=at):
        raise Invalid(faults)
    if holder_of(terms.to_person_id, at) is None:
        raise Invalid({"to_person_id": "此人不在任何岗位上，不能代办。"})
    people = sorted([person.pk, terms.to_person_id])
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    covers = Q(recalled_at=None, since__lt=terms.until, until__gt=max(terms.since, at))
    if Delegation.objects.filter(covers, person=person).exists():
        raise Conflict("这段时间内已有委托，请先收回。", code="organization.delegated-already")
    if Delegation.objects.filter(covers, person_id=terms.to_person_id).exists():
        raise Invalid({"to_person_id": "此人这段时间已委托他人代办，请另选。"})
