"""交接: the steps of somebody who goes are his successor's, who does them under his own name."""

import pytest

from tongban.engines.flow import operations, queries
from tongban.engines.flow.models import History
from tongban.engines.flow.testing import begin, chain, done_by
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Handing, belongings, holder_of
from tongban.foundation.organization.api import operations as organization
from tongban.foundation.organization.testing import make_person
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import NotAllowed
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter"'
REVIEW = 'review tb:role="head" tb:relation="drafter-unit" tb:opinion="审核" tb:moves="delegate"'


@pytest.fixture
def review(office):
    office.subject = begin(chain(DRAFT, REVIEW, 'sign tb:role="drafter"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    office.successor = make_person("吴科长", unit=office.section)
    return office


def hand_over(office, person):
    handing = Handing(person.pk, office.successor.pk, system_actor(), MONDAY)
    within(belongings["desk"].pass_on, handing=handing)


@pytest.mark.feature("F-ID-40")
def test_an_open_step_is_done_by_the_successor_and_no_more_by_the_old_holder(review):
    hand_over(review, review.head)
    work = queries.open_work(review.subject, "review")
    assert (work.keys, work.names) == ([inbox.person_key(review.successor.pk)], "吴科长")
    with pytest.raises(NotAllowed):
        operations.complete(work=work, opinion="同意。", choices={}, actor=review.acts(review.head), at=MONDAY)
    done_by(review.successor, review.subject, "review")
    assert [work.element for work in queries.open_works(review.subject)] == ["sign"]
    assert History.objects.filter(event="handed-over").count() == 1


def test_a_step_that_is_to_come_back_comes_back_to_the_successor(review):
    work = queries.open_work(review.subject, "review")
    to = holder_of(review.vetter.pk, MONDAY)
    operations.delegate(work=work, to=to, reason="请先看看。", actor=review.acts(review.head), at=MONDAY)
    hand_over(review, review.head)
    done_by(review.vetter, review.subject, "review", opinion="可以。")
    assert queries.open_work(review.subject, "review").keys == [inbox.person_key(review.successor.pk)]


@pytest.mark.feature("F-ID-40")
def test_a_step_to_come_of_somebody_who_left_is_the_successors(review):
    system = {"actor": system_actor(), "at": MONDAY}
    heir = make_person("郑接手", unit=review.section)
    given = {"reason": "调出", "leaving": True, "parts": ["posts", "desk"]}
    organization.hand_over(person=review.drafter, to=heir, **given, **system)
    organization.hand_over(person=heir, to=review.successor, **given, **system)  # who leaves in turn
    done_by(review.head, review.subject, "review")
    assert queries.open_work(review.subject, "sign").keys == [inbox.person_key(review.successor.pk)]
