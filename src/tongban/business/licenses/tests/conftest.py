"""A bureau with a leader and a keeper of its seal, and a quick key store."""

from dataclasses import dataclass

import pytest

from tongban.business.licenses.testing import make_series
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import make_person, make_unit


@dataclass(slots=True)
class Bureau:
    unit: Unit
    leader: Person
    keeper: Person


@pytest.fixture
def bureau(db: None) -> Bureau:
    unit = make_unit("临江县市场监督管理局", credit_code="11990921MB0000001X")
    make_series(unit)
    leader = make_person("齐思远", unit=unit, title="局长", rank="head")
    keeper = make_person("韩静之", unit=unit, title="公章管理员", duties=["seal_keeper"])
    return Bureau(unit, leader, keeper)
