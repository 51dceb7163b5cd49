"""Who takes part in a multi-instance that runs: 增加办理人, 减少办理人 (减签)."""

from collections.abc import Sequence

from tongban.lib.bpmn import loops
from tongban.lib.bpmn.activities import open_instance
from tongban.lib.bpmn.errors import MoveRefused
from tongban.lib.bpmn.functions import Value
from tongban.lib.bpmn.nodes import Compiled, LoopSpec, Node
from tongban.lib.bpmn.planning import root_of
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run, live
from tongban.lib.bpmn.settle import settle
from tongban.lib.bpmn.state import LOOP, ROOT, Change, Loop, State, Token


def members(compiled: Compiled, state: State, token: int) -> list[tuple[int, Value]]:
    """The members of the multi-instance around a step who are not done, in order: their place and what they are about.

    Places count from 0 as the instances do. Empty for a step that is in none.
    """
    try:
        node, body = _around(compiled, state, live(state, token))
    except MoveRefused:
        return []
    loop = _loop(body)
    if _spec(node).sequential:
        places = range(loop.completed, loop.total)
        return [(nth, loop.items[nth] if loop.items else None) for nth in places]
    inside = [other for other in state.tokens.values() if other.parent == body.id and other.nth is not None]
    return [(other.nth, other.item) for other in sorted(inside) if other.nth is not None]


def many_around(compiled: Compiled, state: State, token: int) -> Token | None:
    """The token of the multi-instance around a step, None for a step that is in none."""
    try:
        return _around(compiled, state, live(state, token))[1]
    except MoveRefused:
        return None


def add_members(
    compiled: Compiled, state: State, token: int, items: Sequence[Value], *, context: Context = NO_CONTEXT
) -> Change:
    """More instances of the multi-instance around an open step: opened now, or after the others where it goes in turn.

    Raises MoveRefused for a step that is in none, for one that only counts its instances, and for an item that is there and not done.
    """
    here = live(state, token)
    node, body = _around(compiled, state, here)
    loop = _loop(body)
    if not loop.items or not items:
        raise MoveRefused(f"{node.label} 不能增加办理人", element=node.id, code="not-a-list")
    there = [item for _, item in members(compiled, state, token)]
    if any(item in there for item in items) or len(set(map(str, items))) < len(items):
        raise MoveRefused(f"{node.label} 已有其中的办理人", element=node.id, code="there-already")
    loops.bounded(node, loop.total + len(items))
    run = _run(compiled, state, here, body, context)
    run.note("added", node.id, body.id, items=list(items))
    run.put(body._replace(loop=loop._replace(total=loop.total + len(items), items=(*loop.items, *items))))
    if not _spec(node).sequential:
        for nth, item in enumerate(items, len(loop.items)):
            open_instance(run, node, body.id, nth, item)
    settle(run)
    return run.finish()


def remove_member(compiled: Compiled, state: State, token: int, nth: int, *, context: Context = NO_CONTEXT) -> Change:
    """减签: the member at this place, who is not done, takes part no more. When all others are done, the multi-instance is over.

    Raises MoveRefused for a 法定 step, for the last member there is, and for one who is done or was never there.
    """
    here = live(state, token)
    node, body = _around(compiled, state, here)
    loop, spec = _loop(body), _spec(node)
    if node.legal:
        raise MoveRefused(f"{node.label} 是法定环节，不能减少办理人", element=node.id, code="remove-legal")
    if nth not in dict(members(compiled, state, token)):
        raise MoveRefused(f"{node.label} 没有这个还没有办理的人", element=node.id, code="no-member")
    if loop.total <= 1:
        raise MoveRefused(f"{node.label} 至少要有一人办理", element=node.id, code="last-member")
    run = _run(compiled, state, here, body, context)
    run.note("removed", node.id, body.id, nth=nth)
    items = (*loop.items[:nth], *loop.items[nth + 1 :]) if spec.sequential else loop.items
    body = body._replace(loop=loop._replace(total=loop.total - 1, items=items))
    run.put(body)
    gone = _of_member(state, body, nth)
    for other in gone:
        if other.id in run.tokens:
            run.cancel(other)
    _go_on(run, node, body, opened=not gone)
    settle(run)
    return run.finish()


def _go_on(run: Run, node: Node, body: Token, *, opened: bool) -> None:
    """The multi-instance is over if the others are done; else the next in turn begins where it was his turn."""
    loop = _loop(body)
    if loop.completed and loops.is_over(run, node, body, body):
        loops.close(run, node, body)
    elif _spec(node).sequential and not opened:
        open_instance(run, node, body.id, loop.completed, loop.items[loop.completed] if loop.items else None)


def _of_member(state: State, body: Token, nth: int) -> list[Token]:
    """The token of the member, and detours that were sent from it."""
    inside = [other for other in state.tokens.values() if other.parent == body.id]
    return [other for other in inside if root_of(state, other).nth == nth]


def _around(compiled: Compiled, state: State, token: Token) -> tuple[Node, Token]:
    """The innermost multi-instance around a step, with its token."""
    number = root_of(state, token).parent
    while number != ROOT:
        around = state.tokens[number]
        if around.kind == LOOP:
            node = compiled.nodes[around.node]
            if not _spec(node).again:
                return node, around
        number = around.parent
    raise MoveRefused("这一环节不是多人办理", element=token.node, code="not-many")


def _run(compiled: Compiled, state: State, here: Token, body: Token, context: Context) -> Run:
    run = Run(compiled, state, context=context)
    run.source, run.via = here.id, body.via
    return run


def _loop(body: Token) -> Loop:
    assert body.loop is not None
    return body.loop


def _spec(node: Node) -> LoopSpec:
    assert node.loop is not None
    return node.loop
