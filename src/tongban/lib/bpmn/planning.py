"""Where a step can be sent back to, and what that does to the rest: the truth table of docs/reference/return-in-parallel.md.

A plan is worked out from the positions of the live tokens and the graph without its back edges; nothing is changed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.lib.bpmn import graph
from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.errors import MoveRefused
from tongban.lib.bpmn.nodes import Compiled, Container, Flow, Node
from tongban.lib.bpmn.state import JOIN, LISTEN, LOOP, ROOT, State, Token


@dataclass(frozen=True, slots=True)
class Level:
    """One scope around a token: `scope` is its token (ROOT: the process), `stand_in` the token in it that stands for ours."""

    container: Container
    scope: int
    stand_in: Token
    node: Node


@dataclass(frozen=True, slots=True)
class Plan:
    """What a return does: `cancel` live tokens in the scope `scope`, then enter `path` (the target last, sub-processes before).

    `done` are flows into joins, with the number of scopes of `path` to enter first: work of other branches that stays done.
    """

    scope: int
    path: tuple[Node, ...]
    cancel: tuple[Token, ...]
    done: tuple[tuple[int, Flow], ...]


def root_of(state: State, token: Token) -> Token:
    """The token that a detour was sent from in the first place; the token itself when it is no detour."""
    while token.resume:
        token = state.tokens[token.resume]
    return token


def plan_return(compiled: Compiled, state: State, token: Token, target: str) -> Plan:
    """Return and do everything after the target again. Raises MoveRefused naming the row of the truth table."""
    level, path = _meeting(compiled, state, token, target)
    first = path[0]
    again = first.after | first.bit
    done = [(0, flow) for flow in _kept(level.container, first, again, level.node.before)]
    for depth, inner in enumerate(path[1:], start=1):
        container = compiled.containers[inner.parent]
        done += [(depth, flow) for flow in _kept(container, inner, inner.after | inner.bit, -1)]
    cancel = tuple(other for other in _inside(state, level.scope) if _place(compiled, state, other) & again)
    return Plan(level.scope, path, cancel, tuple(done))


def check_direct(compiled: Compiled, state: State, token: Token, target: str) -> tuple[Node, int]:
    """Return with direct re-submission: only to a plain step, and no 法定 step may lie between. Gives it and its scope."""
    level, path = _meeting(compiled, state, token, target)
    node = path[-1]
    if node.kind != kinds.TASK or node.loop is not None:
        raise MoveRefused(f"{node.label} 由多人办理，退回后不能直送", element=node.id, code="direct-to-many")
    between = level.container.legal & path[0].after & level.node.before
    for inner in path[1:]:
        between |= compiled.containers[inner.parent].legal & inner.after
    for below in _levels(compiled, state, root_of(state, token)):
        if below.scope == level.scope:
            break
        between |= below.container.legal & below.node.before
    if between:
        raise MoveRefused(
            f"从 {node.label} 直送会越过法定环节，请改为逐环节重新办理", element=node.id, code="direct-skips-legal"
        )
    return node, level.scope


def _levels(compiled: Compiled, state: State, token: Token) -> Iterator[Level]:
    """The scopes around a token, innermost first."""
    while True:
        around = state.tokens.get(token.parent)
        if around is not None and around.kind == LOOP:
            token = around
        node = compiled.nodes[token.node]
        yield Level(compiled.containers[node.parent], token.parent, token, node)
        if token.parent == ROOT:
            return
        token = state.tokens[token.parent]


def _meeting(compiled: Compiled, state: State, token: Token, target: str) -> tuple[Level, tuple[Node, ...]]:
    """The innermost scope that holds both, and the way from there down to the target."""
    path = _down_to(compiled, target)
    places = {node.parent: number for number, node in enumerate(path)}
    origin = root_of(state, token)
    for level in _levels(compiled, state, origin):
        if level.container.id in places:
            down = path[places[level.container.id] :]
            _earlier(level, down)
            return level, down
    raise MoveRefused(f"{path[-1].label} 不在本流程中", element=target, code="other-process")


def _down_to(compiled: Compiled, target: str) -> tuple[Node, ...]:
    node = compiled.nodes.get(target)
    if node is None or node.kind not in (kinds.TASK, kinds.SUBPROCESS):
        raise MoveRefused(f"没有可以退回的环节 {target}", element=target, code="no-step")
    path = [node]
    while path[0].parent in compiled.nodes:
        path.insert(0, compiled.nodes[path[0].parent])
    return tuple(path)


def _earlier(level: Level, path: tuple[Node, ...]) -> None:
    first, last = path[0], path[-1]
    if first is level.node:
        raise MoveRefused(f"不能退回到正在办理的 {last.label}", element=last.id, code="same-step")
    if not first.bit & level.node.before:
        raise MoveRefused(f"{last.label} 不在本环节之前，不能退回到那里", element=last.id, code="not-earlier")
    for node in path[:-1]:
        if node.loop is not None:
            raise MoveRefused(
                f"{last.label} 在多人办理的 {node.label} 之内，请退回到 {node.label}", element=last.id, code="into-many"
            )


def _inside(state: State, scope: int) -> list[Token]:
    return sorted(token for token in state.tokens.values() if token.parent == scope and token.kind != LISTEN)


def _place(compiled: Compiled, state: State, token: Token) -> int:
    """Where a token stands, as a mask: waiting at a join, still at the element it came from; on a detour, where it came from."""
    node = compiled.nodes[root_of(state, token).node]
    if token.kind == JOIN:
        return next(flow.source.bit for flow in node.incoming if flow.id == token.flow)
    return node.bit


def _kept(container: Container, target: Node, again: int, passed: int) -> list[Flow]:
    """Flows of other branches into parallel joins that were passed after the target: their work stays done."""
    kept: list[Flow] = []
    for join in container.joins:
        if join.kind != kinds.PARALLEL or not join.bit & again & passed:
            continue
        missing = [flow for flow in join.incoming if not flow.source.bit & again]
        if missing and not _always(container, target, join):
            raise MoveRefused(
                f"{target.label} 所在的并行分支已经汇合，不能单独退回到那里，请退回到分支之前",
                element=target.id,
                code="joined",
            )
        kept += missing
    return kept


def _always(container: Container, node: Node, join: Node) -> bool:
    """Does every way from the node pass the join, or stop everything at a terminate end?"""
    place = join.bit.bit_length() - 1
    seen = graph.reachable(container.forward, [node.bit.bit_length() - 1], avoiding=place)
    return all(
        container.forward[number] or other.kind == kinds.TERMINATE or not seen >> number & 1
        for number, other in enumerate(container.nodes)
    )
