"""Every move, in any order, on random block-structured processes: nothing lost or doubled, every instance can finish, replay.

Few examples by default; TONGBAN_MOVES_EXAMPLES asks for more.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.bpmn import (
    BpmnError,
    Change,
    Compiled,
    State,
    add_members,
    apply,
    compile_model,
    complete,
    jump,
    members,
    open_tasks,
    parse,
    remove_member,
    reopen,
    return_to,
    start,
    state_from_json,
    state_to_json,
    withdraw,
)
from tongban.lib.bpmn.state import LISTEN, LOOP, ROOT, SCOPE
from tongban.lib.bpmn.tests.structured import Block, to_xml
from tongban.lib.bpmn.tests.test_moves_on_random_processes import processes, variables_of

EXAMPLES = int(os.environ.get("TONGBAN_MOVES_EXAMPLES", "40"))
Command = Callable[[State], Change]


PEOPLE = {f"people_{count}": list(range(count)) for count in (1, 2, 3)}
COUNTED = re.compile(rb"(<multiInstanceLoopCharacteristics [^>]*)><loopCardinality>(\d)</loopCardinality>")


def by_people(source: bytes) -> bytes:
    """The same process with lists of people in the place of numbers, so that somebody can be added."""
    return COUNTED.sub(rb'\1 tb:collection="people_\2" tb:item="person">', source)


def sound(compiled: Compiled, state: State) -> None:
    """No token without a place, none twice, none that nobody can move."""
    tokens = state.tokens
    assert all(token.parent == ROOT or token.parent in tokens for token in tokens.values())
    twice = Counter((t.node, t.parent, t.nth, t.flow, t.resume) for t in tokens.values())
    assert max(twice.values(), default=1) == 1
    waking = Counter(token.resume for token in tokens.values() if token.resume)
    assert waking == Counter(token.id for token in tokens.values() if token.parked)
    for token in tokens.values():
        inside = [other for other in tokens.values() if other.parent == token.id and other.kind != LISTEN]
        if token.kind == SCOPE:
            assert inside
        elif token.kind == LOOP and compiled.nodes[token.node].loop.sequential:
            assert len([other for other in inside if not other.resume]) == 1
        elif token.kind == LOOP:
            assert len([other for other in inside if not other.resume]) == token.loop.total - token.loop.completed
    assert bool(state.ended) == (not tokens)
    assert state.ended or open_tasks(state)


class Played:
    """An instance under moves; refused ones leave it as it was."""

    def __init__(self, block: Block) -> None:
        self.compiled = compile_model(parse(by_people(to_xml(block))))
        self.first = start(self.compiled, variables=PEOPLE).state
        self.state, self.undos, self.commands = self.first, [], []
        self.done: set[str] = set()

    def do(self, command: Command) -> None:
        before = self.state
        try:
            change = command(before)
        except BpmnError:
            return
        assert apply(before, change) == change.state
        self.state = state_from_json(json.loads(json.dumps(state_to_json(change.state))))
        assert self.state == change.state
        self.commands.append(command)
        if before.ended:
            self.undos = []
        self.undos += [change.undo] if change.undo is not None else []
        self.done |= {event.element for event in change.events if event.kind == "completed"}
        sound(self.compiled, self.state)


def drawn(played: Played, data: st.DataObject, variables: st.SearchStrategy) -> Command:
    """One move, possible or not."""
    compiled, steps = (
        played.compiled,
        st.sampled_from(sorted(n for n, node in played.compiled.nodes.items() if node.kind == "task")),
    )
    kind = data.draw(st.sampled_from(["complete"] * 4 + ["return", "direct", "withdraw", "jump", "add", "remove"]))
    if played.state.ended:
        target, done = data.draw(steps), frozenset(played.done)
        return lambda state: reopen(compiled, state, target, done)
    if kind == "withdraw" and played.undos:
        undo = data.draw(st.sampled_from(played.undos))
        return lambda state: withdraw(compiled, state, undo)
    token = data.draw(st.sampled_from(open_tasks(played.state))).id
    if kind in ("return", "direct", "jump"):
        target = data.draw(steps)
        if kind == "jump":
            return lambda state: jump(compiled, state, token, target)
        return lambda state: return_to(compiled, state, token, target, direct=kind == "direct")
    if kind == "add":
        item = data.draw(st.integers(0, 5))
        return lambda state: add_members(compiled, state, token, [item])
    if kind == "remove" and (there := members(compiled, played.state, token)):
        place = data.draw(st.sampled_from(there))[0]
        return lambda state: remove_member(compiled, state, token, place)
    values = data.draw(variables)
    return lambda state: complete(compiled, state, token, variables=values)


@settings(deadline=None, max_examples=EXAMPLES)
@given(processes, st.data())
def test_any_moves_leave_every_instance_able_to_finish_and_are_replayed(block, data):
    played = Played(block)
    variables = st.fixed_dictionaries(variables_of(block))
    for _ in range(14):
        played.do(drawn(played, data, variables))
    state = played.first
    for command in played.commands:
        state = command(state).state
    assert state == played.state, "replay"
    leave = dict.fromkeys(variables_of(block), False)
    for _ in range(2000):
        if state.ended:
            return
        state = complete(played.compiled, state, open_tasks(state)[0].id, variables=leave).state
    raise AssertionError("does not end")
