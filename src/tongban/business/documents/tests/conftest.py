"""What every test of documents may ask for."""

import pytest

from tongban.business.documents.testing import County, small_county


@pytest.fixture
def county(db: None) -> County:
    return small_county()
