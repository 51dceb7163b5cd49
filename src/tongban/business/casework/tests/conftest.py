"""What every test of casework may ask for."""

import pytest

from tongban.business.casework.testing import Bureau, make_bureau


@pytest.fixture
def bureau(db: None) -> Bureau:
    return make_bureau()


@pytest.fixture
def waterworks(db: None) -> Bureau:
    """The item with 检测 among its special procedures."""
    return make_bureau("water_supply", "临江县卫生健康局")
