"""The door of clocks. start, pause, resume, extend and stop run inside the caller's operation."""

from tongban.foundation.clocks.contracts import (
    GROUND_LABELS,
    PERMISSIONS,
    Approval,
    Basis,
    ClockEvent,
    ClockMoved,
    ClockPassed,
    ClockRuns,
    ClockTakenBack,
    ClockWarned,
    Ground,
    GroundNotKnown,
    NotExtendable,
    NotInState,
    OutOfOrder,
    Rule,
    State,
    What,
)
from tongban.foundation.clocks.limits import Counting, Extension, Limit, limits, rule_of
from tongban.foundation.clocks.models import Clock, Movement
from tongban.foundation.clocks.operations.moving import extend, pause, resume, start, stop, stop_live
from tongban.foundation.clocks.operations.running import pass_marks, recount
from tongban.foundation.clocks.queries.clocks import clocks_of, codes, figures, live_clock, movements_of, recomputed
from tongban.foundation.clocks.queries.effects import Move, moves
from tongban.foundation.clocks.queries.left import Usage, time_left, usage_of

__all__ = [
    "GROUND_LABELS", "PERMISSIONS", "Approval", "Basis", "Clock", "ClockEvent", "ClockMoved", "ClockPassed", "ClockRuns",
    "ClockTakenBack", "ClockWarned", "Counting", "Extension", "Ground", "GroundNotKnown", "Limit", "Move", "Movement",
    "NotExtendable", "NotInState", "OutOfOrder", "Rule", "State", "Usage", "What", "clocks_of", "codes", "extend", "figures",
    "limits", "live_clock", "movements_of", "moves", "pass_marks", "pause", "recomputed", "recount", "resume", "rule_of", "start",
    "stop", "stop_live", "time_left", "usage_of",
]  # fmt: skip
