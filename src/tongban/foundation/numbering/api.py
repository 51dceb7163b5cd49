"""The door of numbering. allocate, reserve, assign, void, back_fill run inside the caller's operation."""

from tongban.foundation.numbering.contracts import (
    PERMISSIONS,
    AlreadyNumbered,
    NotAssignable,
    NotReserved,
    NumberTaken,
    Purpose,
    SeriesClosed,
    State,
)
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.numbering.operations.administration import (
    change_series,
    create_series,
    reserve_numbers,
    skip_to,
    void_number,
)
from tongban.foundation.numbering.operations.allocation import allocate, assign, back_fill, reserve, void
from tongban.foundation.numbering.queries import (
    gaps,
    number_of,
    numbers_of,
    purposes,
    register,
    series_managed_by,
    series_of,
)

__all__ = [
    "PERMISSIONS",
    "AlreadyNumbered",
    "NotAssignable",
    "NotReserved",
    "Number",
    "NumberTaken",
    "Purpose",
    "Series",
    "SeriesClosed",
    "State",
    "allocate",
    "assign",
    "back_fill",
    "change_series",
    "create_series",
    "gaps",
    "number_of",
    "numbers_of",
    "purposes",
    "register",
    "reserve",
    "reserve_numbers",
    "series_managed_by",
    "series_of",
    "skip_to",
    "void",
    "void_number",
]
