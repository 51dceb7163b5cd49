"""Words of the calendar that other apps may use."""

from dataclasses import dataclass
from datetime import date

from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.events import Event

PERMISSIONS = {"workdays.manage": "管理工作日历（放假安排、工作时间）"}


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a pasted list that cannot be used, and why."""

    number: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One example of what a change would move: `title` (what), `before` and `after` (when)."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change of the calendar would do to the things of one app, told before it is applied.

    `facts` are pairs of label and count; `rows` some examples, the most changed first.
    """

    label: str
    facts: tuple[tuple[str, int], ...]
    rows: tuple[EffectRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarChanged(Event):
    """A new version of the calendar counts. Only what touches the days from `first` to `last` can have changed."""

    version: int
    first: date
    last: date


class BadNotice(Invalid):
    """The pasted list has lines that cannot be used; nothing of it was taken."""

    code = "workdays.bad-notice"

    def __init__(self, lines: list[BadLine]) -> None:
        self.lines = lines
        super().__init__({"text": f"有{len(lines)}行不能导入，已一一列出；整份安排都没有导入，请改正后重试。"})


class CalendarMoved(Conflict):
    """Somebody changed the calendar after the preview was made."""

    code = "workdays.moved"
