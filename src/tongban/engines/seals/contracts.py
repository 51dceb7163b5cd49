"""Words of seal custody."""

from dataclasses import dataclass
from enum import StrEnum

from tongban.kernel.errors import Invalid
from tongban.kernel.references import Reference

PERMISSIONS = {
    "seals.make": "制发、更换、注销、销毁印章",
    "seals.keep": "保管和使用印章",
    "seals.see_register": "查看用印登记",
}


class State(StrEnum):
    VALID = "valid"  # 有效
    SUSPENDED = "suspended"  # 停用
    CANCELLED = "cancelled"  # 注销
    DESTROYED = "destroyed"  # 销毁


SORTS = {
    "official": "公章",
    "approval": "审批专用章",
    "acceptance": "受理专用章",
    "contract": "合同专用章",
    "finance": "财务专用章",
    "signature": "签名章",
}


class WrongSealPassword(Invalid):
    """A wrong seal password leaves an audit entry."""

    code = "seals.wrong-password"
    audited = True


@dataclass(frozen=True, slots=True)
class Use:
    """用印登记: on what the seal was put, with whose approval, and where (mm from the top left of the page)."""

    subject: Reference
    title: str
    number: str
    approver: str
    page: int
    x: float
    y: float
    diameter: float
    pages: int
