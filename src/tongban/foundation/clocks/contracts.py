"""Words of the clocks that other apps may use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.kernel.errors import Conflict
from tongban.kernel.events import Event
from tongban.kernel.references import Reference
from tongban.lib.days.words import Unit

PERMISSIONS = {"clocks.run": "推进和重算时限（系统）"}


class State(StrEnum):
    RUNNING = "running"  # 计时
    PAUSED = "paused"  # 暂停
    STOPPED = "stopped"  # 停止


class What(StrEnum):
    """What moves a clock. `calendar` is written by the platform when a new calendar moved the due date."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"
    CALENDAR = "calendar"


class Ground(StrEnum):
    """The only reasons for which a limit stands still. Eight procedures of 行政许可法 §45; a site inspection (现场勘查) is none.

    THIRD_PARTY belongs to 政府信息公开条例 §32 alone. Which of them a limit knows is in data/limits.json.
    """

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    THIRD_PARTY = "third_party"


GROUND_LABELS = {
    Ground.HEARING: "听证",
    Ground.TENDER: "招标",
    Ground.AUCTION: "拍卖",
    Ground.INSPECTION: "检验",
    Ground.TESTING: "检测",
    Ground.QUARANTINE: "检疫",
    Ground.APPRAISAL: "鉴定",
    Ground.EXPERT_REVIEW: "专家评审",
    Ground.THIRD_PARTY: "征求第三方意见",
}


class Basis(StrEnum):
    """When a limit ends: with its last day (the law), or to the second of working time used (the supervision)."""

    DAY = "day"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule that a clock was started under; the clock keeps this copy for good.

    `limit` is a code of data/limits.json or "". `marks` are days before (negative) and after the end at which news is
    published; the end itself, 0, is always among them. `extension` is the most that may be added in all, in `unit`.
    For a limit in hours the marks are hours. Only hours and working days can be counted to the second.
    """

    unit: Unit
    amount: int
    basis: Basis = Basis.DAY
    marks: tuple[int, ...] = ()
    pauses: tuple[Ground, ...] = ()
    extension: int = 0
    limit: str = ""

    def __post_init__(self) -> None:
        if self.amount < 1 or self.extension < 0:
            raise ValueError("a limit is at least 1")
        if self.unit is Unit.HOUR and self.basis is Basis.DAY:
            raise ValueError("hours are counted to the second")
        if self.unit not in (Unit.HOUR, Unit.WORKDAY) and self.basis is Basis.SECOND:
            raise ValueError(f"{self.unit} is counted by days")


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved an extension: a name, the person where he is in the directory, the paper where there is one."""

    name: str
    person_id: int | None = None
    document: Reference | None = None


@dataclass(frozen=True, slots=True)
class ClockEvent(Event):
    """News of one clock: what it measures (`subject`), what for (`code`, such as "casework.promised").

    Handlers that write about the subject register with events.after: the clock's row is locked while it is published.
    """

    clock: int
    subject: Reference
    code: str


@dataclass(frozen=True, slots=True)
class ClockWarned(ClockEvent):
    """The end is near: `mark` (negative) of the rule was passed at `since`."""

    mark: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ClockPassed(ClockEvent):
    """The limit is over by `mark` days (0: it has just ended), since the instant `since`."""

    mark: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ClockTakenBack(ClockEvent):
    """A mark told earlier does not hold: the matter was finished before it, or the end moved behind the present."""

    mark: int


@dataclass(frozen=True, slots=True)
class ClockMoved(ClockEvent):
    """The end moved, or is unknown while the clock is paused (None)."""

    due_at: datetime | None


class ClockRuns(Conflict):
    code = "clocks.runs-already"


class NotInState(Conflict):
    code = "clocks.not-in-state"


class GroundNotKnown(Conflict):
    code = "clocks.ground-not-known"


class OutOfOrder(Conflict):
    code = "clocks.out-of-order"


class NotExtendable(Conflict):
    code = "clocks.not-extendable"
