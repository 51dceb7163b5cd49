"""Whose desk, and what happens to what lies on it: laid, done, closed, read, renamed, stood in for."""

from datetime import timedelta

import pytest

from tongban.foundation.inbox.contracts import TO_READ
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.operations import close, finish, mark_read, put, rename
from tongban.foundation.inbox.queries import desks_of, done_items, keys_of, met_among, mine, on_desk, open_items
from tongban.foundation.inbox.tests.conftest import entry, lay
from tongban.foundation.organization.testing import hold, make_post
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
WORK = Reference("work", 1)


def states():
    return dict(Item.objects.values_list("key", "state"))


def test_laying_and_taking_away_need_an_operation():
    for write in (
        lambda: put([entry(1, "p1")]),
        lambda: finish(WORK, person_id=1, at=MONDAY),
        lambda: close([WORK], at=MONDAY),
    ):
        with pytest.raises(RuntimeError, match="operation"):
            write()


def test_what_already_lies_there_stays_as_it_is():
    lay(entry(1, "p1"))
    lay(entry(1, "p1", "p2", title="另一个标题"))
    assert list(Item.objects.order_by("key").values_list("key", "title")) == [
        ("p1", "关于第1号事项的通知"), ("p2", "另一个标题"),
    ]  # fmt: skip


def test_whoever_does_it_has_it_once_among_the_done_and_it_leaves_all_desks():
    lay(entry(1, "p1", "p2", "d7.vetter"))
    within(finish, source=WORK, person_id=2, at=MONDAY)
    assert states() == {"p1": "closed", "p2": "done", "d7.vetter": "closed"}
    assert [i.key for i in done_items(2)] == ["p2"]
    assert open_items(["p1", "p2", "d7.vetter"])[:9] == []


def test_a_duty_that_somebody_carries_is_done_by_that_person():
    lay(entry(1, "d7.vetter"))
    within(finish, source=WORK, person_id=5, at=MONDAY)
    assert [i.key for i in done_items(5)] == ["d7.vetter"]


def test_only_the_matter_itself_is_touched():
    lay(entry(1, "p1"), entry(2, "p1"))
    within(finish, source=WORK, person_id=1, at=MONDAY)
    within(finish, source=Reference("copy", 2), person_id=1, at=MONDAY)
    assert [i.source_id for i in open_items(["p1"])[:9]] == [2]


def test_what_is_closed_is_done_by_nobody():
    lay(entry(1, "p1", "p2"), entry(2, "p1"), entry(3, "p1"))
    within(close, sources=[WORK, Reference("work", 2)], at=MONDAY)
    assert [i.source_id for i in open_items(["p1", "p2"])[:9]] == [3]
    assert not Item.objects.filter(state="done").exists()


def test_open_rows_follow_the_title_and_number_of_their_subject():
    lay(entry(1, "p1"), entry(2, "p1"))
    within(finish, source=Reference("work", 2), person_id=1, at=MONDAY)
    within(rename, subject=Reference("document", 1), title="新标题", number="临政〔2026〕1号")
    within(rename, subject=Reference("document", 2), title="新标题")
    assert list(Item.objects.order_by("pk").values_list("title", "number")) == [
        ("新标题", "临政〔2026〕1号"), ("关于第2号事项的通知", ""),
    ]  # fmt: skip


def test_a_desk_is_the_person_and_the_duties_of_the_post_acted_in(office):
    assert keys_of(office.acts(office.vetter), at=MONDAY) == [office.key(office.vetter), office.desk]
    second = make_post(office.unit, "收发员", duties=["receiver"])
    hold(office.vetter, second)
    elsewhere = Actor(person_id=office.vetter.pk, post_id=second.pk)
    assert keys_of(elsewhere, at=MONDAY) == [office.key(office.vetter), f"d{office.unit.pk}.receiver"]
    assert keys_of(Actor(account_id=1), at=MONDAY) == []


def test_a_successor_in_the_post_finds_the_work_there(office):
    lay(entry(1, office.desk))
    post = make_post(office.unit, "核稿员")
    hold(office.clerk, post)
    successor = Actor(person_id=office.clerk.pk, post_id=post.pk)
    assert [i.source_id for i in open_items(keys_of(successor, at=MONDAY))[:9]] == [1]


def test_who_stands_in_sees_the_delegators_desk_for_the_span(stand_in):
    lay(entry(1, stand_in.key(stand_in.leader)))
    actor = stand_in.acts(stand_in.clerk)
    seen = [len(open_items(keys_of(actor, at=MONDAY + timedelta(days=d)))) for d in (-1, 0, 2, 3)]
    assert seen == [0, 1, 1, 0]


def test_who_stands_in_has_the_duties_of_the_delegators_posts(stand_in):
    stand_in.leader.holdings.get().post.__class__.objects.filter(title="主任").update(duties=["document_manager"])
    assert f"d{stand_in.unit.pk}.document_manager" in keys_of(stand_in.acts(stand_in.clerk), at=MONDAY)


def test_asking_for_ones_own_key_costs_nothing(office, django_assert_num_queries):
    actor = office.acts(office.vetter)
    with django_assert_num_queries(0):
        assert on_desk(actor, ["p999", office.key(office.vetter)], at=MONDAY)
    assert on_desk(actor, [office.desk], at=MONDAY)
    assert not on_desk(actor, ["p999"], at=MONDAY)
    assert not on_desk(Actor(), ["p999"], at=MONDAY)


def test_reading_is_its_owners(office):
    lay(entry(1, office.key(office.clerk), desk=TO_READ))
    item = Item.objects.get()
    with pytest.raises(NotAllowed):
        mark_read(item=item, actor=office.acts(office.vetter), at=MONDAY)
    mark_read(item=item, actor=office.acts(office.clerk), at=MONDAY)
    item.refresh_from_db()
    assert (item.state, item.done_by, item.seen_at) == ("done", office.clerk.pk, MONDAY)


def test_an_item_is_found_only_on_ones_own_desk():
    lay(entry(1, "p1"))
    item = Item.objects.get()
    assert mine(item.pk, ["p1"]) == item
    assert mine(item.pk, ["p2"]) is None


def test_where_a_matter_lies_and_whom_it_met():
    lay(entry(1, "p2", "p1"), entry(2, "p1"), entry(3, "p3"))
    assert desks_of(WORK) == ("p1", "p2")
    within(finish, source=WORK, person_id=2, at=MONDAY)
    asked = {"kind": "document", "ids": [1, 2, 3]}
    assert met_among(**asked, keys=["p2"], person_id=2) == {1}
    assert met_among(**asked, keys=["p1"], person_id=1) == {2}
