"""Opening a seal with its password, before the operation that uses it: so a wrong password counts although nothing is done.

    unlocked = unlock(seal=seal, password=…, actor=…, at=…)          in the view, outside of any operation
    signed = apply_seal(unlocked=unlocked, pdf_file=…, use=…)        inside it

The password goes into the key store and nowhere else; an operation never sees it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

from tongban.engines.seals import authority
from tongban.engines.seals.contracts import LOCKED, SealLocked, WrongSealPassword
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations import keep
from tongban.engines.seals.operations.use import Unlocked
from tongban.engines.seals.queries import usable_by
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid, NotAllowed, Unavailable
from tongban.lib.gm.errors import KeyNotFound, WrongPassword


def unlock(*, seal: Seal, password: str, actor: Actor, at: datetime) -> Unlocked:
    """The seal with its open key. Raises WrongSealPassword at "password", SealLocked, or NotAllowed but for the keeper.

    Five wrong passwords in a row lock the seal (F-SE-05). Not to be called inside an operation: the count must stay.
    """
    seal = _of_keeper(seal, actor)
    try:
        return Unlocked(seal, authority.key_store().unlock(seal.key_reference, password=password))
    except KeyNotFound as error:
        raise Unavailable("密钥库中没有这枚印章的密钥，请联系印章制发机构。", code="seals.no-key") from error
    except WrongPassword:
        _count(seal, "password", actor=actor, at=at)


def unlock_own(
    pk: int, password: str, *, unit_id: int, actor: Actor, at: datetime, sort: str | None = "official"
) -> Unlocked:
    """The seal of this number, of those that the actor may use on things of the unit now: for whoever names it by number.

    Raises as `unlock`; Invalid at "seal" for any other.
    """
    seal = usable_by(actor, unit_id=unit_id, at=at, sort=sort).filter(pk=pk).first()
    if seal is None:
        raise Invalid({"seal": "请选择由您保管、现在可以使用的本单位印章。"}, code="seals.not-usable")
    return unlock(seal=seal, password=password, actor=actor, at=at)


def change_password(
    *, seal: Seal, old: str, new: str, actor: Actor, at: datetime, request_key: str | None = None
) -> Seal:
    """The keeper changes the seal password, knowing the old one. Raises as `unlock`, with a wrong one at "old_password"."""
    seal = _of_keeper(seal, actor)
    set_password: Callable[..., Seal] = keep.set_password
    try:
        return set_password(seal=seal, old=old, new=new, actor=actor, at=at, request_key=request_key)
    except WrongSealPassword:
        _count(seal, "old_password", actor=actor, at=at)


def _of_keeper(seal: Seal, actor: Actor) -> Seal:
    """The seal as it is now, while it is open to its keeper."""
    seal = Seal.objects.select_related("unit", "keeper").get(pk=seal.pk)
    if seal.keeper_id != actor.person_id:
        raise NotAllowed(f"这枚印章由{seal.keeper.name}保管，请找保管人办理。", code="not-allowed.seals.keep")
    if seal.locked_at:
        raise SealLocked(LOCKED)
    return seal


def _count(seal: Seal, field: str, *, actor: Actor, at: datetime) -> NoReturn:
    """An operation of its own counts the wrong password, after everything else was undone."""
    left = keep.record_failure(seal=seal, actor=actor, at=at)
    if left == 0:
        raise SealLocked(LOCKED)
    raise WrongSealPassword({field: f"印章密码不对。再输错 {left} 次，印章将被锁定。"})
