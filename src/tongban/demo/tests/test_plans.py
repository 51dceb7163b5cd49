"""What is going to be made is decided beforehand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tongban.demo.plan import STOPS, Batch

DAYS = st.integers(0, 3650).map(lambda days: datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days))


@given(count=st.integers(1, 400), seed=st.integers(0, 99), at=DAYS)
def test_as_many_documents_as_were_asked_for_in_the_order_of_time_on_working_days(count, seed, at):
    plans = Batch("more", count, seed, at).plans()
    assert sum(plan.size for plan in plans) == count
    assert [plan.began for plan in plans] == sorted(plan.began for plan in plans)
    assert [plan.index for plan in plans] == list(range(len(plans)))
    assert all(plan.began < at and plan.began.weekday() < 5 for plan in plans)


@given(at=DAYS)
def test_a_hundred_and_fifty_stand_at_every_step_and_at_the_end(at):
    plans = Batch("first", 150, 1, at).plans()
    assert {plan.stop for plan in plans} == {*STOPS, ""}
    assert {plan.registered for plan in plans if not plan.stop} >= {0, 2}


@given(at=DAYS, later=st.integers(0, 3600))
def test_the_same_day_and_seed_give_the_same_plans_and_another_seed_others(at, later):
    day = at.replace(hour=3)
    assert Batch("more", 60, 1, day).plans() == Batch("more", 60, 1, day + timedelta(seconds=later)).plans()
    assert Batch("more", 60, 1, day).plans() != Batch("more", 60, 2, day).plans()
