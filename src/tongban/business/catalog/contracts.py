"""Words of the catalog that other apps may use: what an item (事项) says, as a value."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "catalog.edit": "编制事项",
    "catalog.publish": "审查和发布事项",
    "catalog.read": "查看事项清单",
}
ITEM = "catalog.item"  # topic of exchange


class State(StrEnum):
    """Where a version of an item stands. Only a draft may be changed."""

    DRAFT = "draft"  # 编制中
    PUBLISHED = "published"  # 已发布
    REPLACED = "replaced"  # 已有新版
    WITHDRAWN = "withdrawn"  # 已下架


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material that an applicant brings. `key` names it inside its version."""

    key: str
    name: str
    required: bool = True
    form: str = "原件"
    copies: int = 1
    source: str = "申请人自备"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the procedure as the guide tells it."""

    name: str
    who: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    asked: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one version of an item says (办事指南; field set of the 实施清单).

    `limit` is a code of the statutory limits of clocks; `legal_days` and `promised_days` are working days. `pauses` are the
    grounds of 行政许可法 §45 that occur with this item. `inspection`: a site inspection belongs to the review; it pauses
    nothing. `form` names the application form in forms. `result` is what is issued ("": nothing), for `result_years` (0: no end).
    """

    name: str
    kind: str = "01"
    code: str = ""
    audience: tuple[str, ...] = ("2",)
    topics: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    conditions: str = ""
    case_kind: str = "2"
    limit: str = "licensing.decision"
    legal_days: int = 20
    promised_days: int = 20
    pauses: tuple[str, ...] = ()
    inspection: bool = False
    materials: tuple[Material, ...] = ()
    stages: tuple[Stage, ...] = ()
    fee: str = ""
    fee_basis: str = ""
    visits: int = 1
    place: str = ""
    hours: str = ""
    phone: str = ""
    complaints: str = ""
    form: str = ""
    result: str = ""
    result_years: int = 0
    result_type: str = ""
    reconsideration: str = ""
    court: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """An item as the public zone shows it, and as applications are filled in there. The topic ITEM, key: the item.

    `item` is the item's uid, `version` the number of the version that counts; `form` the definition of its application form
    and `form_no` that form's version. `withdrawn`: nothing can be begun with it any more; `reason` says why.
    """

    item: str
    version: int
    content: Content
    unit: str
    unit_uid: str
    unit_code: str = ""
    form: dict[str, Any]
    form_no: int
    published_at: datetime
    withdrawn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemPublished(Event):
    """A version counts from now on; running cases keep theirs."""

    item: Reference
    version: int
    unit_id: int
