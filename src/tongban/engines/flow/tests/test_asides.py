"""并行加签, 征询, 传阅, 抄送 beside a step; 后加签 after it; 减签. The process has not moved."""

import pytest

from tongban.engines.flow import operations, queries
from tongban.engines.flow.beside import asides_of
from tongban.engines.flow.models import Aside, History, Work
from tongban.engines.flow.testing import begin, chain, done_by
from tongban.engines.flow.tracking import track
from tongban.foundation.inbox import api as inbox
from tongban.foundation.inbox.models import Item
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.api import holder_of
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter" tb:moves="withdraw"'
MOVES = "add-after add-parallel add-before consult circulate copy return transfer"
REVIEW = f'review tb:role="head" tb:relation="drafter-unit" tb:opinion="审核" tb:moves="{MOVES}"'


@pytest.fixture
def review(office):
    office.subject = begin(chain(DRAFT, REVIEW, 'sign tb:role="drafter"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    return office


def ask(office, move, *people, by=None, reason="请提意见。"):
    work = queries.open_work(office.subject, "review")
    holders = [holder_of(person.pk, MONDAY) for person in people]
    return move(work=work, people=holders, reason=reason, actor=office.acts(by or office.head), at=MONDAY)


def says(office, aside, person, words="没有意见。"):
    return operations.answer(aside=aside, words=words, actor=office.acts(person), at=MONDAY)


def desk(office, person):
    return [item.step for item in inbox.open_items(inbox.keys_of(office.acts(person), at=MONDAY))[:9]]


def stands(office):
    return [work.element for work in queries.open_works(office.subject)]


def test_a_step_waits_until_all_who_were_added_beside_it_have_answered(review):
    first, second = ask(review, operations.add_parallel, review.vetter, review.leader)
    assert (desk(review, review.vetter), desk(review, review.leader)) == (["加签（review）"], ["加签（review）"])
    says(review, first, review.vetter)
    with pytest.raises(Conflict, match="还在等 秦怀川"):
        done_by(review.head, review.subject, "review")
    says(review, second, review.leader)
    done_by(review.head, review.subject, "review")
    assert stands(review) == ["sign"]
    assert [(a.person_name, a.answer) for a in asides_of(review.subject)] == [
        ("林晓岚", "没有意见。"), ("秦怀川", "没有意见。"),
    ]  # fmt: skip
    assert list(History.objects.filter(event="answered").values_list("actor_name", flat=True)) == ["林晓岚", "秦怀川"]


def test_who_is_taken_back_is_not_waited_for(review):
    (aside,) = ask(review, operations.add_parallel, review.vetter)
    with pytest.raises(NotAllowed):
        operations.take_back(aside=aside, actor=review.acts(review.leader), at=MONDAY)
    operations.take_back(aside=aside, actor=review.acts(review.head), at=MONDAY)
    assert desk(review, review.vetter) == []
    with pytest.raises(Conflict, match="收回"):
        says(review, aside, review.vetter)
    done_by(review.head, review.subject, "review")
    assert stands(review) == ["sign"]


def test_a_question_holds_nothing_up_and_its_answer_comes_to_who_asked(review):
    answered, open_still = ask(review, operations.consult, review.vetter, review.leader)
    says(review, answered, review.vetter, "预算够。")
    assert Notice.objects.filter(person=review.head, title__contains="林晓岚答复了征询").exists()
    done_by(review.head, review.subject, "review")
    assert (stands(review), desk(review, review.leader)) == (["sign"], [])
    with pytest.raises(Conflict):
        says(review, open_still, review.leader)


def test_who_was_asked_is_asked_no_more_once_the_step_goes_back(review):
    (aside,) = ask(review, operations.add_parallel, review.vetter)
    work = queries.open_work(review.subject, "review")
    operations.send_back(work=work, reason="缺附件", actor=review.acts(review.head), at=MONDAY)
    assert desk(review, review.vetter) == []
    aside.refresh_from_db()
    assert aside.closed_at == MONDAY
    done_by(review.drafter, review.subject, "draft")
    done_by(review.head, review.subject, "review")


def test_who_was_asked_is_asked_no_more_once_others_take_the_step_away(review):
    ask(review, operations.add_parallel, review.vetter)
    draft = Work.objects.get(element="draft")
    operations.withdraw(work=draft, actor=review.acts(review.drafter), at=MONDAY)
    assert (stands(review), desk(review, review.vetter)) == (["draft"], [])


def test_the_answer_is_waited_for_by_whoever_has_the_step_by_then(review):
    (aside,) = ask(review, operations.add_parallel, review.vetter)
    work = queries.open_work(review.subject, "review")
    to = holder_of(review.leader.pk, MONDAY)
    operations.transfer(work=work, to=to, reason="", actor=review.acts(review.head), at=MONDAY)
    with pytest.raises(Conflict, match="林晓岚"):
        done_by(review.leader, review.subject, "review")
    says(review, aside, review.vetter)
    done_by(review.leader, review.subject, "review")


def test_an_answer_is_given_once_by_who_was_asked_and_in_words(review):
    (aside,) = ask(review, operations.consult, review.vetter)
    with pytest.raises(NotAllowed):
        says(review, aside, review.leader)
    with pytest.raises(Invalid, match="请填写答复"):
        says(review, aside, review.vetter, " ")
    says(review, aside, review.vetter)
    with pytest.raises(Conflict, match="已经答复"):
        says(review, aside, review.vetter)


def test_nobody_is_asked_twice_at_once_nor_himself_nor_where_the_process_does_not_allow_it(review):
    ask(review, operations.consult, review.vetter)
    for people in ((review.vetter,), (review.head,), (review.leader, review.leader), ()):
        with pytest.raises(Invalid):
            ask(review, operations.consult, *people)
    done_by(review.head, review.subject, "review")
    work = queries.open_work(review.subject, "sign")
    with pytest.raises(Conflict, match="不能征询"):
        operations.consult(
            work=work,
            people=[holder_of(review.head.pk, MONDAY)],
            reason="",
            actor=review.acts(review.drafter),
            at=MONDAY,
        )
    assert Aside.objects.count() == 1


@pytest.mark.parametrize("move", [operations.circulate, operations.copy])
def test_what_is_circulated_is_marked_read_also_after_the_step_and_taken_back_before(review, move):
    ask(review, move, review.vetter, review.leader)
    done_by(review.head, review.subject, "review")
    item = Item.objects.get(desk="read", key=inbox.person_key(review.vetter.pk))
    inbox.mark_read(item=item, actor=review.acts(review.vetter), at=MONDAY)
    read, unread = asides_of(review.subject)
    assert (read.answered_at, unread.answered_at) == (MONDAY, None)
    operations.take_back(aside=unread, actor=review.acts(review.head), at=MONDAY)
    assert not Item.objects.filter(desk="read", state="open").exists()
    with pytest.raises(Conflict, match="已阅过"):
        operations.take_back(aside=read, actor=review.acts(review.head), at=MONDAY)


def test_people_added_after_speak_before_the_process_goes_on_with_what_was_decided(review):
    ask(review, operations.add_after, review.vetter, review.leader)
    done_by(review.head, review.subject, "review", opinion="拟同意。")
    for person in (review.vetter, review.leader):
        assert (stands(review), desk(review, person)) == (["review"], ["review"])
        done_by(person, review.subject, "review")
    assert stands(review) == ["sign"]
    said = [(w.person_name, w.opinion) for w in queries.works_of(review.subject) if w.element == "review"]
    assert said == [("段文博", "拟同意。"), ("林晓岚", "同意。"), ("秦怀川", "同意。")]


def test_who_was_to_speak_and_has_not_had_his_turn_is_struck_off(review):
    ask(review, operations.add_before, review.vetter, review.leader)
    work = queries.open_work(review.subject, "review")
    given = {"work": work, "actor": review.acts(review.vetter), "at": MONDAY}
    with pytest.raises(Invalid, match="原因"):
        operations.remove_asked(person=review.leader.pk, reason="", **given)
    with pytest.raises(Conflict):
        operations.remove_asked(person=review.head.pk, reason="不要了", **given)
    operations.remove_asked(person=review.leader.pk, reason="出差", **given)
    done_by(review.vetter, review.subject, "review")
    assert desk(review, review.head) == ["review"]


def test_a_legal_step_has_nobody_after_it(office):
    step = 'sign tb:role="drafter" tb:legal="true" tb:moves="add-after"'
    subject = begin(chain(step), office.matter())
    with pytest.raises(Conflict, match="不能后加签"):
        operations.add_after(
            work=queries.open_work(subject, "sign"), people=[holder_of(office.head.pk, MONDAY)], reason="",
            actor=office.acts(office.drafter), at=MONDAY,
        )  # fmt: skip


MANY = (
    '<startEvent id="start"/><userTask id="draft" name="draft" tb:role="drafter"/>'
    '<userTask id="cs" name="会签" tb:role="person" tb:relation="item" tb:moves="add-member remove">'
    '<multiInstanceLoopCharacteristics tb:collection="people" tb:item="person"/></userTask>'
    '<userTask id="sign" name="sign" tb:role="drafter"/><endEvent id="end"/>'
    '<sequenceFlow id="a" sourceRef="start" targetRef="draft"/><sequenceFlow id="b" sourceRef="draft" targetRef="cs"/>'
    '<sequenceFlow id="c" sourceRef="cs" targetRef="sign"/><sequenceFlow id="g" sourceRef="sign" targetRef="end"/>'
)


@pytest.fixture
def round_sent(office):
    office.subject = begin(MANY, office.matter(), variables={"people": [office.vetter.pk, office.leader.pk]})
    done_by(office.drafter, office.subject, "draft")
    return office


def test_who_sent_a_countersign_round_adds_and_strikes_off_people(round_sent):
    given = {"reason": "需要", "actor": round_sent.acts(round_sent.drafter), "at": MONDAY}
    work = queries.open_works(round_sent.subject)[0]
    operations.add_members(work=work, items=[round_sent.head.pk], **given)
    assert desk(round_sent, round_sent.head) == ["会签"]
    assert [name for _, name in queries.members_of(work)] == ["林晓岚 会签", "秦怀川 会签", "段文博 会签"]
    operations.remove_member(work=work, member=1, **given)
    assert desk(round_sent, round_sent.leader) == []
    for person in (round_sent.vetter, round_sent.head):
        mine = next(w for w in queries.open_works(round_sent.subject) if w.names == person.name)
        operations.complete(work=mine, opinion="同意", actor=round_sent.acts(person), at=MONDAY)
    assert stands(round_sent) == ["sign"]
    lines = [(line.step, line.who, line.opinion) for line in track(round_sent.subject)]
    assert lines.count(("增加会签", "苏明远", "需要")) == lines.count(("减签", "苏明远", "需要")) == 1


def test_who_was_asked_to_countersign_strikes_nobody_off(round_sent):
    work = queries.open_works(round_sent.subject)[0]
    with pytest.raises(NotAllowed):
        operations.remove_member(
            work=work, member=1, reason="不要", actor=round_sent.acts(round_sent.vetter), at=MONDAY
        )
