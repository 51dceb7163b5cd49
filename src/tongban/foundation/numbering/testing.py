"""For tests of any app: a unit with a series, made without the operations that administrators use."""

from tongban.foundation.numbering import rules
from tongban.foundation.numbering.contracts import Purpose
from tongban.foundation.numbering.models import Series
from tongban.foundation.numbering.operations.allocation import allocate
from tongban.foundation.numbering.queries import purposes
from tongban.foundation.organization.api import Unit
from tongban.foundation.organization.testing import make_unit
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

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
        within(allocate, series=series, year=MONDAY.year, subject=Reference("test_paper", subject))
