"""Holders, leaders in charge, delegations, secretaries."""

import random
from datetime import timedelta

import pytest

from tongban.foundation.organization.api import (
    Duty,
    PostKind,
    heads_of,
    holder_of,
    holders,
    holdings_of,
    leaders_of,
    overseers_of,
    secretaries_of,
    stands_in_for,
)
from tongban.foundation.organization.models import Delegation, Holding, Oversight, Secretary
from tongban.foundation.organization.queries.holders import ORDER, as_holder, open_holdings
from tongban.foundation.organization.testing import LONG_AGO, hold, make_person, make_post, make_unit
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


def names(found):
    return [h.name for h in found]


@pytest.fixture
def office():
    government = make_unit("临江县人民政府")
    unit = make_unit("临江县教育局", government, order=2)
    section = make_unit("办公室", unit, form="section")
    return government, unit, section


@pytest.mark.feature("F-ID-07")
def test_leaders_come_in_their_own_order_then_staff_in_theirs(office):
    unit = office[1]
    make_person("周科员", unit=unit, order=2)
    make_person("吴科员", unit=unit, order=1)
    make_person("副局长二", unit=unit, title="副局长", rank=PostKind.DEPUTY, leader_order=3)
    make_person("副局长一", unit=unit, title="副局长", rank=PostKind.DEPUTY, leader_order=2)
    make_person("局长", unit=unit, title="局长", rank=PostKind.HEAD, leader_order=1)
    assert names(holders(unit_ids=[unit.pk], at=now())) == ["局长", "副局长一", "副局长二", "吴科员", "周科员"]


def test_a_duty_finds_only_the_posts_that_carry_it(office):
    _, unit, section = office
    make_person("收发", unit=section, title="收发员", duties=[Duty.RECEIVER, Duty.REGISTRAR])
    make_person("印章", unit=section, title="印章员", duties=[Duty.SEAL_KEEPER])
    found = holders(unit_ids=[unit.pk, section.pk], at=now(), duty=Duty.RECEIVER)
    assert names(found) == ["收发"]
    assert found[0].organ_id == unit.pk
    assert found[0].unit_id == section.pk


def test_somebody_who_left_a_post_no_longer_holds_it(office):
    person = make_person("钱局长", unit=office[1], title="局长", rank=PostKind.HEAD)
    left = now()
    Holding.objects.filter(person=person).update(until=left)
    assert heads_of(office[1].pk, left - timedelta(seconds=1))[0].name == "钱局长"
    assert heads_of(office[1].pk, left) == []


def test_overseers_are_a_before_b_whatever_their_rank(office):
    government, unit, _ = office
    first = make_person("县长", unit=government, title="县长", rank=PostKind.HEAD, leader_order=1)
    second = make_person("副县长", unit=government, title="副县长", rank=PostKind.DEPUTY, leader_order=2)
    for role, person in (("B", first), ("A", second)):
        Oversight.objects.create(leader=person.holdings.get().post, unit=unit, role=role)
    assert names(overseers_of(unit.pk, now())) == ["副县长", "县长"]


def test_one_person_in_two_posts_has_a_main_one(office):
    person = make_person("孙主任", unit=office[2], title="主任", rank=PostKind.HEAD)
    hold(person, make_post(office[0], "督查专员"), since=LONG_AGO - timedelta(days=1))
    assert [h.post_title for h in holdings_of(person.pk, now())] == ["主任", "督查专员"]
    assert holder_of(person.pk, now()).unit_id == office[2].pk
    assert holder_of(0, now()) is None


def test_a_delegation_counts_in_its_span_and_is_not_passed_on(office):
    a, b, c = (make_person(name, unit=office[1]) for name in ("甲", "乙", "丙"))
    start = now()
    Delegation.objects.create(person=a, to=b, since=start, until=start + timedelta(days=3))
    Delegation.objects.create(person=b, to=c, since=start, until=start + timedelta(days=3))
    assert stands_in_for(b.pk, start - timedelta(seconds=1)) == []
    assert stands_in_for(b.pk, start) == [a.pk]
    assert stands_in_for(c.pk, start) == [b.pk]
    assert stands_in_for(b.pk, start + timedelta(days=3)) == []


def test_a_recalled_delegation_ends_at_its_recall(office):
    a, b = (make_person(name, unit=office[1]) for name in ("甲", "乙"))
    start = now()
    Delegation.objects.create(
        person=a, to=b, since=start, until=start + timedelta(days=3), recalled_at=start + timedelta(days=1)
    )
    assert stands_in_for(b.pk, start) == [a.pk]
    assert stands_in_for(b.pk, start + timedelta(days=1)) == []


def test_secretaries_from_both_sides(office):
    leader, secretary = make_person("领导", unit=office[0]), make_person("秘书", unit=office[2])
    Secretary.objects.create(leader=leader, secretary=secretary, since=LONG_AGO)
    assert secretaries_of(leader.pk, now()) == [secretary.pk]
    assert leaders_of(secretary.pk, now()) == [leader.pk]
    assert leaders_of(leader.pk, now()) == []


@pytest.mark.parametrize("seed", range(4))
def test_the_plain_statement_finds_whom_the_models_find(office, seed):
    rng = random.Random(seed)
    at = now()
    for number in range(14):
        person = make_person(
            f"人员{number}", unit=rng.choice(office), title=f"岗位{rng.randint(1, 5)}", rank=rng.choice(list(PostKind)),
            duties=rng.sample(list(Duty), rng.randint(0, 2)), order=rng.randint(1, 3), leader_order=rng.randint(0, 2),
        )  # fmt: skip
        Holding.objects.filter(person=person).update(until=rng.choice([None, None, at, at + timedelta(days=1)]))
        person.left_at = rng.choice([None, None, None, at])
        person.save()
    units = [u.pk for u in rng.sample(office, 2)]
    for duty in (None, Duty.RECEIVER):
        for rank in (None, PostKind.HEAD, [PostKind.HEAD, PostKind.DEPUTY]):
            rows = open_holdings(at).filter(post__unit_id__in=units).order_by(*ORDER)
            wanted = [rank] if isinstance(rank, str) else rank
            plain = [
                as_holder(h)
                for h in rows
                if (duty is None or duty in h.post.duties) and (wanted is None or h.post.rank in wanted)
            ]
            assert holders(unit_ids=units, at=at, duty=duty, rank=rank) == plain


def test_the_sections_of_an_organ_are_found_with_it(office):
    make_person("收发", unit=office[2], title="收发员", duties=[Duty.RECEIVER])
    asked = {"unit_ids": [office[1].pk], "at": now(), "duty": Duty.RECEIVER}
    assert holders(**asked) == []
    assert names(holders(**asked, sections=True)) == ["收发"]
    assert holders(unit_ids=[], at=now()) == []
