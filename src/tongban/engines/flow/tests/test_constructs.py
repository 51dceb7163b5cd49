"""A process with everything that an affair of several people needs, done by those people."""

import pytest

from tongban.engines.flow import queries
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.operations import Result, complete, finish, jump, send_back
from tongban.engines.flow.testing import begin, done_by
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db


def flow(*pairs: str) -> str:
    """Sequence flows, each "from to" or "from to condition"."""
    found = []
    for pair in pairs:
        source, target, *condition = pair.split(" ", 2)
        inner = f"<conditionExpression>{condition[0]}</conditionExpression>" if condition else ""
        found.append(
            f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(found)


HEAD_STEP = 'tb:role="head" tb:relation="drafter-unit"'
BODY = (
    '<startEvent id="s"/><userTask id="draft" name="拟稿" tb:role="drafter"/><parallelGateway id="split"/>'
    f'<userTask id="head" name="科长审核" {HEAD_STEP}/><callActivity id="check" name="核稿" calledElement="checking"/>'
    '<parallelGateway id="join"/><exclusiveGateway id="enough" default="enough-e"/><endEvent id="e"/>'
    + flow(
        "s draft", "draft split", "split head", "split check", "head join", "check join", "join enough",
        "enough draft again == true", "enough e",
    )
    + '</process><process id="checking" isExecutable="true"><startEvent id="s1"/>'
    '<userTask id="vet" name="核稿" tb:role="vetter" tb:relation="organ"/><endEvent id="e1"/>'
    + flow("s1 vet", "vet e1")
)  # fmt: skip


def standing(subject) -> list[str]:
    return sorted(work.element for work in queries.open_works(subject))


def decides(person, subject, element: str, **variables) -> None:
    """The person finishes a step with what it resulted in."""
    work = queries.open_work(subject, element)
    within(
        finish,
        work=work,
        actor=actor_of(person, at=MONDAY),
        at=MONDAY,
        opinion="同意。",
        result=Result(variables=variables),
    )


@pytest.mark.feature("F-WF-01")
def test_several_people_work_in_order_side_by_side_in_rounds_and_in_a_flow_within_the_flow(office):
    subject = begin(BODY, office.matter())
    names = {work.element: work.names for work in queries.open_works(subject)}
    assert names == {"draft": "苏明远"}
    done_by(office.drafter, subject, "draft")
    names = {work.element: work.names for work in queries.open_works(subject)}
    assert names == {"head": "段文博", "vet": "林晓岚"}
    done_by(office.head, subject, "head")
    assert standing(subject) == ["vet"]
    decides(office.vetter, subject, "vet", again=True)
    assert standing(subject) == ["draft"], "the second round"
    done_by(office.drafter, subject, "draft")
    done_by(office.vetter, subject, "vet")
    decides(office.head, subject, "head", again=False)
    assert standing(subject) == []
    assert Instance.objects.get().ended == "ended"


SPLITS = (
    '<startEvent id="s"/><userTask id="draft" name="拟稿" tb:role="drafter"/><inclusiveGateway id="split" default="split-c"/>'
    + "".join(f'<userTask id="{name}" name="{name}" tb:role="drafter"/>' for name in "abc")
    + '<inclusiveGateway id="join"/><userTask id="sum" name="汇总" tb:role="drafter"/>'
    '<exclusiveGateway id="good" default="good-e"/><endEvent id="e"/>'
    + flow(
        "s draft", "draft split", "split a money == true", "split b law == true", "split c", "a join", "b join", "c join", "join sum",
        "sum good", "good draft rejected == true", "good e",
    )
)  # fmt: skip


@pytest.mark.feature("F-WF-03")
def test_one_step_leads_to_many_by_conditions_many_meet_in_one_and_what_is_rejected_goes_round(office):
    subject = begin(SPLITS, office.matter())
    decides(office.drafter, subject, "draft", money=True, law=True)
    assert standing(subject) == ["a", "b"]
    done_by(office.drafter, subject, "b")
    assert standing(subject) == ["a"]
    done_by(office.drafter, subject, "a")
    assert standing(subject) == ["sum"]
    decides(office.drafter, subject, "sum", rejected=True)
    assert standing(subject) == ["draft"]
    decides(office.drafter, subject, "draft", money=False, law=False)
    assert standing(subject) == ["c"], "nothing holds: the default"
    done_by(office.drafter, subject, "c")
    decides(office.drafter, subject, "sum", rejected=False)
    assert standing(subject) == []


SYSTEM = {"actor": system_actor("管理员"), "at": MONDAY}
ORDER = ("draft", "review", "vet", "sign")
LEGAL = (
    '<startEvent id="s"/><userTask id="draft" name="拟稿" tb:role="drafter"/>'
    f'<userTask id="review" name="审核" {HEAD_STEP} tb:opinion="审核" tb:legal="true" tb:moves="return-any return-direct"/>'
    '<userTask id="vet" name="核稿" tb:role="vetter" tb:relation="organ" tb:opinion="核稿" tb:legal="true" '
    'tb:moves="return-any return-direct"/>'
    f'<userTask id="sign" name="签发" {HEAD_STEP} tb:opinion="签发" tb:legal="true" tb:moves="return-any return-direct"/>'
    '<endEvent id="e"/>' + flow("s draft", "draft review", "review vet", "vet sign", "sign e")
)  # fmt: skip


def test_the_engine_itself_holds_to_the_order_and_to_the_opinions_that_are_prescribed(office):
    people = {"draft": office.drafter, "review": office.head, "vet": office.vetter, "sign": office.head}
    subject = begin(LEGAL, office.matter())
    for element in ORDER:
        assert standing(subject) == [element], "one after another, nobody chooses"
        work, actor = queries.open_work(subject, element), office.acts(people[element])
        given = {"work": work, "actor": actor, "at": MONDAY}
        if element != "draft":
            with pytest.raises(Invalid, match="请填写处理意见"):
                complete(opinion="", **given)
            with pytest.raises(NotAllowed):
                complete(opinion="同意。", **{**given, "actor": office.acts(office.drafter)})
        if element == "sign":
            with pytest.raises(Conflict, match="越过法定环节"):
                send_back(reason="改后直送", to="draft", direct=True, **given)
            with pytest.raises(Conflict, match="不能跳过法定环节"):
                jump(work=Work.objects.get(pk=back_to(office, subject, "draft").pk), to="sign", reason="急", **SYSTEM)
            return
        complete(opinion="同意。", **given)


def back_to(office, subject, element: str) -> Work:
    """The signer sends it back; the earlier step is open again, and all after it must be done again."""
    send_back(
        work=queries.open_work(subject, "sign"), reason="重办", to=element, actor=office.acts(office.head), at=MONDAY
    )
    return queries.open_work(subject, element)


def test_a_process_in_which_a_prescribed_step_could_be_left_out_is_not_published(office):
    around = LEGAL.replace('<endEvent id="e"/>', '<endEvent id="e"/><endEvent id="e2"/>' + flow("t e2")).replace(
        '<userTask id="vet"',
        '<boundaryEvent id="t" attachedToRef="vet"><timerEventDefinition><timeDuration>P3D</timeDuration>'
        '</timerEventDefinition></boundaryEvent><userTask id="vet"',
    )
    with pytest.raises(Invalid, match="法定环节 「核稿」"):
        begin(around, office.matter())
