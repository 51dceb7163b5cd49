"""A bureau with a window."""

import pytest

from tongban.business.casework.testing import Bureau, make_bureau


@pytest.fixture
def bureau(db: None) -> Bureau:
    return make_bureau()
