"""People of one office, and the demo gateway."""

import pytest

from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import make_person, make_unit


@pytest.fixture(autouse=True)
def demo_gateway(settings) -> None:
    settings.SMS_GATEWAY = "demo"
    settings.EMAIL_HOST = ""


@pytest.fixture
def office(db) -> Unit:
    return make_unit("临江县人民政府办公室")


@pytest.fixture
def wang(office) -> Person:
    return make_person("王敏", unit=office, mobile="13812340626", email="wang@example.cn")


@pytest.fixture
def li(office) -> Person:
    return make_person("李军", unit=office, mobile="", email="")
