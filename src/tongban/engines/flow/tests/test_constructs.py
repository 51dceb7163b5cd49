"""A process with everything that an affair of several people needs, done by those people."""

import pytest

from tongban.engines.flow import queries
from tongban.engines.flow.models import Instance
from tongban.engines.flow.operations import Result, finish
from tongban.engines.flow.testing import begin, done_by
from tongban.foundation.organization.testing import actor_of
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
