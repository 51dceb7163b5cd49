"""What an administrator of one unit may not do to another one, whichever argument names it."""

from datetime import date

import pytest

from tongban.foundation.access import api as access
from tongban.foundation.identity import api as identity
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


def beyond(mine):
    """A person, and a post, in the administrator's own unit, whose rights reach farther than his."""
    role = access.Role.objects.get(code="super_admin")
    chief, post = make_person("段静", unit=mine), make_post(mine, "印章制发员")
    for to in (chief, post):
        within(access.give, role=role, to=to, unit=None, actor=system_actor(), at=now())
    return chief, post


def test_nobody_puts_himself_or_a_newcomer_into_a_post_with_rights_beyond_his_own(actor, mine):
    _, post = beyond(mine)
    me = Holding.objects.get(person_id=actor.person_id).person
    for verb, given in (
        (verbs.appoint, {"person": me, "post": post}),
        (verbs.hire, {"unit": mine, "post": post, "data": PersonData(name="新人")}),
    ):
        with pytest.raises(NotAllowed):
            verb(**given, actor=actor, at=now())
    assert not Holding.objects.filter(post=post).exists()


def test_nobody_takes_over_or_shuts_out_somebody_whose_rights_reach_farther(actor, mine):
    chief, _ = beyond(mine)
    for verb, given in (
        (identity.reset_password, {"account": chief.account}),
        (identity.disable, {"account": chief.account, "reason": "停用"}),
        (identity.bind_addresses, {"account": chief.account, "addresses": "10.0.0.1"}),
        (verbs.leave, {"person": chief, "reason": "调出"}),
        (verbs.end_holding, {"holding": chief.holdings.get()}),
    ):
        with pytest.raises(NotAllowed):
            verb(**given, actor=actor, at=now())


def test_whoever_has_rights_over_the_unit_alone_is_its_administrators_to_manage(actor, mine):
    colleague = make_person("何静", unit=mine)
    role = access.Role.objects.get(code="unit_admin")
    within(access.give, role=role, to=colleague, unit=mine, actor=system_actor(), at=now())
    identity.reset_password(account=colleague.account, actor=actor, at=now())
    colleague.account.refresh_from_db()
    assert colleague.account.must_change_password
