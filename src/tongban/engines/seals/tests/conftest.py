"""A small office with its people, a fresh key folder for each test, and a quick key store."""

from dataclasses import dataclass

import pytest

from tongban.engines.seals.models import Seal
from tongban.engines.seals.testing import make_seal
from tongban.foundation.access.models import Role
from tongban.foundation.access.operations import grant, ship_roles
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.testing import MONDAY


@dataclass(slots=True)
class Office:
    """The county's seal office, a bureau with its leader and two people, and a town."""

    government: Unit
    bureau: Unit
    town: Unit
    maker: Person
    leader: Person
    keeper: Person
    successor: Person
    clerk: Person

    def seal(self, sort: str = "official") -> Seal:
        return make_seal(self.bureau, self.keeper, at=MONDAY, sort=sort)

    def acts(self, name: str) -> Actor:
        return actor_of(getattr(self, name), at=MONDAY)


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    """Keys of this test alone."""
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.KEY_FOLDER.mkdir(mode=0o700)
    return settings.KEY_FOLDER


@pytest.fixture
def office(db) -> Office:
    ship_roles()
    government = make_unit("临江县人民政府", emblem="national")
    bureau, town = make_unit("临江县水利局", government), make_unit("临江县城关镇人民政府", government)
    desk = make_unit("临江县人民政府办公室", government)
    people = [
        make_person("何守印", unit=desk, title="印章管理科科员"),
        make_person("江长河", unit=bureau, title="局长", rank="head"),
        make_person("管正清", unit=bureau, title="办公室科员", duties=["seal_keeper"]),
        make_person("方接任", unit=bureau, title="办公室副科员"),
        make_person("柳闲", unit=town),
    ]
    role = Role.objects.get(code="seal_office")
    grant(role=role, to=people[0], unit=None, actor=system_actor(), at=MONDAY)
    return Office(government, bureau, town, *people)
