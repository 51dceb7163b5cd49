"""Words of print and download control (打印和下载控制)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

PERMISSIONS = {
    "prints.print": "登记打印",
    "prints.set_rights": "设定阅读、打印和下载权限",
    "prints.see_unit": "查看单位的打印登记",
    "prints.export": "导出打印登记",
}


class Level(StrEnum):
    """How far somebody who sees a thing gets with its file; each holds those before it.

    Whoever may take a file away can also print it unseen: that is why the last is above the one before.
    """

    CLOSED = "closed"
    READ = "read"
    PRINT = "print"
    DOWNLOAD = "download"


LEVELS = {
    Level.CLOSED: "不开放", Level.READ: "只能阅读", Level.PRINT: "阅读、登记打印", Level.DOWNLOAD: "阅读、打印、下载",
}  # fmt: skip
AUDIENCES = {"own": "本单位人员", "receivers": "收文单位"}
MOST_AT_ONCE = 50  # copies of one printing


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose rules hold for a thing, for which readers, and against what its printed copies are counted."""

    subject: Reference
    unit_id: int
    audience: str
    counted: Reference


@dataclass(frozen=True, slots=True)
class Source:
    """A kind whose files are controlled, registered by the app that owns it.

    origins   by id, in a constant number of queries
    controls  whether the actor sets the rights of what belongs to this unit
    level     what holds where nobody has set anything, and `copies` how many (0: as many as wanted)
    reaches   the kind of what other units have of it, whose readers get rules of their own; "" for none
    parts     the purposes of files that may be ruled one by one, beside the whole
    """

    label: str
    origins: Callable[[Collection[int]], Mapping[int, Origin]]
    controls: Callable[[Actor, int, datetime], bool]
    level: Level = Level.DOWNLOAD
    copies: int = 0
    reaches: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """What holds for one file and one viewer. `copies`: how many may be printed in all, None for as many as wanted."""

    level: Level
    copies: int | None
    origin: Origin | None

    def allows(self, level: Level) -> bool:
        order = list(Level)
        return order.index(self.level) >= order.index(level)
