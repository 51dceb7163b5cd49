"""Cases by the hundred: each state, cards as the sweep gives them, papers that open, none twice whatever interrupts."""

from collections import Counter
from datetime import datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.business.casework.api import Case, Letter, State
from tongban.business.licenses.api import License
from tongban.business.supervision.api import Card
from tongban.demo import loading
from tongban.demo.case_plans import FATES, PLACES, YEAR, plans
from tongban.demo.cases import CasePlay
from tongban.demo.items import ORGANS
from tongban.demo.plan import Batch
from tongban.foundation.clocks.jobs import sweep
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.workdays.api import Calendar
from tongban.lib.days.calendar import ZONE

LIMITS = [[(10, 20)] * len(organ.items) for organ in ORGANS]
DAYS = Calendar()
MOMENTS = st.integers(0, 700).map(lambda n: datetime.fromtimestamp(1_760_000_000 + n * 86_400, ZONE))


@given(number=st.integers(1, 300), seed=st.integers(0, 99), at=MOMENTS)
def test_as_many_cases_as_were_asked_for_in_the_order_of_time_within_a_year(number, seed, at):
    made = plans(Batch("x", number, seed, at), LIMITS, DAYS)
    assert [plan.index for plan in made] == list(range(number))
    began = [plan.began for plan in made]
    assert began == sorted(began)
    assert all(at - YEAR <= moment < at for moment in began)


def test_every_hundred_holds_every_fate_and_three_hundred_every_item():
    made = plans(Batch("x", 300, 7, datetime(2026, 11, 18, 12, tzinfo=ZONE)), LIMITS, DAYS)
    assert Counter(plan.fate for plan in made) == {fate: fate.share * 3 for fate in FATES}
    assert {(plan.organ, plan.item) for plan in made} == set(PLACES)


def test_the_shares_are_of_a_hundred():
    assert sum(fate.share for fate in FATES) == 100


@pytest.fixture
def wanted(county, at):
    return loading.asked("more", documents=0, cases=len(FATES), seed=5, at=at)


def silent(done: int, total: int) -> None:
    """Nobody watches."""


@pytest.mark.django_db
def test_one_case_of_every_fate_and_nothing_is_left_for_the_sweep(wanted):
    before = Case.objects.count()
    assert loading.build(wanted, show=silent)
    made = Case.objects.order_by("pk")[before:]
    assert {case.state for case in made} == {state.value for state in State}
    assert all(
        letter.sealed_file_id for letter in Letter.objects.filter(case__in=made, case__delivered_at__isnull=False)
    )
    assert all(licence.sealed_file_id for licence in License.objects.filter(state="issued"))
    cards = list(Card.objects.order_by("pk").values_list("pk", "state"))
    assert {card.level for card in Card.objects.all()} == {1, 2, 3}
    sweep()
    run_due_jobs()
    assert loading.build(wanted, show=silent), "asked for again, nothing is made"
    assert Case.objects.count() == before + len(FATES)
    assert list(Card.objects.order_by("pk").values_list("pk", "state")) == cards


@pytest.mark.django_db
def test_a_case_that_was_interrupted_is_there_wholly_or_not_at_all(wanted, monkeypatch):
    before, acts, granted = Case.objects.count(), count(), CasePlay._grant

    def interrupted(self, at):
        if next(acts) == 2:
            raise KeyboardInterrupt
        return granted(self, at)

    monkeypatch.setattr(CasePlay, "_grant", interrupted)
    with pytest.raises(KeyboardInterrupt):
        loading.build(wanted, show=silent)
    states = set(Case.objects.order_by("pk")[before:].values_list("uid", "state"))
    assert 0 < len(states) < len(FATES)
    assert loading.build(wanted, show=silent)
    made = Case.objects.order_by("pk")[before:]
    assert states < set(made.values_list("uid", "state"))
    assert made.count() == len({case.number_text for case in made}) == len(FATES)
