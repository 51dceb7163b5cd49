"""People: hired with an account, appointed to posts, leaving."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from tongban.foundation.identity.api import Account, close_account, new_account, usernames_like
from tongban.foundation.organization.contracts import PersonData, PostVacated
from tongban.foundation.organization.models import Delegation, Holding, Person, Post, Secretary, Unit
from tongban.foundation.organization.operations.standing import recall
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.queries.belongings import left_over
from tongban.foundation.organization.rules import person_faults, person_reading, username_fault, username_for
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation, publish

TRIES = 5


@operation(may=MANAGE, on="unit")
def hire(*, unit: Unit, data: PersonData, post: Post, actor: Actor, at: datetime, username: str = "") -> Person:
    """A new person with an account in a main post of the unit (F-ID-08).

    Without `username` the system gives the full pinyin, with a number where it is taken.
    """
    return take_on(unit, data, post, username=username, actor=actor, at=at)


@inside_operation
def take_on(  # noqa: PLR0913  a person is much
    unit: Unit, data: PersonData, post: Post, *, username: str, actor: Actor, at: datetime, password_hash: str = ""
) -> Person:
    """hire() inside another operation. `password_hash`: the person chose a password before the account was opened."""
    if post.unit_id != unit.pk:
        raise Invalid({"post": "岗位不属于这个单位，请重新选择。"})
    ports.permission().require(actor=actor, permission=MANAGE, target=post, at=at)
    if faults := person_faults(data):
        raise Invalid(faults)
    account = _account(data.name, username, password_hash, at=at)
    pinyin, initials = person_reading(data.name)
    person = Person.objects.create(unit=unit, account=account, pinyin=pinyin, initials=initials, **_values(data))
    take_post(person, post, main=True, at=at)
    about(person.reference)
    note(unit=unit.pk, post=post.pk, username=account.username)
    return person


@operation(may=MANAGE, on="person")
def change_person(*, person: Person, data: PersonData, actor: Actor, at: datetime) -> Person:
    """Correct a person's data. The entry names the fields, not their content: these are personal data."""
    if faults := person_faults(data):
        raise Invalid(faults)
    values: dict[str, object] = _values(data)
    values["pinyin"], values["initials"] = person_reading(data.name)
    changed = [name for name, value in values.items() if value != getattr(person, name)]
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    note(changed=changed)
    return person


@operation(may="organization.own", on="person")
def change_contact(*, person: Person, mobile: str, office_phone: str, email: str, actor: Actor, at: datetime) -> Person:
    """How one is reached, changed by oneself (F-ID-37); the rest of the data is the administrator's to keep."""
    data = PersonData(name=person.name, mobile=mobile, office_phone=office_phone, email=email)
    if faults := person_faults(data):
        raise Invalid(faults)
    values = {"mobile": data.mobile.strip(), "office_phone": data.office_phone.strip(), "email": data.email.strip()}
    note(changed=[name for name, value in values.items() if value != getattr(person, name)])
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    return person


@operation(may=MANAGE, on="post")
def appoint(*, person: Person, post: Post, actor: Actor, at: datetime, main: bool = False) -> Holding:
    """Put a person into one more post. A new main post makes its unit the one he belongs to; both must then be the actor's to manage."""
    if main:
        ports.permission().require(actor=actor, permission=MANAGE, target=person, at=at)
    made = take_post(person, post, main=main, at=at)
    about(person.reference)
    note(post=post.pk, main=main)
    return made


@operation(may=MANAGE, on="person")
def leave(*, person: Person, reason: str, actor: Actor, at: datetime) -> None:
    """A person leaves the service (调出, 退休, 离职) with nothing open: what he has must be handed over first (hand_over)."""
    let_go(person, reason=reason, at=at)


@inside_operation
def let_go(person: Person, *, reason: str, at: datetime) -> None:
    """Every post ends, the account is closed, whoever stood in for him no longer does."""
    if not reason.strip():
        raise Invalid({"reason": "请写明离任原因。"})
    if person.left_at is not None:
        raise Conflict("此人已经离任。", code="organization.left-already")
    if kept := left_over(person.pk, at):
        raise Conflict(f"名下还有{'、'.join(kept)}，请先办理交接。", code="organization.hand-over-first")
    for holding in _open(person):
        leave_post(holding, at=at, next_main=False)
    person.left_at = at
    person.save(update_fields=["left_at"])
    for delegation in Delegation.objects.filter(Q(person=person) | Q(to=person), recalled_at=None, until__gt=at):
        recall(delegation, at=at)
    Secretary.objects.filter(Q(leader=person) | Q(secretary=person), until=None).update(until=at)
    if person.account is not None:
        close_account(person.account, reason=reason.strip())
    note(reason=reason.strip())


@inside_operation
def take_post(person: Person, post: Post, *, main: bool, at: datetime) -> Holding:
    """Hold a post from now on. Conflict when it is closed, held by this person, or for one only and taken."""
    Post.objects.select_for_update().get(pk=post.pk)
    held = Holding.objects.filter(post=post, until=None)
    if post.closed_at is not None or person.left_at is not None:
        raise Conflict("岗位已撤销，或此人已离任。", code="organization.gone")
    if held.filter(person=person).exists():
        raise Conflict(f"{person.name} 已经在“{post.title}”岗位上。", code="organization.held-already")
    if post.single and (other := held.select_related("person").first()):
        raise Conflict(f"“{post.title}”一人一岗，现由 {other.person.name} 担任。", code="organization.post-taken")
    main = main or not _open(person).exists()
    if main:
        _open(person).filter(main=True).update(main=False)
        person.unit = post.unit
        person.save(update_fields=["unit"])
    return Holding.objects.create(person=person, post=post, main=main, since=at)


@inside_operation
def leave_post(holding: Holding, *, at: datetime, next_main: bool = True) -> None:
    """End a holding and say so: what is open at the post must go on."""
    if not Holding.objects.filter(pk=holding.pk, until=None).update(until=at, main=False):
        raise Conflict("任职已经结束。", code="organization.holding-ended")
    rest = _open(holding.person).order_by("since", "pk").first() if holding.main and next_main else None
    if rest is not None:
        rest.main = True
        rest.save(update_fields=["main"])
        Person.objects.filter(pk=holding.person_id).update(unit=rest.post.unit_id)
    publish(PostVacated(post_id=holding.post_id, person_id=holding.person_id))


def _account(name: str, username: str, chosen: str, *, at: datetime) -> Account:
    if username:
        if fault := username_fault(username):
            raise Invalid({"username": fault})
        return new_account(username=username, at=at, chosen=chosen)
    for _ in range(TRIES):  # somebody of the same name may be hired at the same moment
        try:
            with transaction.atomic():
                return new_account(username=propose_username(name), at=at, chosen=chosen)
        except (IntegrityError, Invalid):
            continue
    raise Conflict("用户名没有取到，请再试一次。", code="organization.username-race")


def propose_username(name: str) -> str:
    """The user name that hire() would give: full pinyin, with a number where it is taken."""
    return username_for(name, usernames_like(username_for(name, set())))


def _open(person: Person) -> QuerySet[Holding]:
    return Holding.objects.filter(person=person, until=None).select_related("post")


def _values(data: PersonData) -> dict[str, object]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(data).items()}
