"""What lies on a desk: lists, their order, counts and tabs; each in one statement whatever lies there."""

import random
from datetime import timedelta

import pytest

from tongban.foundation.inbox.contracts import TO_READ
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.queries import Counts, count_by_category, counts, done_items, open_items, to_read
from tongban.foundation.inbox.sql import ORDERS
from tongban.foundation.inbox.tests.conftest import entry, lay
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
EVENING = MONDAY.replace(hour=23, minute=59)


def numbers(items):
    return [item.source_id for item in items]


def tally(*keys):
    return counts(keys, at=MONDAY, end_of_day=EVENING)


def test_the_urgent_come_first_then_the_newest():
    lay(entry(1, "p1"), entry(2, "p1", minutes=5), entry(3, "p1", urgency=2), entry(4, "p1", urgency=3))
    assert numbers(open_items(["p1"])[:9]) == [4, 3, 2, 1]


def test_a_list_can_be_turned_round_or_sorted_by_what_is_due():
    lay(entry(1, "p1"), entry(2, "p1", due_at=MONDAY + HOUR), entry(3, "p1", due_at=MONDAY, minutes=9))
    sorted_by = {
        order: numbers(open_items(["p1"], order=order)[:9]) for order in ("due", "-due", "received", "no-such")
    }
    assert sorted_by == {"due": [3, 2, 1], "-due": [2, 3, 1], "received": [1, 2, 3], "no-such": [3, 2, 1]}


def test_only_ones_own_keys_count_and_reading_is_another_desk():
    lay(entry(1, "p1", "d7.vetter"), entry(2, "d7.vetter"), entry(3, "p9"), entry(4, "p1", desk=TO_READ))
    assert numbers(open_items(["p1", "d7.vetter"], order="received")[:9]) == [1, 2]
    assert numbers(to_read(["p1"])[:9]) == [4]
    assert numbers(open_items([])[:9]) == []
    assert len(open_items([])) == 0


def test_a_matter_under_two_keys_of_one_desk_comes_once():
    lay(entry(1, "p1", "p2"), entry(2, "p2"))
    assert numbers(open_items(["p1", "p2"], order="received")[:9]) == [1, 2]
    assert len(open_items(["p1", "p2"])) == 2
    assert tally("p1", "p2").todo == 2
    assert count_by_category(["p1", "p2"]) == {"发文": 2}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("order", ["-urgency", "-received", "due"])
def test_pages_together_are_the_whole_list(seed, order):
    rng = random.Random(seed)
    keys = [f"p{n}" for n in range(5)]
    due = [None, MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR]
    lay(*(
        entry(n, *rng.sample(keys, rng.randint(1, 3)), minutes=rng.randint(0, 5), urgency=rng.randint(0, 2), due_at=rng.choice(due))
        for n in range(30)
    ))  # fmt: skip
    mine = keys[:3]
    listing = open_items(mine, order=order)
    pages = [number for start in range(0, 40, 7) for number in numbers(listing[start : start + 7])]
    plain = Item.objects.filter(key__in=mine).values_list("source_id", flat=True).distinct()
    assert len(pages) == len(listing) == len(set(plain))
    assert set(pages) == set(plain)
    assert pages == numbers(listing[:40])


def test_the_strip_counts_what_is_overdue_and_what_is_due_today():
    lay(
        entry(1, "p1"), entry(2, "p1", due_at=MONDAY - HOUR), entry(3, "p1", due_at=MONDAY + HOUR),
        entry(4, "p1", due_at=MONDAY + timedelta(days=2)), entry(5, "p1", desk=TO_READ),
    )  # fmt: skip
    assert tally("p1") == Counts(todo=4, overdue=1, due_today=1, to_read=1)
    assert tally() == Counts(0, 0, 0, 0)


def test_counts_stop_at_a_hundred_and_a_list_at_a_thousand():
    lay(*(entry(n, "p1", "p2", due_at=MONDAY - HOUR) for n in range(1100)))
    assert tally("p1", "p2") == Counts(todo=100, overdue=100, due_today=0, to_read=0)
    assert len(open_items(["p1", "p2"])) == 1001
    assert count_by_category(["p1", "p2"]) == {"发文": 100}


def test_a_flood_of_one_kind_does_not_hide_the_other():
    lay(*(entry(n, "p1") for n in range(500)), entry(900, "p1", desk=TO_READ))
    assert tally("p1").to_read == 1


def test_tabs_count_by_category_the_fullest_first():
    lay(entry(1, "p1"), entry(2, "p1", category="收文"), entry(3, "p1", category="收文"))
    assert list(count_by_category(["p1"]).items()) == [("收文", 2), ("发文", 1)]
    assert numbers(open_items(["p1"], category="收文", order="received")[:9]) == [2, 3]
    assert count_by_category([]) == {}


@pytest.mark.parametrize("rows", [1, 50])
def test_each_list_and_count_is_one_statement(rows, django_assert_num_queries):
    lay(*(entry(n, "p1", "p2") for n in range(rows)))
    keys = ["p1", "p2", "d7.vetter"]
    for ask in (
        lambda: open_items(keys)[:20], lambda: len(open_items(keys)), lambda: tally(*keys), lambda: count_by_category(keys),
        lambda: list(done_items(1)[:20]),
    ):  # fmt: skip
        with django_assert_num_queries(1):
            ask()


def test_every_order_is_total():
    assert all(order.split(",")[-1].split()[0] == "id" for order in ORDERS.values())
