"""Which Z may X see: keys and the table of sight, the same for lists, counts and single things, on both databases."""

import random
from datetime import timedelta

import pytest

from tongban.foundation.access import sql
from tongban.foundation.access.models import Visibility
from tongban.foundation.access.operations import hide, show
from tongban.foundation.access.queries import (
    count_visible,
    keys_of,
    newest_visible,
    sees,
    visible_among,
    visible_rows,
)
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.api import Unit
from tongban.foundation.organization.contracts import DelegationTerms
from tongban.foundation.organization.operations import delegate
from tongban.foundation.organization.testing import make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db


def put(number, *keys, kind="document", minutes=None):
    at = MONDAY + timedelta(minutes=number if minutes is None else minutes)
    within(show, reference=Reference(kind, number), keys=keys, sort_at=at)


def test_each_object_comes_once_the_newest_first_whatever_keys_see_it():
    for number, keys in ((1, ["p1"]), (2, ["p1", "u7"]), (3, ["u7"]), (4, ["p9"])):
        put(number, *keys)
    put(5, "p1", kind="incoming")
    assert newest_visible(["p1", "u7"], "document", limit=10) == [3, 2, 1]
    assert newest_visible(["p1", "u7"], "document", limit=2) == [3, 2]
    assert newest_visible([], "document", limit=10) == []


def test_the_next_page_begins_before_the_last_of_this_one():
    for number in range(1, 6):
        put(number, "p1")
    assert newest_visible(["p1", "u7"], "document", limit=2, before=MONDAY + timedelta(minutes=4)) == [3, 2]


@pytest.mark.parametrize("seed", range(4))
def test_the_merged_list_is_what_a_plain_union_would_give(seed):
    rng = random.Random(seed)
    keys = [f"u{n}" for n in range(12)]
    for number in range(40):
        put(number + 1, *rng.sample(keys, rng.randint(1, 4)), minutes=rng.randint(0, 9))
    mine = rng.sample(keys, 5)
    rows = Visibility.objects.filter(key__in=mine).values_list("sort_at", "subject_id").distinct()
    plain = [pk for _, pk in sorted(rows, key=lambda row: (-row[0].timestamp(), row[1]))]
    assert newest_visible(mine, "document", limit=7) == plain[:7]
    assert count_visible(mine, "document") == len(plain)


def test_many_keys_are_one_list(monkeypatch):
    monkeypatch.setattr(sql, "_PARTS", 3)
    for number in range(1, 11):
        put(number, f"u{number}", "u1")
    keys = [f"u{n}" for n in range(1, 11)]
    assert newest_visible(keys, "document", limit=4) == [10, 9, 8, 7]
    assert count_visible(keys, "document") == 10


def test_more_units_than_a_statement_has_room_for(django_assert_max_num_queries):
    put(1, "u900")
    with django_assert_max_num_queries(6):
        assert newest_visible([f"u{n}" for n in range(1000)], "document", limit=20) == [1]


def test_a_count_stops_at_its_cap():
    rows = [Visibility(key="p1", subject_kind="document", subject_id=n, sort_at=MONDAY) for n in range(130)]
    Visibility.objects.bulk_create(rows)
    assert count_visible(["p1", "p2"], "document") == 100


def test_what_is_hidden_is_gone_from_lists_and_by_name():
    put(1, "p1", "u7")
    one = Reference("document", 1)
    assert sees(["u7"], one)
    within(hide, reference=one, keys=["u7"])
    assert (sees(["u7"], one), sees(["p1"], one)) == (False, True)
    within(hide, reference=one)
    assert not Visibility.objects.exists()


def test_showing_again_moves_it_to_the_new_time_without_doubling():
    put(1, "p1")
    put(2, "p1")
    put(1, "p1", minutes=9)
    assert newest_visible(["p1"], "document", limit=9) == [1, 2]
    assert Visibility.objects.filter(key="p1").count() == 2


def test_a_right_over_everything_sees_what_anybody_sees():
    put(1, "p1")
    put(2, "u7")
    assert newest_visible(["*"], "document", limit=9) == [2, 1]
    assert count_visible(["*"], "document") == 2
    assert visible_among(["*"], "document", [1, 2, 3]) == {1, 2, 3}
    assert visible_among(["u7"], "document", [1, 2, 3]) == {2}


def test_the_same_sight_as_a_filter():
    first, second = make_unit("一"), make_unit("二")
    put(second.pk, "p1", kind="unit")
    assert list(Unit.objects.filter(visible_rows(["p1"], "unit"))) == [second]
    assert set(Unit.objects.filter(visible_rows(["*"], "unit"))) == {first, second}


def test_the_keys_of_a_person_are_his_his_posts_and_those_he_stands_in_for(county):
    terms = DelegationTerms(to_person_id=county.manager.pk, since=MONDAY, until=MONDAY + timedelta(days=3))
    delegate(person=county.clerk, terms=terms, actor=system_actor(), at=MONDAY)
    actor = county.acts(county.manager)
    assert keys_of(actor, at=MONDAY) == [f"p{county.manager.pk}", f"p{county.clerk.pk}", f"o{actor.post_id}"]
    assert f"p{county.clerk.pk}" not in keys_of(actor, at=MONDAY + timedelta(days=3))
    assert keys_of(Actor(account_id=1), at=MONDAY) == []


def test_a_role_adds_the_units_that_it_shows(county):
    actor = county.acts(county.manager)
    allow(county.manager, "documents.see_unit", over=county.education, below=True)
    own = keys_of(actor, at=MONDAY)
    seen = keys_of(actor, at=MONDAY, see="documents.see_unit")
    assert sorted(set(seen) - set(own)) == sorted([f"u{county.education.pk}", f"u{county.section.pk}"])
    allow(county.top, "documents.see_unit")
    assert keys_of(county.acts(county.top), at=MONDAY, see="documents.see_unit") == ["*"]
