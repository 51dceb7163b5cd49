"""Model-based: random processes with events, calls and loops, compared after everything that happens with eventful.py."""

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.bpmn import (
    State,
    apply,
    armed,
    compile_model,
    complete,
    open_tasks,
    parse,
    start,
    state_from_json,
    state_to_json,
    trigger,
)
from tongban.lib.bpmn.checks import check
from tongban.lib.bpmn.tests.eventful import Block, act, begin, named, offers, to_xml, variables

LEAVES = st.sampled_from([Block("task"), Block("task"), Block("wait"), Block("remind")])


def grow(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    one = st.tuples(inner)
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(st.sampled_from(["seq", "and", "xor", "gate"]), two).map(lambda drawn: Block(*drawn)),
        st.tuples(st.sampled_from(["sub", "call", "multi", "again", "bound"]), one).map(lambda drawn: Block(*drawn)),
    )


processes = st.recursive(LEAVES, grow, max_leaves=7).map(named)


class Pair:
    """The library and the reference, side by side."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.compiled = compile_model(parse(to_xml(block)))
        self.values: dict = {}
        self.expected = begin(block, {})
        self.commands: list[tuple] = []
        self.state = State("p", {}, {})
        self.take(start(self.compiled, "p"))

    def take(self, change) -> None:
        assert apply(self.state, change) == change.state
        self.state = state_from_json(json.loads(json.dumps(state_to_json(change.state))))
        assert self.state == change.state
        expected = Counter(offers(self.block, self.expected))
        found = Counter([("complete", token.node, self.around(token)) for token in open_tasks(self.state)])
        found += Counter(
            ("fire", node.id, self.around(token)) for token, node in armed(self.compiled, self.state.tokens)
        )
        assert found == expected
        assert bool(self.state.ended) == (self.expected is None)

    def around(self, token) -> tuple[int, ...]:
        numbers: list[int] = []
        at = token
        while at is not None:
            numbers = [at.nth, *numbers] if at.nth is not None else numbers
            at = self.state.tokens.get(at.parent)
        return tuple(numbers)

    def happens(self, offer, values: dict) -> None:
        kind, element, around = offer
        self.values |= values
        self.expected = act(self.block, self.expected, offer, self.values)
        if kind == "complete":
            token = next(t for t in open_tasks(self.state) if t.node == element and self.around(t) == around)
            command = (complete, token.id, {"variables": values})
        else:
            waiting = armed(self.compiled, self.state.tokens)
            token = next(t for t, node in waiting if node.id == element and self.around(t) == around)
            command = (trigger, token.id, {"event": element, "variables": values})
        self.commands.append(command)
        function, number, given_ = command
        self.take(function(self.compiled, self.state, number, **given_))


def walk(pair: Pair, data: st.DataObject, steps: int) -> None:
    values = st.fixed_dictionaries({name: st.booleans() for name in variables(pair.block)})
    for _ in range(steps):
        open_ = offers(pair.block, pair.expected)
        if not open_:
            return
        pair.happens(data.draw(st.sampled_from(open_)), data.draw(values))


def finish(pair: Pair) -> None:
    leave = dict.fromkeys(variables(pair.block), False)
    for _ in range(500):
        open_ = [offer for offer in offers(pair.block, pair.expected) if not offer[1].endswith(".m")]
        if not open_:
            break
        pair.happens(open_[0], leave)
    assert pair.state.ended == "ended"
    assert not pair.state.tokens


@settings(deadline=None, max_examples=60)
@given(processes)
def test_a_process_of_these_blocks_is_sound(block):
    assert not [finding for finding in check(parse(to_xml(block))) if finding.severity == "error"]


@settings(deadline=None, max_examples=150)
@given(processes, st.data())
def test_with_events_no_token_is_lost_or_doubled_and_every_instance_can_finish(block, data):
    pair = Pair(block)
    walk(pair, data, steps=15)
    finish(pair)


@settings(deadline=None, max_examples=50)
@given(processes, st.data())
def test_with_events_replaying_the_commands_gives_the_same_state(block, data):
    pair = Pair(block)
    walk(pair, data, steps=15)
    state = start(pair.compiled, "p").state
    for function, number, given_ in pair.commands:
        state = function(pair.compiled, state, number, **given_).state
    assert state == pair.state
