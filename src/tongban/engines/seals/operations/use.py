"""用印: the seal on the page, the signature over the whole file, the line in the register (F-SE-06 to F-SE-09)."""

from dataclasses import dataclass
from datetime import datetime

from tongban.engines.seals.contracts import LOCKED, SORTS, SealLocked, State, Use
from tongban.engines.seals.models import Seal, SealUse
from tongban.engines.seals.operations.life import held
from tongban.foundation.access import api as access
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, inside_operation, operation
from tongban.lib.gm import cms, pdf, x509
from tongban.lib.gm.errors import GmError
from tongban.lib.gm.keys import Signer
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Place, Result


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A seal whose key is ready to sign. Made by `opening.unlock` alone."""

    seal: Seal
    key: Signer


@inside_operation
def apply_seal(*, unlocked: Unlocked, pdf_file: bytes, use: Use) -> bytes:
    """Put the seal on the page and sign the whole file (GB/T 35275 over the PDF's byte range); enter the use in the register.

    A file with sound seals on it gets one more after them (联合盖章). Raises NotAllowed, Invalid (another unit's seal) or
    Conflict (the seal may not be used now, or the file cannot be sealed).
    """
    current = doing()
    seal = held(unlocked.seal)
    _require_right(seal, use, current.actor)
    _require_usable(seal, current.at)
    signed = _sign(seal, unlocked, pdf_file, use)
    if seal.failures:
        seal.failures = 0
        seal.save(update_fields=["failures"])
    _enter(seal, use, signed)
    return signed


@operation(may="seals.see_register", on="seal")
def export_register(*, seal: Seal, filters: dict[str, str], actor: Actor, at: datetime) -> None:
    """用印登记 leaves the house as a table: who took it is in the audit trail before the first line."""


def _require_right(seal: Seal, use: Use, actor: Actor) -> None:
    if actor.person_id is None or seal.keeper_id != actor.person_id:  # stricter than access: not even the system
        raise NotAllowed(f"这枚印章由{seal.keeper.name}保管，请找保管人用印。", code="not-allowed.seals.keep")
    if seal.unit_id != use.unit_id:
        raise Invalid({"seal": "请选择本单位的印章。"}, code="seals.other-unit")
    if not (use.by_duty and SORTS[seal.sort].by_duty) and not _approved(seal, use):
        raise NotAllowed(
            f"{use.approver.name or '批准人'}没有批准使用这枚印章的权限。",
            code="not-allowed.seals.approve",
        )


def _approved(seal: Seal, use: Use) -> bool:
    """Whether the unit's approval (F-SE-06) was given by one who may give it."""
    approver = use.approver
    return not approver.system and access.may(
        actor=approver, permission="seals.approve", target=seal, at=use.approved_at
    )


def _require_usable(seal: Seal, at: datetime) -> None:
    if seal.state != State.VALID:
        raise Conflict("这枚印章已停用或注销，不能使用。", code="seals.not-valid")
    if seal.valid_to < at:
        raise Conflict("这枚印章的证书已过期，请联系印章制发机构续期。", code="seals.expired")
    if seal.must_change_password:
        raise Conflict("接管印章后要先修改印章密码，才能用印。", code="seals.change-password-first")
    if seal.locked_at:
        raise SealLocked(LOCKED)


def _sign(seal: Seal, unlocked: Unlocked, pdf_file: bytes, use: Use) -> bytes:
    at = doing().at
    identity = cms.Identity(unlocked.key, x509.parse_certificates(seal.certificate.encode())[0])
    look = pdf.Seal(picture=bytes(seal.appearance), place=_place(seal, use))
    try:
        if pdf.verify_pdf(pdf_file, at=at).result == Result.INVALID:
            raise Conflict("文件上已有的签章不完好，不能再用印。请取完好的文件。", code="seals.broken-file")
        return pdf.sign_pdf(pdf_file, identity=identity, at=at, seal=look, reason=use.number or use.title)
    except GmError as error:
        raise Conflict(f"不能用印：{error}", code="seals.signing-failed") from error


def _place(seal: Seal, use: Use) -> Place:
    """The seal in its true size around its centre, as the physical one would stand (F-SE-08)."""
    width, height = float(seal.width), float(seal.height)
    return Place(page=use.page, x=use.x - width / 2, y=use.y - height / 2, width=width, height=height)


def _enter(seal: Seal, use: Use, signed: bytes) -> None:
    current = doing()
    SealUse.objects.create(
        seal=seal, title=use.title, number=use.number, approver=use.approver.name, approver_id=use.approver.person_id,
        keeper_name=current.actor.name, keeper_id=current.actor.person_id, pages=use.pages, page=use.page,
        x=f"{use.x:.1f}", y=f"{use.y:.1f}", at=current.at, digest=sm3(signed).hex(), **pointing_at(use.subject),
    )  # fmt: skip
