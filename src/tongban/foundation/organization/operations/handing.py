"""交接: what one person has goes to another, all at once and recorded (F-ID-24, F-ID-40)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tongban.foundation.organization.contracts import HandedOver, Handing
from tongban.foundation.organization.models import Delegation, Handover, Holding, Person, Secretary
from tongban.foundation.organization.operations.people import leave_post, let_go, take_post
from tongban.foundation.organization.operations.standing import recall
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.queries.belongings import belongings, left_over, secretary_rows
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, doing, inside_operation, note, operation, publish


@operation(may=MANAGE, on="person")
def hand_over(  # noqa: PLR0913  all that a handing over is about, by name
    *, person: Person, to: Person, parts: Collection[str], reason: str, leaving: bool, actor: Actor, at: datetime
) -> Handover:
    """Give these parts of what a person has to a successor; with `leaving` he goes for good. All of it or nothing."""
    _require_sound(person, to, parts, reason, leaving=leaving)
    ports.permission().require(actor=actor, permission=MANAGE, target=to, at=at)
    passed = _pass_on(Handing(person.pk, to.pk, actor, at), parts)
    unit_id = person.unit_id
    if leaving:
        let_go(Person.objects.get(pk=person.pk), reason=reason, at=at)
    about(person.reference)
    return _recorded(unit_id, person, to, passed, reason, leaving=leaving)


@operation(may=MANAGE, on="holding")
def end_holding(
    *,
    holding: Holding,
    actor: Actor,
    at: datetime,
    to: Person | None = None,
    parts: Collection[str] = (),
    reason: str = "",
) -> None:
    """免去: a person leaves one post; with `to`, these parts of what he has go to a successor in the same act.

    If it was the main post, the longest held of the others becomes it. Whoever leaves his last post keeps nothing that must go.
    """
    person, unit_id = holding.person, holding.person.unit_id
    about(person.reference)
    note(post=holding.post_id)
    passed: dict[str, list[str]] = {}
    if to is not None:
        _require_sound(person, to, parts, reason, leaving=False)
        for one in (person, to):
            ports.permission().require(actor=actor, permission=MANAGE, target=one, at=at)
        passed = _pass_on(Handing(person.pk, to.pk, actor, at), parts)
    leave_post(holding, at=at)
    if not Holding.objects.filter(person=person, until=None).exists() and (kept := left_over(person.pk, at)):
        raise Conflict(
            f"这是最后一个岗位，名下还有{'、'.join(kept)}，请选择接手人，一并转交。",
            code="organization.hand-over-first",
        )
    if to is not None and passed:
        _recorded(unit_id, person, to, passed, reason, leaving=False)


@inside_operation
def _pass_on(handing: Handing, parts: Collection[str]) -> dict[str, list[str]]:
    """Give these parts to the successor; what was given, a line each, by the labels of the parts."""
    passed = {}
    for key, belonging in belongings.items():
        lines = belonging.held(handing.person_id, handing.at) if key in parts else []
        if not lines:
            continue
        if why := belonging.hinders(handing):
            raise Conflict(f"{belonging.label}：{why}", code="organization.cannot-pass-on")
        belonging.pass_on(handing)
        passed[belonging.label] = lines
    return passed


@inside_operation
def _recorded(
    unit_id: int, person: Person, to: Person, passed: dict[str, list[str]], reason: str, *, leaving: bool
) -> Handover:
    """交接记录, and the news of it."""
    current = doing()
    made = Handover.objects.create(
        unit_id=unit_id, person=person, to=to, at=current.at, by_name=current.actor.name, reason=reason.strip()[:200],
        leaving=leaving, passed=passed,
    )  # fmt: skip
    note(to=to.pk, leaving=leaving, passed={label: len(lines) for label, lines in passed.items()}, handover=made.pk)
    publish(HandedOver(made.pk, unit_id))
    return made


def _require_sound(person: Person, to: Person, parts: Collection[str], reason: str, *, leaving: bool) -> None:
    if not reason.strip():
        raise Invalid({"reason": "请写明交接的原因。"})
    if not parts and not leaving:
        raise Invalid({"parts": "请选择要交接的内容。"})
    if to.pk == person.pk or to.left_at is not None:
        raise Invalid({"to": "请选择另一名在职人员接手。"})
    if person.left_at is not None:
        raise Conflict("此人已经离任。", code="organization.left-already")


@inside_operation
def pass_posts(handing: Handing) -> None:
    """The successor takes each post that he does not hold yet; its duties go with it."""
    to = Person.objects.get(pk=handing.to_id)
    own = set(Holding.objects.filter(person=to, until=None).values_list("post_id", flat=True))
    for holding in Holding.objects.filter(person_id=handing.person_id, until=None).select_related("post", "person"):
        leave_post(holding, at=handing.at)
        if holding.post_id not in own:
            take_post(to, holding.post, main=False, at=handing.at)


@inside_operation
def pass_standing(handing: Handing) -> None:
    """Delegations are personal and end; whom the person recorded for, the successor records for, unless it is himself."""
    both = Q(person_id=handing.person_id) | Q(to_id=handing.person_id)
    for delegation in Delegation.objects.filter(both, recalled_at=None, until__gt=handing.at):
        recall(delegation, at=handing.at)
    for row in secretary_rows(handing.person_id):
        row.until = handing.at
        row.save(update_fields=["until"])
        known = Secretary.objects.filter(leader_id=row.leader_id, secretary_id=handing.to_id, until=None).exists()
        if row.leader_id != handing.to_id and not known:
            Secretary.objects.create(leader_id=row.leader_id, secretary_id=handing.to_id, since=handing.at)
