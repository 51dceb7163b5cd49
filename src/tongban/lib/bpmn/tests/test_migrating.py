"""A running instance moves to another version: where it corresponds it stands there, where it does not it is refused."""

import pytest

from tongban.lib import bpmn
from tongban.lib.bpmn import MoveRefused

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1" id="d" targetNamespace="t">'
    '<process id="p" isExecutable="true">{}</process></definitions>'
)


def model(*steps, before=""):
    """A chain of steps: "id", "id=name", "id!" for a 法定 one."""
    ids, body = ["start"], ['<startEvent id="start"/>']
    for step in steps:
        name, _, label = step.rstrip("!").partition("=")
        legal = 'tb:legal="true" tb:fallback="block"' if step.endswith("!") else ""
        body.append(f'<userTask id="{name}" name="{label or name}" {legal}/>')
        ids.append(name)
    ids.append("end")
    flows = [f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(zip(ids, ids[1:]))]  # noqa: B905, RUF007
    return compiled(HEAD.format("".join([*body, '<endEvent id="end"/>', *flows, before])))


def compiled(text):
    return bpmn.compile_model(bpmn.parse(text.encode()))


def at(old, *done):
    state = bpmn.start(old).state
    for name in done:
        state = bpmn.complete(old, state, next(t.id for t in bpmn.open_tasks(state) if t.node == name)).state
    return state


def stands(state):
    return [token.node for token in bpmn.open_tasks(state)]


def test_a_step_that_is_still_there_is_kept_and_the_way_on_is_the_new_one():
    old, new = model("a", "b"), model("a", "x", "b")
    moved = bpmn.migrate(old, new, at(old), {})
    assert stands(moved.state) == ["a"]
    assert stands(bpmn.complete(new, moved.state, bpmn.open_tasks(moved.state)[0].id).state) == ["x"]


def test_a_renamed_step_is_proposed_by_its_id_and_an_exchanged_one_by_its_name():
    old, new = model("a=拟稿", "b=审核", "c"), model("a=起草", "b2=审核")
    assert bpmn.proposed(old, new) == {"a": "a", "b": "b2", "c": ""}
    moved = bpmn.migrate(old, new, at(old, "a"), bpmn.proposed(old, new), done=["a"])
    assert stands(moved.state) == ["b2"]
    assert bpmn.open_tasks(moved.state)[0].via == "a"


def test_a_step_without_a_counterpart_is_refused_with_its_element():
    old = model("a", "b")
    with pytest.raises(MoveRefused) as refused:
        bpmn.migrate(old, model("a", "c"), at(old, "a"), {})
    assert (refused.value.code, refused.value.element) == ("no-counterpart", "b")


def test_a_legal_step_of_the_new_version_is_never_left_out():
    old, new = model("a", "b"), model("a", "vet!", "b")
    with pytest.raises(MoveRefused) as refused:
        bpmn.migrate(old, new, at(old, "a"), {}, done=["a"])
    assert refused.value.code == "legal"
    assert stands(bpmn.migrate(old, new, at(old), {}).state) == ["a"]
    assert stands(bpmn.migrate(model("a", "b"), new, at(old, "a"), {}, done=["a", "vet"]).state) == ["b"]


SPLIT = (
    '<startEvent id="start"/><parallelGateway id="split"/><userTask id="a" name="甲"/><userTask id="b" name="乙"/>'
    '<parallelGateway id="join"/><userTask id="c"/><endEvent id="end"/><sequenceFlow id="f0" sourceRef="start" targetRef="split"/>'
    '<sequenceFlow id="f1" sourceRef="split" targetRef="a"/><sequenceFlow id="f2" sourceRef="split" targetRef="b"/>'
    '<sequenceFlow id="f3" sourceRef="a" targetRef="join"/><sequenceFlow id="f4" sourceRef="b" targetRef="join"/>'
    '<sequenceFlow id="f5" sourceRef="join" targetRef="c"/><sequenceFlow id="f6" sourceRef="c" targetRef="end"/>'
)


def test_parallel_branches_move_as_long_as_splits_and_joins_are_the_same():
    old = compiled(HEAD.format(SPLIT))
    state = at(old, "a")  # one waits at the join
    same = compiled(HEAD.format(SPLIT.replace('name="乙"', 'name="丙"')))
    moved = bpmn.migrate(old, same, state, {}).state
    after = bpmn.complete(same, moved, bpmn.open_tasks(moved)[0].id).state
    assert stands(after) == ["c"]
    with pytest.raises(MoveRefused):
        bpmn.migrate(old, model("a", "b", "c"), state, {})


def test_one_alone_is_not_put_into_a_branch_whose_join_would_wait_for_ever():
    old = model("a", "c")
    with pytest.raises(MoveRefused) as refused:
        bpmn.migrate(old, compiled(HEAD.format(SPLIT)), at(old), {})
    assert refused.value.code == "branches"


def timed(duration, extra=""):
    event = (
        '<boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>{}</timeDuration>'
        '</timerEventDefinition></boundaryEvent><userTask id="t"/><endEvent id="e2"/><sequenceFlow id="l1" sourceRef="late" '
        'targetRef="t"/><sequenceFlow id="l2" sourceRef="t" targetRef="e2"/>'
    )
    return model("a", "b", before=event.format(duration) + extra)


def test_an_event_that_stayed_goes_on_waiting_and_a_changed_one_waits_anew():
    old = timed("P1D")
    state = at(old)
    [listening] = [token for token in state.tokens.values() if token.kind == bpmn.LISTEN]
    assert listening in bpmn.migrate(old, timed("P1D"), state, {}).state.tokens.values()
    changed = bpmn.migrate(old, timed("P2D"), state, {})
    assert [removed.token for removed in changed.removed] == [listening]
    assert [(token.node, token.kind) for token in changed.created] == [("late", bpmn.LISTEN)]
    assert not [t for t in bpmn.migrate(old, model("a", "b"), state, {}).state.tokens.values() if t.kind == bpmn.LISTEN]


def test_a_multi_instance_keeps_its_voices_and_never_becomes_a_single_step():
    many = HEAD.format(
        '<startEvent id="start"/><userTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>'
        '</multiInstanceLoopCharacteristics></userTask><endEvent id="end"/><sequenceFlow id="f0" sourceRef="start" targetRef="a"/>'
        '<sequenceFlow id="f1" sourceRef="a" targetRef="end"/>'
    )
    old, new = compiled(many), compiled(many.replace('id="a"', 'id="b"').replace('Ref="a"', 'Ref="b"'))
    moved = bpmn.migrate(old, new, at(old, "a"), {"a": "b"}).state
    assert stands(moved) == ["b", "b"]
    with pytest.raises(MoveRefused):
        bpmn.migrate(old, model("a"), at(old), {})
