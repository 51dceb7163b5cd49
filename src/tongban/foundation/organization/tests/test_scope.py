"""What an administrator of one unit may not do to another one, whichever argument names it."""

from datetime import date

import pytest

from tongban.foundation.access import api as access
from tongban.foundation.organization import operations as verbs
from tongban.foundation.organization.contracts import PersonData, PostKind, Relation, UnitData
from tongban.foundation.organization.models import Holding, Unit, UnitLink
from tongban.foundation.organization.testing import actor_of, make_person, make_post, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.now import now
from tongban.kernel.testing import within

pytestmark = [pytest.mark.django_db, pytest.mark.feature("F-ID-19", "F-ID-22")]
DAY = date(2026, 11, 1)


@pytest.fixture
def mine():
    return make_unit("临江县教育局", make_unit("临江县人民政府"))


@pytest.fixture
def other(mine):
    return make_unit("临江县财政局", mine.parent)


@pytest.fixture
def actor(mine):
    access.ship_roles()
    person = make_person("管理员", unit=mine)
    role = access.Role.objects.get(code="unit_admin")
    within(access.give, role=role, to=person, unit=mine, below=True, actor=system_actor(), at=now())
    return actor_of(person)


def attempts(mine, other):
    stranger, leader = make_person("吴科员", unit=other), make_post(other, "局长", rank=PostKind.HEAD)
    section = make_unit("办公室", mine, form="section")
    post = make_post(mine, "科员")
    return [
        (verbs.create_unit, {"parent": other, "data": UnitData(name="新科室")}),
        (verbs.create_unit, {"parent": None, "data": UnitData(name="新政府"), "region": mine.region}),
        (verbs.move_unit, {"unit": section, "parent": other}),
        (verbs.merge_units, {"into": mine, "units": [other], "on": DAY}),
        (verbs.close_unit, {"unit": other, "on": DAY}),
        (verbs.set_oversight, {"unit": mine, "role": "A", "leader": leader}),
        (verbs.hire, {"unit": other, "post": leader, "data": PersonData(name="新人")}),
        (verbs.appoint, {"person": stranger, "post": post, "main": True}),
        (verbs.end_holding, {"holding": stranger.holdings.get()}),
        (verbs.leave, {"person": stranger, "reason": "调出"}),
        (verbs.set_superior, {"unit": other, "relation": Relation.VERTICAL, "superior": mine}),
        (verbs.create_region, {"code": "421281", "name": "别县", "level": 3, "parent": None}),
    ]


def test_no_argument_reaches_a_unit_that_is_not_managed(actor, mine, other):
    before = (set(Unit.objects.values_list("pk", "parent", "valid_to")), UnitLink.objects.count())
    for verb, arguments in attempts(mine, other):
        with pytest.raises(NotAllowed):
            verb(**arguments, actor=actor, at=now())
    section = Unit.objects.get(name="办公室")
    after = set(Unit.objects.exclude(pk=section.pk).values_list("pk", "parent", "valid_to"))
    assert (after, UnitLink.objects.exclude(lower=section).count()) == before
    assert Holding.objects.filter(until=None, main=True).count() == 2


def test_a_vertical_line_gives_no_right_over_what_hangs_in_it(actor, mine, other):
    verbs.set_superior(unit=other, relation=Relation.VERTICAL, superior=mine, actor=system_actor(), at=now())
    with pytest.raises(NotAllowed):
        verbs.create_unit(parent=other, data=UnitData(name="新科室"), actor=actor, at=now())
