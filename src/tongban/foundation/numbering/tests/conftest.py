"""A series to number under."""

import pytest

from tongban.foundation.numbering.models import Series
from tongban.foundation.numbering.testing import make_series


@pytest.fixture
def series(db) -> Series:
    return make_series()
