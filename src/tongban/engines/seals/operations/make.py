"""制发 and 证书续期: only the seal office makes seals (F-SE-01), and one of a sort for a unit (F-SE-15)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.engines.seals import authority, impressions, rules
from tongban.engines.seals.contracts import SORTS, Act
from tongban.engines.seals.impressions import Look, Picture
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.life import TAKE_OVER, held, tell_keeper, write_line
from tongban.foundation.organization.api import Person, Plaque, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import doing, operation
from tongban.lib.gm.x509 import Certificate


@dataclass(frozen=True, slots=True)
class Making:
    """What a seal is made from. `password` is the first one, which the keeper must change.

    `png` is the registered impression, needed for emblems and signatures; `lower` a further word under the star (样章 in
    demonstrations); `plaque` the further 牌子 that it is of; `holder` whose signature it is; `basis` the letter of
    introduction or approval that it rests on (F-SE-02).
    """

    sort: str
    keeper: Person
    password: str
    name: str = ""
    png: bytes = b""
    lower: str = ""
    plaque: Plaque | None = None
    holder: Person | None = None
    basis: str = ""

    def __repr__(self) -> str:
        return f"Making({self.sort}, keeper={self.keeper.pk})"


@operation(may="seals.make", on="unit")
def make(*, unit: Unit, making: Making, actor: Actor, at: datetime) -> Seal:
    """Make a seal with its key and certificate, and give it to its keeper. A second live one of the sort is refused."""
    _require_sound(unit, making)
    look = Look(making.name or _name(unit, making), unit.emblem, making.sort, making.lower)
    picture = impressions.picture(look, png=making.png, at=at)
    with _fresh_key(making.password) as reference:
        certificate = _certificate(reference, unit=unit, look=look, at=at)
        seal = _insert(unit, making, look, picture, (reference, certificate))
    write_line(seal, Act.MADE, making.basis)
    tell_keeper(seal, f"您保管的{seal.name}{SORTS[seal.sort].label}已制发", TAKE_OVER)
    return seal


@operation(may="seals.make", on="seal")
def renew(*, seal: Seal, actor: Actor, at: datetime) -> Seal:
    """A new certificate for the same key and impression, before the old one ends. The old ones stay beside it."""
    seal = held(seal)
    if seal.state not in rules.LIVE:
        raise Conflict("注销的印章不能续期，请重新制发。", code="seals.state")
    look = Look(seal.name, seal.emblem, seal.sort)
    certificate = _certificate(seal.key_reference, unit=seal.unit, look=look, at=at)
    seal.certificate = certificate.pem.decode() + seal.certificate
    seal.valid_to = certificate.not_after
    seal.save(update_fields=["certificate", "valid_to"])
    write_line(seal, Act.RENEWED)
    return seal


def _name(unit: Unit, making: Making) -> str:
    return (making.holder or making.plaque or unit).name


def _require_sound(unit: Unit, making: Making) -> None:
    rules.require_sort(making.sort)
    rules.require_password(making.password)
    if making.keeper.left_at is not None:
        raise Invalid({"keeper": f"{making.keeper.name}已离任，请选择在职的保管人。"})
    if SORTS[making.sort].personal != (making.holder is not None):
        raise Invalid({"holder": "签名章要选择签名的本人；单位印章不选。"})
    if making.plaque and making.plaque.unit_id != unit.pk:
        raise Invalid({"plaque": "请选择本单位的牌子。"})
    if _second(unit, making):
        raise _already(unit, making)


def _second(unit: Unit, making: Making) -> bool:
    live = Seal.objects.filter(state__in=rules.LIVE, holder=making.holder)
    own = {} if making.holder else {"unit": unit, "sort": making.sort, "plaque": making.plaque}
    return live.filter(**own).exists()


def _already(unit: Unit, making: Making) -> Conflict:
    return Conflict(f"{_name(unit, making)}已有一枚有效的{SORTS[making.sort].label}，不能再制。", code="seals.second")


@contextmanager
def _fresh_key(password: str) -> Iterator[str]:
    """The reference of a new key, which is forgotten again when the making fails."""
    store = authority.key_store()
    reference = store.create(password=password)
    try:
        yield reference
    except BaseException:
        store.destroy(reference)
        raise


def _certificate(reference: str, *, unit: Unit, look: Look, at: datetime) -> Certificate:
    name = f"{look.name}{SORTS[look.sort].label}"
    return authority.certify(authority.key_store().public(reference), unit=unit.name, name=name, at=at)


def _insert(unit: Unit, making: Making, look: Look, picture: Picture, made: tuple[str, Certificate]) -> Seal:
    reference, certificate = made
    current = doing()
    try:
        with transaction.atomic():
            return Seal.objects.create(
                unit=unit, sort=making.sort, plaque=making.plaque, holder=making.holder, name=look.name, emblem=look.shown_emblem,
                width=f"{picture.width:.1f}", height=f"{picture.height:.1f}", svg=picture.svg, appearance=picture.pdf,
                certificate=certificate.pem.decode(), key_reference=reference, keeper=making.keeper,
                state_at=current.at, made_at=current.at, made_by=current.actor.name, valid_to=certificate.not_after,
            )  # fmt: skip
    except IntegrityError as error:
        raise _already(unit, making) from error
