"""For tests of any app: a unit with a series, made without the operations that administrators use."""

from datetime import datetime

from tongban.foundation.numbering import rules
from tongban.foundation.numbering.contracts import Purpose
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.numbering.operations.allocation import allocate
from tongban.foundation.numbering.queries import purposes
from tongban.foundation.organization.api import Unit
from tongban.foundation.organization.testing import make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.operations import Operation
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY

PURPOSE = "test.papers"


def make_series(
    *, unit: Unit | None = None, word: str = "临政办发", purpose: str = PURPOSE, yearly: bool = True,
    pattern: str = rules.OFFICIAL_PATTERN,
) -> Series:  # fmt: skip
    if purpose not in purposes:
        purposes.register(purpose, Purpose("测试文件", official=True))
    unit = unit or make_unit("临江县人民政府办公室")
    return Series.objects.create(unit=unit, purpose=purpose, word=word, pattern=pattern, yearly=yearly)


def take_many(series_id: int, first: int, count: int) -> None:
    """Number `count` subjects, one operation each: the body of a thread or process that competes with others."""
    series = Series.objects.get(pk=series_id)
    for subject in range(first, first + count):
        take_one(series=series, subject=Reference("test_paper", subject), actor=system_actor(), at=MONDAY)


def _take_one(*, series: Series, subject: Reference, actor: Actor, at: datetime) -> Number:
    return allocate(series=series, year=at.year, subject=subject)


take_one = Operation(_take_one, may="numbering.manage", on="series")
