"""What the events of a change tell: the host writes them into history as they are."""

import json
from datetime import timedelta
from pathlib import Path

from tongban.lib.bpmn import (
    LISTEN,
    Context,
    compile_model,
    complete,
    open_tasks,
    parse,
    return_to,
    start,
    timers,
    trigger,
)

MODELS = Path(__file__).parent / "models"


def load(name: str):
    return compile_model(parse((MODELS / f"{name}.bpmn").read_bytes()))


def lines(change) -> list[tuple]:
    return [(event.kind, event.element) for event in change.events]


def test_choice_is_recorded_with_the_values_that_decided_it():
    compiled = load("exclusive")
    state = start(compiled).state
    branch = complete(compiled, state, 1, variables={"amount": 500}).events[1]
    assert (branch.kind, branch.element) == ("branch", "x")
    assert branch.data == {"flows": ["f_x_c"], "because": {"amount": 500}}


def test_data_that_decided_is_recorded_by_the_part_that_was_read():
    compiled = load("names")
    change = start(
        compiled, variables={"form": {"kind": "函", "title": "关于放假的通知", "pages": 3, "secret": "x" * 99}}
    )
    because = next(event for event in change.events if event.kind == "branch").data["because"]
    assert because["form.pages"] == 3
    assert "secret" not in json.dumps(because)


def test_subject_decides_when_nothing_else_knows_the_name():
    compiled = load("exclusive")
    context = Context(subject={"amount": 5000})
    change = complete(compiled, start(compiled).state, 1, context=context)
    assert [task.node for task in open_tasks(change.state)] == ["b"]
    change = complete(compiled, start(compiled).state, 1, variables={"amount": 1}, context=context)
    assert [task.node for task in open_tasks(change.state)] == ["d"]


def test_everything_passed_is_recorded_in_order():
    assert lines(start(load("no-person"))) == [
        ("started", "no_person"),
        *[("passed", name) for name in ("s", "a", "b", "c", "d", "m", "t", "n", "e")],
        ("ended", "no_person"),
    ]


def test_return_is_recorded_with_what_it_withdrew():
    compiled = load("return-parallel")
    state = complete(compiled, start(compiled).state, 1).state
    change = return_to(compiled, state, open_tasks(state)[0].id, "d")
    assert lines(change) == [("returned", "a1"), ("cancelled", "a1"), ("cancelled", "b"), ("opened", "d")]
    assert change.events[0].data == {"to": "d", "direct": False}


def test_multi_instance_is_recorded_with_its_decisions():
    compiled = load("multi-votes")
    state = start(compiled).state
    change = complete(compiled, state, open_tasks(state)[0].id, outcome={"decision": "reject"})
    closed = next(event for event in change.events if event.kind == "closed")
    assert closed.data == {"total": 3, "completed": 1, "reject": 1}
    assert lines(change)[:3] == [("completed", "a"), ("cancelled", "a"), ("cancelled", "a")]


def test_service_with_a_name_waits_for_the_host():
    xml = (
        (MODELS / "no-person.bpmn")
        .read_text("utf-8")
        .replace('<serviceTask id="a"/>', '<serviceTask id="a" tb:service="lay_out"/>')
    )
    compiled = compile_model(parse(xml.encode()))
    change = start(compiled)
    (token,) = change.created
    assert (token.kind, token.node, compiled.nodes[token.node].service) == ("service", "a", "lay_out")
    assert complete(compiled, change.state, token.id).ended == "ended"


def test_events_that_fired_are_recorded():
    compiled = load("boundary-timer")
    state = start(compiled).state
    (listening,) = [token for token in state.tokens.values() if token.kind == LISTEN]
    assert lines(trigger(compiled, state, listening.id))[:2] == [("fired", "t"), ("cancelled", "a")]


def test_what_is_thrown_is_told_to_the_host():
    thrown = start(load("throw-message")).thrown
    assert [(kind, name, element) for kind, name, element in thrown] == [("message", "hello", "m")]


def test_times_of_what_a_change_armed_are_told_to_the_host():
    compiled = load("boundary-several")
    change = start(compiled)
    found = timers(compiled, change.state, list(change.created))
    assert [(node.id, timer.span, timer.times) for _, node, timer in found] == [
        ("t", timedelta(hours=1), 1),
        ("u", timedelta(days=1), 1),
    ]


def test_undo_names_the_services_passed_on_the_way():
    xml = (
        (MODELS / "sequence.bpmn").read_text("utf-8").replace('<userTask id="b" name="审核"/>', '<serviceTask id="b"/>')
    )
    compiled = compile_model(parse(xml.encode()))
    assert complete(compiled, start(compiled).state, 1).undo.services == ("b",)


def test_steps_inside_a_multi_instance_sub_process_know_the_item():
    compiled = load("multi-subprocess")
    state = start(compiled, variables={"units": [{"id": 7}, {"id": 8}]}).state
    first = open_tasks(state)[0]
    assert first.item == {"id": 7}
    state = complete(compiled, state, first.id).state
    assert {(task.node, task.item["id"]) for task in open_tasks(state)} == {("receive", 8), ("sign", 7)}
