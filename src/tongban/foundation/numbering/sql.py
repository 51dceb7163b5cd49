"""The run's lock and the numbers behind it in plain statements, for every document and letter passes here. Contract-tested
on both databases."""

import functools

from tongban.foundation.numbering.models import LIVE, Counter, Number, Series
from tongban.kernel.references import Reference
from tongban.kernel.sql import Shape, for_update, load

COUNTER, NUMBER, SERIES = Shape(Counter), Shape(Number), Shape(Series)


def lock_run(series_id: int, year: int) -> Counter | None:
    """The counter of the run, its row locked; None where nothing was counted yet."""
    return next((counter for (counter,) in load(_lock_run(), [series_id, year], COUNTER)), None)


def number(number_id: int) -> Number:
    """The number as it is now, with its series. Number.DoesNotExist when there is none."""
    for found in _numbers("n.id = %s", [number_id]):
        return found
    raise Number.DoesNotExist


def live_of(subject: Reference, purpose: str) -> Number | None:
    """What the thing bears for this purpose, with its series."""
    where = "n.purpose = %s AND n.state IN (%s, %s) AND n.subject_kind = %s AND n.subject_id = %s"
    return next(iter(_numbers(where, [purpose, *LIVE, subject.kind, subject.id])), None)


def _numbers(where: str, params: list[object]) -> list[Number]:
    found = []
    for one, series in load(_select(where), params, NUMBER, SERIES):
        one.series = series
        found.append(one)
    return found


@functools.cache
def _lock_run() -> str:
    return (
        f"SELECT {COUNTER.columns('c')} FROM numbering_counter c"  # noqa: S608
        f" WHERE c.series_id = %s AND c.year = %s {for_update('c')}"
    )


@functools.cache
def _select(where: str) -> str:
    return (
        f"SELECT {NUMBER.columns('n')}, {SERIES.columns('s')}"  # noqa: S608
        f" FROM numbering_number n JOIN numbering_series s ON s.id = n.series_id WHERE {where}"
    )
