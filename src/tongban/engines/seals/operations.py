"""The life of a seal (F-SE-03): made, kept, used, handed over, suspended, cancelled, destroyed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.engines.seals import authority, impressions
from tongban.engines.seals.contracts import SORTS, State, Use, WrongSealPassword
from tongban.engines.seals.models import Seal, SealUse
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, inside_operation, note, operation
from tongban.lib.gm import cms, pdf, x509
from tongban.lib.gm.errors import GmError, WrongPassword
from tongban.lib.gm.pdf.pages import Place

PASSWORD_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Making:
    """What a seal is made from. `png` is the registered impression; `lower` stands under the star (样章 in demonstrations)."""

    sort: str
    keeper: Person
    password: str
    name: str = ""
    png: bytes = b""
    lower: str = ""

    def __repr__(self) -> str:
        return f"Making({self.sort}, keeper={self.keeper.pk})"


@operation(may="seals.make", on="unit")
def make(*, unit: Unit, making: Making, actor: Actor, at: datetime) -> Seal:
    """制发. The database refuses a second valid seal of the same sort for a unit (F-SE-15)."""
    _check_new_password(making.password)
    if making.sort not in SORTS:
        raise Invalid({"sort": "请从列表中选择印章种类。"})
    name = making.name or unit.name
    picture = impressions.picture(name, emblem=unit.emblem, png=making.png, lower=making.lower, at=at)
    store = authority.key_store()
    reference = store.create(password=making.password)
    certificate = authority.certify(store.public(reference), unit=unit.name, name=f"{name}{SORTS[making.sort]}", at=at)
    try:
        with transaction.atomic():
            return Seal.objects.create(
                unit=unit, sort=making.sort, name=name, emblem=unit.emblem, diameter=str(picture.diameter),
                svg=picture.svg, appearance=picture.pdf, certificate=certificate.pem.decode(), key_reference=reference,
                keeper=making.keeper, made_at=at, made_by=actor.name, valid_to=certificate.not_after,
            )  # fmt: skip
    except IntegrityError as error:
        store.destroy(reference)
        raise Conflict(f"{unit.name}已有一枚有效的{SORTS[making.sort]}，不能再制。", code="seals.second") from error


@operation(may="seals.keep", on="seal")
def change_password(*, seal: Seal, old: str, new: str, actor: Actor, at: datetime) -> None:
    """The keeper changes the seal password: on receiving the seal he must (F-SE-05)."""
    _check_new_password(new)
    if old == new:
        raise Invalid({"new": "新的印章密码不能与原来的相同。"})
    try:
        authority.key_store().change_password(seal.key_reference, old=old, new=new)
    except WrongPassword as error:
        raise WrongSealPassword({"old": "原印章密码不对。"}) from error
    seal.must_change_password = False
    seal.save(update_fields=["must_change_password"])


@operation(may="seals.make", on="seal")
def hand_over(*, seal: Seal, to: Person, actor: Actor, at: datetime) -> None:
    """交接: another keeper, who must change the password at once (F-ID-24)."""
    note(old=seal.keeper_id, new=to.pk)
    seal.keeper, seal.must_change_password = to, True
    seal.save(update_fields=["keeper", "must_change_password"])


@operation(may="seals.make", on="seal")
def change_state(*, seal: Seal, state: State, reason: str, actor: Actor, at: datetime) -> Seal:
    """停用, 恢复, 注销, 销毁. A cancelled seal never comes back; a destroyed one has no key any more."""
    seal = Seal.objects.select_for_update().get(pk=seal.pk)
    if state not in _NEXT[State(seal.state)]:
        raise Conflict("印章现在的状态不能这样变更。", code="seals.state")
    if state != State.VALID and not reason.strip():
        raise Invalid({"reason": "请写明原因。"})
    if state == State.DESTROYED:
        transaction.on_commit(lambda: authority.key_store().destroy(seal.key_reference))
    seal.state, seal.state_reason = state, "" if state == State.VALID else reason.strip()
    seal.save(update_fields=["state", "state_reason"])
    note(state=state)
    return seal


_NEXT = {
    State.VALID: {State.SUSPENDED, State.CANCELLED},
    State.SUSPENDED: {State.VALID, State.CANCELLED},
    State.CANCELLED: {State.DESTROYED},
    State.DESTROYED: set(),
}


@inside_operation
def apply_seal(*, seal: Seal, password: str, pdf_file: bytes, use: Use) -> bytes:
    """Put the seal on the page and sign the whole file (GB/T 35275 over the PDF's byte range); enter the use in the register."""
    current = doing()
    _require_usable(seal, current.actor, current.at)
    try:
        key = authority.key_store().unlock(seal.key_reference, password=password)
    except WrongPassword as error:
        raise WrongSealPassword({"password": "印章密码不对。"}) from error
    signed = _sign(seal, key, pdf_file, use, current.at)
    SealUse.objects.create(
        seal=seal, title=use.title, number=use.number, approver=use.approver, keeper_name=current.actor.name,
        pages=use.pages, place=f"第{use.page}页", at=current.at, digest=hashlib.new("sm3", signed).hexdigest(),
        **pointing_at(use.subject),
    )  # fmt: skip
    return signed


def _sign(seal: Seal, key, pdf_file: bytes, use: Use, at: datetime) -> bytes:
    half = use.diameter / 2
    place = Place(page=use.page, x=use.x - half, y=use.y - half, width=use.diameter, height=use.diameter)
    identity = cms.Identity(key, x509.parse_certificate(seal.certificate.encode()))
    look = pdf.Seal(picture=bytes(seal.appearance), place=place)
    try:
        return pdf.sign_pdf(pdf_file, identity=identity, at=at, seal=look, reason=use.number or use.title)
    except GmError as error:
        raise Conflict(f"不能用印：{error}", code="seals.signing-failed") from error


def _require_usable(seal: Seal, actor: Actor, at: datetime) -> None:
    if seal.keeper_id != actor.person_id:
        raise NotAllowed(f"这枚印章由{seal.keeper.name}保管，请找保管人用印。", code="not-allowed.seals.keep")
    if seal.state != State.VALID or seal.valid_to < at:
        raise Conflict("这枚印章已停用、注销或过期，不能使用。", code="seals.not-valid")
    if seal.must_change_password:
        raise Conflict("接管印章后要先修改印章密码，才能用印。", code="seals.change-password-first")


def _check_new_password(password: str) -> None:
    if len(password) < PASSWORD_LENGTH or password.isdigit() or password.isalpha():
        raise Invalid({"password": f"印章密码至少 {PASSWORD_LENGTH} 位，要有字母和数字。"}, code="seals.weak-password")
