"""What every movement of a clock reads, in plain statements. Contract-tested on both databases."""

import functools
from collections.abc import Collection

from tongban.foundation.clocks.models import LIVE, Clock, Movement
from tongban.kernel.references import Reference
from tongban.kernel.sql import Shape, for_update, load

CLOCK, MOVEMENT = Shape(Clock), Shape(Movement)


def lock(clock_id: int) -> Clock:
    """The clock as it is now, its row locked. Clock.DoesNotExist when there is none."""
    for (clock,) in load(_lock("c.id = %s"), [clock_id], CLOCK):
        return clock
    raise Clock.DoesNotExist


def lock_live(subject: Reference, codes: Collection[str]) -> list[Clock]:
    """Those of the thing's clocks of these codes that run or are paused, in the order of their ids, their rows locked."""
    where = (
        "c.subject_kind = %s AND c.subject_id = %s AND c.state IN (%s, %s)"
        f" AND c.code IN ({', '.join(['%s'] * len(codes))})"
    )
    rows = load(_lock(where), [subject.kind, subject.id, *LIVE, *codes], CLOCK) if codes else []
    return [clock for (clock,) in rows]


def movements(clock_id: int) -> list[Movement]:
    """What moved the clock, in order."""
    return [movement for (movement,) in load(_movements(), [clock_id], MOVEMENT)]


@functools.cache
def _lock(where: str) -> str:
    return f"SELECT {CLOCK.columns('c')} FROM clocks_clock c WHERE {where} ORDER BY c.id {for_update('c')}"  # noqa: S608


@functools.cache
def _movements() -> str:
    return f"SELECT {MOVEMENT.columns('m')} FROM clocks_movement m WHERE m.clock_id = %s ORDER BY m.serial"  # noqa: S608
