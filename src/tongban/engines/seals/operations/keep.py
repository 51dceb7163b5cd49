"""Custody: the keeper's password, the hand-over, the lock after wrong passwords and its release."""

from datetime import datetime

from tongban.engines.seals import authority, rules
from tongban.engines.seals.contracts import (
    LOCKED,
    SORTS,
    Act,
    SealBlocked,
    SealHandedOver,
    SealLocked,
    WrongSealPassword,
)
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.life import TAKE_OVER, held, tell_keeper, write_line
from tongban.engines.seals.queries import kept_now
from tongban.foundation.organization.api import Handing, Person
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.kernel.references import Reference
from tongban.lib.gm.errors import WrongPassword


@operation(may="seals.keep", on="seal")
def set_password(*, seal: Seal, old: str, new: str, actor: Actor, at: datetime) -> Seal:
    """The keeper sets another seal password; on receiving the seal he must (F-SE-05). Ask through `opening.change_password`."""
    rules.require_password(new, old=old, field="new_password")
    seal = held(seal)
    if seal.locked_at:
        raise SealLocked(LOCKED)
    first = seal.must_change_password
    seal.must_change_password, seal.failures = False, 0
    seal.save(update_fields=["must_change_password", "failures"])
    write_line(seal, Act.TAKEN if first else Act.CHANGED)
    try:  # last: files do not roll back
        authority.key_store().change_password(seal.key_reference, old=old, new=new)
    except WrongPassword as error:
        raise WrongSealPassword({"old_password": "原印章密码不对。"}) from error
    return seal


@operation(may="seals.make", on="seal")
def hand_over(*, seal: Seal, to: Person, actor: Actor, at: datetime, reason: str = "") -> Seal:
    """交接: another keeper, who must change the password at once; the office above is told (F-ID-24)."""
    return give_to(seal, to, reason=reason, at=at)


@inside_operation
def give_to(seal: Seal, to: Person, *, reason: str, at: datetime) -> Seal:
    """hand_over() inside another operation."""
    seal = held(seal)
    if seal.state not in rules.LIVE:
        raise Conflict("这枚印章已注销，不能交接。", code="seals.state")
    if to.pk == seal.keeper_id:
        raise Invalid({"to": f"{to.name}已是保管人，请选择另一人。"})
    if to.left_at is not None:
        raise Invalid({"to": f"{to.name}已离任，请选择在职的保管人。"})
    old = seal.keeper
    seal.keeper, seal.must_change_password = to, True
    seal.save(update_fields=["keeper", "must_change_password"])
    note(old=old.pk, new=to.pk)
    write_line(seal, Act.HANDED, "；".join(filter(None, (f"原保管人 {old.name}，新保管人 {to.name}", reason.strip()))))
    tell_keeper(seal, f"您已接管{seal.name}{SORTS[seal.sort].label}", TAKE_OVER)
    publish(SealHandedOver(Reference("seal", seal.pk), seal.unit_id, old.pk, to.pk, at))
    return seal


@inside_operation
def pass_on(handing: Handing) -> None:
    """All the seals that somebody keeps, when he hands over; by the seal office alone, and never his own signature."""
    to = Person.objects.get(pk=handing.to_id)
    for seal in kept_now(handing.person_id):
        ports.permission().require(actor=handing.actor, permission="seals.make", target=seal, at=handing.at)
        give_to(seal, to, reason="随岗位交接", at=handing.at)


@operation(may="seals.keep", on="seal")
def record_failure(*, seal: Seal, actor: Actor, at: datetime) -> int:
    """A wrong password: how many tries are left. The last one locks the seal until the seal office opens it."""
    seal = held(seal)
    seal.failures += 1
    note(failures=seal.failures)
    if rules.tries_left(seal.failures) == 0 and seal.locked_at is None:
        seal.locked_at = at
        write_line(seal, Act.LOCKED, f"连续输错密码 {seal.failures} 次")
        tell_keeper(seal, f"{seal.name}{SORTS[seal.sort].label}已锁定", LOCKED)
        publish(SealBlocked(Reference("seal", seal.pk), seal.unit_id, seal.keeper_id))
    seal.save(update_fields=["failures", "locked_at"])
    return rules.tries_left(seal.failures)


@operation(may="seals.make", on="seal")
def release(*, seal: Seal, reason: str, actor: Actor, at: datetime) -> Seal:
    """解锁 by the seal office, which has made sure who asks. The password stays as it was."""
    seal = held(seal)
    if seal.locked_at is None:
        raise Conflict("这枚印章没有锁定。", code="seals.not-locked")
    if not reason.strip():
        raise Invalid({"reason": "请写明怎样核实了保管人。"})
    seal.failures, seal.locked_at = 0, None
    seal.save(update_fields=["failures", "locked_at"])
    write_line(seal, Act.RELEASED, reason.strip())
    return seal
