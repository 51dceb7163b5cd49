"""Free choice of 办理方式 and 办理人 at each step (F-OD-31 to 33); the last way only once the 法定 step has been done."""

import pytest

from tongban.engines.flow import operations, queries
from tongban.engines.flow.choosing import choices_of
from tongban.engines.flow.testing import begin, done_by
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
NAMED = 'tb:role="person" tb:relation="field:handler"'
FREE = (
    '<startEvent id="s"/><userTask id="draft" name="撰稿" tb:role="drafter"/><exclusiveGateway id="g" default="again"/>'
    f'<userTask id="revise" name="审稿" {NAMED}/><exclusiveGateway id="h" default="back"/>'
    f'<userTask id="instruct" name="批示" {NAMED}/>'
    f'<userTask id="sign" name="签发" {NAMED} tb:legal="true" tb:fallback="block" tb:moves="return"/>'
    '<userTask id="send" name="发文" tb:role="drafter"/><endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="draft"/><sequenceFlow id="f2" sourceRef="draft" targetRef="g"/>'
    '<sequenceFlow id="again" sourceRef="g" targetRef="draft"/>'
    '<sequenceFlow id="g1" name="审稿" sourceRef="g" targetRef="revise" tb:way="revise"/>'
    '<sequenceFlow id="g2" name="批示" sourceRef="g" targetRef="instruct" tb:way="instruct"/>'
    '<sequenceFlow id="g3" name="签发" sourceRef="g" targetRef="sign" tb:way="sign"/>'
    '<sequenceFlow id="g4" name="发文" sourceRef="g" targetRef="send" tb:way="send" tb:after="sign"/>'
    '<sequenceFlow id="f3" sourceRef="revise" targetRef="h"/><sequenceFlow id="back" name="回到承办人" sourceRef="h" targetRef="draft"/>'
    '<sequenceFlow id="h1" name="批示" sourceRef="h" targetRef="instruct" tb:way="instruct"/>'
    '<sequenceFlow id="f4" sourceRef="instruct" targetRef="draft"/><sequenceFlow id="f5" sourceRef="sign" targetRef="draft"/>'
    '<sequenceFlow id="f6" sourceRef="send" targetRef="e"/>'
)


@pytest.fixture
def free(office):
    office.subject = begin(FREE, office.matter())
    return office


def step(office):
    (work,) = queries.open_works(office.subject)
    return work


def ways(office):
    return [option.value for option in choices_of(step(office), MONDAY)[0].options]


def go(office, person, way="", to=None):
    """The person finishes the open step, choosing how it goes on and with whom."""
    choices = {"way": way, "handler": to.pk if to else ""}
    done_by(person, office.subject, step(office).element, choices=choices)
    return step(office).step, step(office).names


@pytest.mark.feature("F-OD-31")
def test_at_each_step_people_choose_what_comes_next_and_who_does_it(free):
    assert go(free, free.drafter, "revise", free.head) == ("审稿", "段文博")
    assert go(free, free.head, "instruct", free.leader) == ("批示", "秦怀川")
    assert go(free, free.leader) == ("撰稿", "苏明远")
    assert go(free, free.drafter, "sign", free.leader) == ("签发", "秦怀川")


@pytest.mark.feature("F-OD-32")
def test_with_nothing_chosen_it_comes_back_to_who_handles_it(free):
    go(free, free.drafter, "revise", free.head)
    assert go(free, free.head) == ("撰稿", "苏明远")


@pytest.mark.feature("F-OD-33")
def test_an_instruction_leads_back_and_nowhere_else(free):
    go(free, free.drafter, "instruct", free.leader)
    assert choices_of(step(free), MONDAY) == []
    assert go(free, free.leader) == ("撰稿", "苏明远")


def test_sending_out_is_a_way_only_after_the_signature_and_not_after_a_return(free):
    assert "send" not in ways(free)
    with pytest.raises(Invalid, match="重新选择"):
        go(free, free.drafter, "send")
    go(free, free.drafter, "sign", free.leader)
    go(free, free.leader)
    assert "send" in ways(free)
    go(free, free.drafter, "sign", free.leader)
    operations.send_back(work=step(free), reason="改一改", to="draft", actor=free.acts(free.leader), at=MONDAY)
    assert "send" not in ways(free)


def test_a_way_and_who_does_it_must_be_chosen(free):
    with pytest.raises(Invalid, match="请选择办理方式"):
        go(free, free.drafter)
    with pytest.raises(Invalid, match="请选择由谁审稿"):
        go(free, free.drafter, "revise")
    assert step(free).element == "draft"


def test_nobody_jumps_past_the_signature(free):
    with pytest.raises(Conflict, match="法定"):
        operations.jump(work=step(free), to="send", reason="急", actor=_system(), at=MONDAY)


def _system():
    from tongban.kernel.actor import system_actor

    return system_actor()
