"""May X do Y on Z: roles over units, with or without those below; rules of relation; whom a refusal names."""

import random
from datetime import timedelta

import pytest

from tongban.foundation.access.models import Grant
from tongban.foundation.access.port import Permissions
from tongban.foundation.access.queries import granted, may, permissions_of, unit_of, units_where, who_may
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.api import Relation, Unit, UnitLink
from tongban.foundation.organization.testing import hold, make_person, make_post, make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.testing import MONDAY

RIGHT = "organization.manage"


def has(actor, unit, *, at=MONDAY, below=False):
    return granted(actor=actor, permission=RIGHT, unit_id=unit.pk if unit else None, at=at, below=below)


def where(actor):
    found = units_where(actor=actor, permission=RIGHT, at=MONDAY)
    return None if found is None else {u.name for u in found}


def test_a_right_over_a_unit_counts_there_and_nowhere_else(county):
    allow(county.manager, RIGHT, over=county.education)
    actor = county.acts(county.manager)
    units = (county.education, county.section, county.finance, county.government, None)
    assert [has(actor, unit) for unit in units] == [True, False, False, False, False]
    assert where(actor) == {"县教育局"}


def test_with_those_below_it_counts_in_the_whole_subtree(county):
    allow(county.manager, RIGHT, over=county.education, below=True)
    actor = county.acts(county.manager)
    assert [has(actor, unit) for unit in (county.education, county.section, county.finance)] == [True, True, False]
    assert where(actor) == {"县教育局", "人事科"}


def test_over_the_installation_it_counts_everywhere(county):
    allow(county.top, RIGHT)
    actor = county.acts(county.top)
    assert all(has(actor, unit) for unit in (county.education, county.section, None))
    assert where(actor) is None


def test_only_the_tree_of_subordination_hands_rights_down(county):
    UnitLink.objects.create(upper=county.finance, lower=county.education, relation=Relation.VERTICAL, depth=1)
    allow(county.other, RIGHT, over=county.finance, below=True)
    assert not has(county.acts(county.other), county.education)
    assert where(county.acts(county.other)) == {"县财政局"}


def test_a_grant_to_a_post_serves_whoever_acts_in_it(county):
    allow(county.post, RIGHT, over=county.education)
    assert has(county.acts(county.manager), county.education)
    second = make_post(county.education, "科员")
    hold(county.manager, second)
    acting_elsewhere = Actor(person_id=county.manager.pk, post_id=second.pk)
    assert not has(acting_elsewhere, county.education)


def test_a_grant_counts_from_its_day_to_its_end(county):
    given = allow(county.manager, RIGHT, over=county.education)
    Grant.objects.filter(pk=given.pk).update(since=MONDAY, until=MONDAY + timedelta(days=2))
    actor = county.acts(county.manager)
    moments = [MONDAY - timedelta(seconds=1), MONDAY, MONDAY + timedelta(days=2)]
    assert [has(actor, county.education, at=at) for at in moments] == [False, True, False]


def test_below_asks_for_the_whole_subtree(county):
    allow(county.manager, RIGHT, over=county.education)
    assert not has(county.acts(county.manager), county.education, below=True)
    allow(county.top, RIGHT, over=county.government, below=True)
    assert has(county.acts(county.top), county.education, below=True)


def test_the_system_passes_and_an_unknown_permission_is_a_defect(county):
    assert may(actor=system_actor(), permission=RIGHT, target=None, at=MONDAY)
    with pytest.raises(LookupError):
        may(actor=system_actor(), permission="no.such", at=MONDAY)


def test_without_a_person_there_is_no_right(county):
    assert not has(Actor(account_id=1), county.education)
    assert permissions_of(actor=Actor(), at=MONDAY) == frozenset()


def test_one_question_is_one_statement(county, django_assert_num_queries):
    allow(county.manager, RIGHT, over=county.education, below=True)
    actor = county.acts(county.manager)
    with django_assert_num_queries(1):
        has(actor, county.section)
    with django_assert_num_queries(1):
        permissions_of(actor=actor, at=MONDAY)


def test_the_unit_of_a_target_is_its_own_or_that_of_its_person(county):
    targets = (county.education, county.manager, county.manager.account, county.post, None)
    assert [unit_of(t) for t in targets] == [county.education.pk] * 4 + [None]


@pytest.mark.parametrize("seed", range(6))
def test_may_and_units_where_agree_in_random_trees(county, seed):
    rng = random.Random(seed)
    units = [county.government]
    for number in range(9):
        units.append(make_unit(f"单位{number}", rng.choice(units)))
    person = make_person("路人甲", unit=county.finance)
    for unit in rng.sample(units, 3):
        allow(person, RIGHT, "access.grant", over=unit, below=rng.random() < 0.5)
    actor = county.acts(person)
    listed = where(actor)
    assert {u.name for u in Unit.objects.all() if has(actor, u)} == listed


def refusal(county, person, target, code=RIGHT):
    with pytest.raises(NotAllowed) as caught:
        Permissions().require(actor=county.acts(person), permission=code, target=target, at=MONDAY)
    return caught.value


def test_a_refusal_says_what_is_missing_and_whom_to_ask(county):
    allow(county.top, RIGHT)
    allow(county.manager, RIGHT, over=county.education, below=True)
    refused = refusal(county, county.clerk, county.section)
    assert refused.message == "您没有“管理单位、岗位和人员”的权限。可以找：何静、顾长风。"
    assert refused.code == f"not-allowed.{RIGHT}"


def test_whom_to_ask_are_the_nearest_three_who_are_still_there(county):
    for number in range(4):
        allow(make_person(f"县管理员{number}", unit=county.government), RIGHT)
    allow(county.post, RIGHT, over=county.education)
    names = who_may(permission=RIGHT, unit_id=county.education.pk, at=MONDAY)
    assert names == ["何静", "县管理员0", "县管理员1"]
    county.manager.left_at = MONDAY
    county.manager.save()
    assert "何静" not in who_may(permission=RIGHT, unit_id=county.education.pk, at=MONDAY)


def test_a_relation_has_nobody_to_ask(county):
    assert refusal(county, county.clerk, county.manager, "access.own").message == "您没有“本人事务”的权限。"
