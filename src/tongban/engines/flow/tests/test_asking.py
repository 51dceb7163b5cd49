"""委派 and 前加签: others say something first, the step comes back, the process has not moved."""

import pytest

from tongban.engines.flow import operations, queries
from tongban.engines.flow.models import Work
from tongban.engines.flow.testing import begin, chain, done_by
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import holder_of
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter"'
REVIEW = (
    'review tb:role="head" tb:relation="drafter-unit" tb:opinion="审核" tb:moves="delegate add-before return transfer"'
)


@pytest.fixture
def review(office):
    office.subject = begin(chain(DRAFT, REVIEW, 'sign tb:role="drafter"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    return office


def desk(office, person):
    return [item.step for item in inbox.open_items(inbox.keys_of(office.acts(person), at=MONDAY))[:9]]


def who(*people):
    return [holder_of(person.pk, MONDAY) for person in people]


def delegate(office, to, by=None):
    work = queries.open_work(office.subject, "review")
    return operations.delegate(
        work=work, to=who(to)[0], reason="请先看看。", actor=office.acts(by or office.head), at=MONDAY
    )


def test_a_delegated_step_comes_back_to_who_delegated_it(review):
    delegate(review, review.vetter)
    assert (desk(review, review.head), desk(review, review.vetter)) == ([], ["review"])
    done_by(review.vetter, review.subject, "review", opinion="建议修改第三条。")
    assert (desk(review, review.head), desk(review, review.vetter)) == (["review"], [])
    assert [work.element for work in queries.open_works(review.subject)] == ["review"], "the process has not moved"
    done_by(review.head, review.subject, "review")
    assert [work.element for work in queries.open_works(review.subject)] == ["sign"]
    opinions = [work.opinion for work in queries.works_of(review.subject) if work.element == "review"]
    assert opinions == ["委派林晓岚。请先看看。", "建议修改第三条。", "同意。"]


def test_people_asked_before_speak_one_after_another(review):
    work = queries.open_work(review.subject, "review")
    operations.add_before(
        work=work, people=who(review.vetter, review.leader), reason="", actor=review.acts(review.head), at=MONDAY
    )
    for person in (review.vetter, review.leader, review.head):
        assert desk(review, person) == ["review"]
        done_by(person, review.subject, "review")
    assert [work.element for work in queries.open_works(review.subject)] == ["sign"]


def test_who_was_asked_may_ask_in_turn_and_it_comes_back_the_same_way(review):
    delegate(review, review.vetter)
    delegate(review, review.leader, by=review.vetter)
    for person in (review.leader, review.vetter, review.head):
        assert desk(review, person) == ["review"]
        done_by(person, review.subject, "review")


def test_who_was_asked_says_something_and_does_not_send_back(review):
    delegate(review, review.vetter)
    with pytest.raises(Invalid, match="请填写处理意见"):
        done_by(review.vetter, review.subject, "review", opinion=" ")
    work = queries.open_work(review.subject, "review")
    with pytest.raises(Conflict, match="协助"):
        operations.send_back(work=work, reason="不对", actor=review.acts(review.vetter), at=MONDAY)
    with pytest.raises(NotAllowed):
        done_by(review.head, review.subject, "review")


def test_a_transfer_by_who_was_asked_keeps_the_way_back(review):
    delegate(review, review.vetter)
    work = queries.open_work(review.subject, "review")
    operations.transfer(work=work, to=who(review.leader)[0], reason="", actor=review.acts(review.vetter), at=MONDAY)
    done_by(review.leader, review.subject, "review")
    assert desk(review, review.head) == ["review"]


def test_nobody_asks_himself_nor_anybody_twice_nor_where_the_process_does_not_allow_it(review):
    with pytest.raises(Conflict, match="不能交给自己"):
        delegate(review, review.head)
    work = queries.open_work(review.subject, "review")
    given = {"work": work, "reason": "", "actor": review.acts(review.head), "at": MONDAY}
    for people in ((), (review.vetter, review.vetter)):
        with pytest.raises(Invalid):
            operations.add_before(people=who(*people), **given)
    done_by(review.head, review.subject, "review")
    sign = queries.open_work(review.subject, "sign")
    with pytest.raises(Conflict, match="不能委派"):
        operations.delegate(work=sign, to=who(review.head)[0], reason="", actor=review.acts(review.drafter), at=MONDAY)
    assert Work.objects.filter(state=Work.OPEN).count() == 1
