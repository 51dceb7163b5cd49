"""Delegations made, recalled and ending by themselves; secretaries."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.foundation.organization.api import secretaries_of, stands_in_for
from tongban.foundation.organization.contracts import DelegationEnded, DelegationTerms
from tongban.foundation.organization.jobs import end_delegations
from tongban.foundation.organization.models import Delegation, Secretary
from tongban.foundation.organization.operations.standing import (
    delegate,
    end_secretary,
    recall_delegation,
    set_secretary,
)
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def people():
    unit = make_unit("临江县教育局")
    return [make_person(name, unit=unit) for name in ("甲", "乙", "丙")]


def terms(to, *, start, days=3):
    return DelegationTerms(to_person_id=to.pk, since=start, until=start + timedelta(days=days), reason="出差")


def entrust(person, to, *, at, start=None, days=3):
    return delegate(person=person, terms=terms(to, start=start or at, days=days), actor=actor_of(person), at=at)


def test_one_delegates_his_own_work_and_nobody_elses(people):
    a, b, c = people
    at = now()
    entrust(a, b, at=at)
    assert stands_in_for(b.pk, at) == [a.pk]
    with pytest.raises(NotAllowed):
        delegate(person=b, terms=terms(c, start=at), actor=actor_of(a), at=at)


def test_the_right_ends_with_the_span_and_the_job_makes_it_known_once(people, monkeypatch):
    heard = []
    monkeypatch.setitem(events._inside, DelegationEnded, [heard.append])
    a, b, _ = people
    at = now() - timedelta(days=4)
    made = entrust(a, b, at=at)
    assert stands_in_for(b.pk, now()) == []
    end_delegations()
    end_delegations()
    assert heard == [DelegationEnded(delegation_id=made.pk, person_id=a.pk, to_person_id=b.pk)]


def test_a_recall_ends_it_at_once_and_only_the_owner_recalls(people):
    a, b, _ = people
    at = now()
    made = entrust(a, b, at=at, start=at + timedelta(days=1))
    with pytest.raises(NotAllowed):
        recall_delegation(delegation=made, actor=actor_of(b), at=at)
    recall_delegation(delegation=made, actor=actor_of(a), at=at)
    assert stands_in_for(b.pk, at + timedelta(days=2)) == []
    with pytest.raises(Conflict, match="已经结束"):
        recall_delegation(delegation=made, actor=actor_of(a), at=at)
    entrust(a, b, at=at)


def test_two_stand_ins_at_once_and_a_chain_are_refused(people):
    a, b, c = people
    at = now()
    entrust(a, b, at=at)
    with pytest.raises(Conflict, match="已有委托"):
        entrust(a, c, at=at, start=at + timedelta(days=2))
    with pytest.raises(Invalid, match="已委托他人"):
        entrust(c, a, at=at)
    entrust(a, c, at=at, start=at + timedelta(days=3))


@pytest.mark.parametrize(
    ("days", "start", "words"), [(0, 0, "晚于开始"), (1, -3, "已经过去"), (365, 0, "最长"), (-1, 0, "晚于开始")]
)
def test_terms_that_make_no_sense_stand_at_the_end_field(people, days, start, words):
    a, b, _ = people
    at = now()
    with pytest.raises(Invalid, match=words) as caught:
        entrust(a, b, at=at, start=at + timedelta(days=start), days=days)
    assert set(caught.value.fields) == {"until"}


def test_nobody_delegates_to_himself(people):
    with pytest.raises(Invalid, match="另一个人"):
        entrust(people[0], people[0], at=now())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)), max_size=6), probe=st.integers(0, 30))
def test_whatever_is_accepted_there_is_one_stand_in_at_any_moment(people, spans, probe):
    a, b, c = people
    Delegation.objects.all().delete()
    at = now()
    for number, (start, days) in enumerate(spans):
        try:
            entrust(a, (b, c)[number % 2], at=at, start=at + timedelta(days=start), days=days)
        except Conflict:
            continue
    moment = at + timedelta(days=probe)
    assert len(stands_in_for(b.pk, moment)) + len(stands_in_for(c.pk, moment)) <= 1


def test_secretaries_are_set_and_ended(people):
    a, b, _ = people
    at = now()
    row = set_secretary(leader=a, secretary=b, actor=SYSTEM, at=at)
    with pytest.raises(Conflict):
        set_secretary(leader=a, secretary=b, actor=SYSTEM, at=at)
    assert secretaries_of(a.pk, at) == [b.pk]
    end_secretary(secretary=row, actor=SYSTEM, at=at)
    assert secretaries_of(a.pk, at) == []
    assert Secretary.objects.get().until == at
