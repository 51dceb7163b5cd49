"""Words of seal custody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "seals.make": "制发、更换、注销、销毁印章",
    "seals.keep": "保管和使用印章",
    "seals.approve": "批准用印",
    "seals.see_register": "查看用印登记",
}
SEAL_OFFICE, SEAL_KEEPER, SEAL_APPROVER = "seal_office", "seal_keeper", "seal_approver"


class State(StrEnum):
    """Where a seal stands in its life (F-SE-03)."""

    VALID = "valid"  # 有效
    SUSPENDED = "suspended"  # 停用
    CANCELLED = "cancelled"  # 注销
    DESTROYED = "destroyed"  # 销毁


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of seal. `lower` stands under the star; `emblem`: it shows the unit's emblem; `personal`: it is somebody's name.

    `by_duty`: made for one sort of business, so whoever may decide that business approves its use; the unit said so by having it made.
    """

    label: str
    lower: str = ""
    emblem: bool = False
    personal: bool = False
    by_duty: bool = False
    diameter: float = 42.0  # mm, of one with a star


SORTS = {
    "official": Sort("公章", emblem=True),
    "approval": Sort("审批专用章", "审批专用章", by_duty=True),
    "acceptance": Sort("受理专用章", "受理专用章", by_duty=True),
    "contract": Sort("合同专用章", "合同专用章"),
    "finance": Sort("财务专用章", "财务专用章", diameter=38.0),
    "signature": Sort("签名章", personal=True),
}
EMBLEM_DIAMETERS = {"star": 42.0, "national": 45.0, "party": 42.0}  # mm, of a county's organs
SIGNATURE_WIDTH = 30.0  # mm


class Act(StrEnum):
    """What happened to a seal: the lines of its life."""

    MADE = "made"  # 制发
    TAKEN = "taken"  # 启用：保管人设置了自己的密码
    CHANGED = "changed"  # 修改密码
    HANDED = "handed"  # 交接
    SUSPENDED = "suspended"  # 停用
    RESUMED = "resumed"  # 恢复
    LOCKED = "locked"  # 密码锁定
    RELEASED = "released"  # 解锁
    RENEWED = "renewed"  # 证书续期
    CANCELLED = "cancelled"  # 注销
    DESTROYED = "destroyed"  # 销毁


LOCKED = "印章密码连续输错次数过多，这枚印章已锁定。请联系印章制发机构核实后解锁。"


class WrongSealPassword(Invalid):
    """The password does not open the seal. The attempt is counted and leaves an audit entry of its own."""

    code = "seals.wrong-password"


class SealLocked(Conflict):
    """Too many wrong passwords in a row: only the seal office opens it again."""

    code = "seals.locked"


@dataclass(frozen=True, slots=True)
class Use:
    """用印登记: what is sealed in the name of which unit, who approved it when, and where the seal stands.

    `x`, `y` are the seal's centre in mm from the top left of the page; `pages` how many the document has. `by_duty`: the approver
    had the right to decide what the paper says, and decided it; with a seal of a sort `by_duty` that is the approval.
    """

    subject: Reference
    unit_id: int
    title: str
    number: str
    approver: Actor
    approved_at: datetime
    page: int
    x: float
    y: float
    pages: int
    by_duty: bool = False


@dataclass(frozen=True, slots=True)
class SealHandedOver(Event):
    """交接: the superior office is told (F-ID-24)."""

    seal: Reference
    unit_id: int
    old_keeper_id: int
    new_keeper_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SealBlocked(Event):
    """Too many wrong passwords: the seal is locked."""

    seal: Reference
    unit_id: int
    keeper_id: int
