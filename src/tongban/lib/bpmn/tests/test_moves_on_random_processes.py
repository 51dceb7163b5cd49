"""Model-based: random block-structured processes, random moves, compared after every move with the reference in structured.py."""

import json
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.bpmn import (
    MoveRefused,
    State,
    apply,
    compile_model,
    complete,
    open_tasks,
    parse,
    return_to,
    start,
    state_from_json,
    state_to_json,
    withdraw,
)
from tongban.lib.bpmn.checks import check
from tongban.lib.bpmn.planning import root_of
from tongban.lib.bpmn.stored import undo_from_json, undo_to_json
from tongban.lib.bpmn.tests.structured import (
    DONE,
    Block,
    advance,
    begin,
    go_back,
    leaves,
    named,
    part,
    targets,
    to_xml,
)

TASK = Block("task")


def grow(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    branches = st.lists(inner | st.just(Block("seq")), min_size=2, max_size=3).map(tuple)
    body = several.map(lambda parts: Block("seq", (TASK, *parts)))
    single = st.just(TASK) | body.map(lambda block: Block("sub", (block,)))
    return st.one_of(
        several.map(lambda parts: Block("seq", parts)),
        st.tuples(st.sampled_from(["and", "or", "xor", "and"]), branches).map(lambda pair: Block(*pair)),
        body.map(lambda block: Block("loop", (block,))),
        body.map(lambda block: Block("sub", (block,))),
        st.tuples(single, st.integers(1, 3), st.booleans()).map(
            lambda drawn: Block("multi", (drawn[0],), count=drawn[1], sequential=drawn[2])
        ),
    )


processes = st.recursive(st.just(TASK), grow, max_leaves=8).map(lambda block: named(Block("seq", (TASK, block, TASK))))


def variables_of(block: Block) -> dict[str, st.SearchStrategy]:
    own: dict[str, st.SearchStrategy] = {}
    if block.kind == "xor":
        own[block.name] = st.integers(0, 2)
    if block.kind == "loop":
        own[block.name] = st.sampled_from([False, False, True])
    if block.kind == "or":
        own = {f"{block.name}_{number}": st.booleans() for number in range(len(block.parts) - 1)}
    for inner in block.parts:
        own |= variables_of(inner)
    return own


class Pair:
    """The library and the reference, side by side. `detours` are the targets that a parked leaf waits for, the last one open."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.compiled = compile_model(parse(to_xml(block)))
        self.commands: list[tuple] = []
        self.values: dict[str, Any] = {}
        self.expected = begin(block, {})
        self.detours: dict[tuple[int, ...], list[str]] = {}
        self.state: State = State("p", {}, {})
        self.take(start(self.compiled))

    def take(self, change) -> None:
        assert apply(self.state, change) == change.state
        self.state = state_from_json(json.loads(json.dumps(state_to_json(change.state))))
        assert self.state == change.state

    def open(self) -> list[tuple[int, ...]]:
        return leaves(self.block, self.expected)

    def leaf(self, path: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
        """What a leaf looks like in the library: the element and the numbers of the instances around it."""
        block, around = self.block, []
        for key in path:
            if block.kind == "multi":
                around.append(key)
            block = part(block, key)
        return block.name, tuple(around)

    def shown(self, path: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
        name, around = self.leaf(path)
        return (self.detours[path][-1], around) if self.detours.get(path) else (name, around)

    def place(self, token) -> tuple[str, tuple[int, ...]]:
        around, at = [], root_of(self.state, token)
        while at is not None:
            around += [at.nth] if at.nth is not None else []
            at = self.state.tokens.get(at.parent)
        return token.node, tuple(reversed(around))

    def token(self, path: tuple[int, ...]) -> int:
        return next(token.id for token in open_tasks(self.state) if self.place(token) == self.shown(path))

    def agree(self) -> None:
        if self.expected == DONE:
            assert self.state.ended == "ended"
            assert not self.state.tokens
        else:
            found = Counter(self.place(token) for token in open_tasks(self.state))
            assert found == Counter(self.shown(path) for path in self.open())

    def complete(self, path: tuple[int, ...], values: dict[str, Any]):
        change = complete(self.compiled, self.state, self.token(path), variables=values)
        self.commands.append(("complete", self.token(path), values))
        self.take(change)
        self.values.update(values)
        if self.detours.get(path):
            self.detours[path].pop()
        else:
            self.expected = advance(self.block, self.expected, path, self.values)
        return change

    def go_back(self, path: tuple[int, ...], name: str) -> bool:
        """Try a return; the library refuses exactly what the reference refuses."""
        expected = go_back(self.block, self.expected, path, targets(self.block)[name], self.values)
        try:
            change = return_to(self.compiled, self.state, self.token(path), name)
        except MoveRefused:
            assert expected is None
            return False
        assert expected is not None
        self.commands.append(("return", self.token(path), name))
        self.take(change)
        self.expected = expected
        self.detours = {leaf: names for leaf, names in self.detours.items() if leaf in self.open() and leaf != path}
        return True

    def detour(self, path: tuple[int, ...], name: str) -> None:
        expected = go_back(self.block, self.expected, path, targets(self.block)[name], self.values)
        node = self.compiled.nodes[name]
        allowed = expected is not None and node.kind == "task" and node.loop is None
        try:
            change = return_to(self.compiled, self.state, self.token(path), name, direct=True)
        except MoveRefused:
            assert not allowed
            return
        assert allowed
        self.commands.append(("direct", self.token(path), name))
        self.take(change)
        self.detours.setdefault(path, []).append(name)


def fits(pair: Pair, name: str) -> bool:
    """Leave out targets that would be passed at once (a sub-process whose only branch is empty): the tree cannot say it."""
    block = pair.block
    for key in targets(block)[name]:
        block = part(block, key)
    return begin(block, pair.values) != DONE


def walk(pair: Pair, data: st.DataObject, steps: int) -> None:
    variables = st.fixed_dictionaries(variables_of(pair.block))
    names = st.sampled_from(sorted(targets(pair.block)))
    for _ in range(steps):
        pair.agree()
        if pair.expected == DONE:
            return
        path = data.draw(st.sampled_from(pair.open()))
        move = data.draw(st.sampled_from(["complete", "complete", "complete", "return", "direct"]))
        if move == "complete":
            pair.complete(path, data.draw(variables))
        elif fits(pair, name := data.draw(names)):
            pair.go_back(path, name) if move == "return" else pair.detour(path, name)
    pair.agree()


def finish(pair: Pair) -> None:
    """Whoever is asked does his step, and loops are left: the instance ends."""
    leave = dict.fromkeys(variables_of(pair.block), False)
    for _ in range(2000):
        pair.agree()
        if pair.expected == DONE:
            return
        pair.complete(pair.open()[0], leave)
    raise AssertionError("does not end")


@settings(deadline=None, max_examples=60)
@given(processes)
def test_block_structured_process_is_sound(block):
    assert not [finding for finding in check(parse(to_xml(block))) if finding.severity == "error"]


@settings(deadline=None, max_examples=150)
@given(processes, st.data())
def test_no_token_is_lost_or_doubled_and_every_instance_can_finish(block, data):
    pair = Pair(block)
    walk(pair, data, steps=12)
    finish(pair)


@settings(deadline=None, max_examples=50)
@given(processes, st.data())
def test_replaying_the_commands_gives_the_same_state(block, data):
    pair = Pair(block)
    walk(pair, data, steps=12)
    state = start(pair.compiled).state
    for command, token, what in pair.commands:
        if command == "complete":
            state = complete(pair.compiled, state, token, variables=what).state
        else:
            state = return_to(pair.compiled, state, token, what, direct=command == "direct").state
    assert state == pair.state


@settings(deadline=None, max_examples=100)
@given(processes, st.data())
def test_withdrawing_at_once_gives_back_the_state_before(block, data):
    pair = Pair(block)
    walk(pair, data, steps=8)
    if not pair.open():
        return
    path = data.draw(st.sampled_from(pair.open()))
    before = pair.state
    change = pair.complete(path, data.draw(st.fixed_dictionaries(variables_of(block))))
    if not change.ended:
        undo = undo_from_json(json.loads(json.dumps(undo_to_json(change.undo))))
        taken_back = withdraw(pair.compiled, pair.state, undo)
        assert taken_back.state.tokens == before.tokens
        assert apply(pair.state, taken_back) == taken_back.state


@settings(deadline=None, max_examples=100)
@given(processes, st.data())
def test_withdrawing_an_older_step_is_refused_or_leaves_a_sound_state(block, data):
    """After any mixture of completions and withdrawals no step is open twice, and the instance can finish."""
    pair = Pair(block)
    state, undos = pair.state, []
    for _ in range(12):
        if state.ended:
            return
        if undos and data.draw(st.booleans()):
            try:
                state = withdraw(pair.compiled, state, undos.pop(data.draw(st.integers(0, len(undos) - 1)))).state
            except MoveRefused:
                continue
        else:
            token = data.draw(st.sampled_from(open_tasks(state)))
            values = data.draw(st.fixed_dictionaries(variables_of(block)))
            change = complete(pair.compiled, state, token.id, variables=values)
            state = change.state
            undos.append(change.undo)
        assert max(Counter((t.node, t.parent, t.nth, t.flow) for t in state.tokens.values()).values(), default=1) == 1
    leave = dict.fromkeys(variables_of(block), False)
    for _ in range(2000):
        if state.ended:
            return
        state = complete(pair.compiled, state, open_tasks(state)[0].id, variables=leave).state
    raise AssertionError("does not end")
