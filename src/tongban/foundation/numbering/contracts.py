"""Words of numbering that other apps may use."""

from dataclasses import dataclass
from enum import StrEnum

from tongban.kernel.errors import Conflict

PERMISSIONS = {
    "numbering.manage": "管理编号序列（预留、作废、跳号）",
}


class State(StrEnum):
    """What became of a serial. A serial that was never given has no row: it is a gap."""

    RESERVED = "reserved"  # 预留
    ASSIGNED = "assigned"  # 已用
    VOID = "void"  # 作废


@dataclass(frozen=True, slots=True)
class Purpose:
    """What numbers are given for. `official` numbers follow GB/T 9704-2012, 7.2.5; others may pad the serial."""

    label: str
    official: bool = False


class SeriesClosed(Conflict):
    code = "numbering.series-closed"


class NumberTaken(Conflict):
    code = "numbering.taken"


class AlreadyNumbered(Conflict):
    code = "numbering.already-numbered"


class NotReserved(Conflict):
    code = "numbering.not-reserved"


class NotAssignable(Conflict):
    code = "numbering.not-assignable"
