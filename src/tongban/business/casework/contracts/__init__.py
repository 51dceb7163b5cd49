"""Words of cases (办件) that other apps may use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tongban.business.casework.contracts.parcels import (
    CASE,
    FILED,
    NOT_TAKEN,
    OPENED,
    RATED,
    SERVICE,
    SUPPLEMENTED,
    WITHDRAWN,
    Consent,
    Decision,
    Filed,
    Missing,
    Opened,
    Party,
    PublicCase,
    PublicLetter,
    PublicStep,
    Rated,
    Sent,
    Supplemented,
    Withdrawn,
)
from tongban.kernel.events import Event
from tongban.kernel.references import Reference

__all__ = [
    "CASE", "DELIVERY", "FILED", "ISSUING", "LEGAL", "LETTER_NUMBER", "MATERIAL", "NOT_TAKEN", "NUMBER", "OPENED", "PAGES",
    "PERMISSIONS", "POINTS", "PREACCEPT", "PROMISED", "RATED", "SERVICE", "SPECIAL", "STARS", "SUPPLEMENT", "SUPPLEMENTED", "WITHDRAWN",
    "Applicant", "Application", "CaseAccepted", "CaseDecided", "CaseMoved", "CaseRated", "Channel", "Consent", "Decision", "Filed",
    "Given", "Missing", "Opened", "Origin", "Party", "PublicCase", "PublicLetter", "PublicStep", "Rated", "Sent", "Sort", "State",
    "Supplemented", "Withdrawn",
]  # fmt: skip
PERMISSIONS = {
    "casework.take_in": "收件",
    "casework.screen": "受理审查（受理、补正、不予受理）",
    "casework.conduct": "办理特别程序",
    "casework.extend": "批准延长办理期限",
    "casework.decide": "作出许可决定",
    "casework.deliver": "送达",
    "casework.seal": "办件文书用印",
    "casework.rate": "登记评价",
    "casework.withdraw": "登记撤回申请",
    "casework.see_unit": "查看本单位办件",
    "casework.run": "推进办件（系统）",
}
NUMBER, LETTER_NUMBER = "casework.case", "casework.letter"  # purposes of numbering
MATERIAL, PAGES = "casework.material", "casework.pages"  # purposes of files
SUPPLEMENT, PREACCEPT, LEGAL, PROMISED, SPECIAL, DELIVERY, ISSUING = (
    "casework.supplement", "casework.preaccept", "casework.legal", "casework.promised", "casework.special",
    "casework.delivery", "casework.issuing",
)  # fmt: skip  # codes of clocks


STARS = [(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")]
POINTS = ["服务效率", "服务水平", "服务态度", "指南准确"]


class State(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"  # 待受理
    SUPPLEMENT = "supplement"  # 待补正
    ACCEPTED = "accepted"  # 已受理，办理中
    GRANTED = "granted"  # 准予
    DENIED = "denied"  # 不予许可
    REJECTED = "rejected"  # 不予受理
    WITHDRAWN = "withdrawn"  # 申请人撤回


class Channel(StrEnum):
    WINDOW = "window"  # 窗口
    WEB = "web"  # 网上


class Sort(StrEnum):
    """The official letters of a case."""

    SUPPLEMENT = "supplement"  # 补正告知书
    ACCEPTANCE = "acceptance"  # 受理通知书
    REJECTION = "rejection"  # 不予受理通知书
    SPECIAL = "special"  # 特别程序告知书
    EXTENSION = "extension"  # 延长办理期限通知书
    GRANT = "grant"  # 准予行政许可决定书
    DENIAL = "denial"  # 不予行政许可决定书


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies: an enterprise, a household business or a person by name and code, and the agent who is there.

    `audience` is a code of catalog.AUDIENCES, where it is known.
    """

    name: str
    code: str
    agent: str
    phone: str
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A material as it was handed in: a checked upload (files.Received), a file that came by the exchange, or on paper."""

    key: str
    received: Any = None
    file: Any = None
    on_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an online application comes from: the uid of its submission, what the applicant was given there, what he agreed to."""

    uid: str
    receipt: str
    code: str
    form: int
    level: int = 0
    consents: tuple[Consent, ...] = ()

    @property
    def electronic(self) -> bool:
        """Whether he may be served by the platform."""
        return any(consent.what == SERVICE for consent in self.consents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What an applicant hands in: the form's values as they were typed, and the materials. `origin` of what came online."""

    applicant: Applicant
    data: dict[str, Any]
    materials: tuple[Given, ...] = ()
    channel: Channel = Channel.WINDOW
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class CaseAccepted(Event):
    """受理: the limits run. `deemed`: the organ was silent for five days (行政许可法 §32)."""

    case: Reference
    unit_id: int
    accepted_at: datetime
    deemed: bool


@dataclass(frozen=True, slots=True)
class CaseDecided(Event):
    """准予 or 不予许可, or 不予受理."""

    case: Reference
    unit_id: int
    state: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CaseMoved(Event):
    """The case stands elsewhere now: `act` is the operation that did it (submit, accept, deliver …), `state` where it stands."""

    case: Reference
    unit_id: int
    number: str
    act: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseRated(Event):
    """好差评: five stars to one; two and one are 差评."""

    case: Reference
    unit_id: int
    stars: int
