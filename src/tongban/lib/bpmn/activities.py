"""Activities: they open, their instances are done, they are left (BPMN 2.0.2, 13.3)."""

from collections.abc import Mapping

from tongban.lib.bpmn import loops
from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.errors import Runaway
from tongban.lib.bpmn.flows import leave
from tongban.lib.bpmn.functions import Value
from tongban.lib.bpmn.nodes import Container, Node
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import CLOSED, COMPLETED, LISTEN, LOOP, SCOPE, SERVICE, TASK, WAIT, Loop, Token

MAX_NESTED = 64
_WAITING = {kinds.TASK: TASK, kinds.CATCH: WAIT, kinds.GATE: WAIT, kinds.SERVICE: SERVICE}
_SCOPES = (kinds.SUBPROCESS, kinds.CALL, kinds.HANDLER)


def begin(run: Run, node: Node, parent: int) -> None:
    """Start an activity, all instances of it when it is a multi-instance."""
    if node.loop is None:
        open_instance(run, node, parent)
        return
    items, total = loops.instances(run, node, parent)
    if automatic(run, node):
        loops.pass_all(run, node, parent, total)
        return
    if not total:
        run.note("passed", node.id, instances=0)
        leave(run, node, parent)
        return
    endless = node.loop.again and not node.loop.maximum
    body = run.add(node, LOOP, parent, loop=Loop(0 if endless else total, 0, items))
    arm(run, node, body)
    run.note("opened", node.id, body.id, **({} if node.loop.again else {"instances": total}))
    for nth in range(1 if node.loop.sequential else total):
        open_instance(run, node, body.id, nth, items[nth] if items else None)


def automatic(run: Run, node: Node) -> bool:
    """Does the token pass without waiting?"""
    if node.kind == kinds.SERVICE:
        return not run.context.waits(node)
    return node.kind not in _WAITING and node.kind not in _SCOPES


def open_instance(run: Run, node: Node, parent: int, nth: int | None = None, item: Value = None) -> None:
    """Start one instance: a task waits, a sub-process goes to its start event, the rest is passed."""
    run.decision = ""
    item = inherited_item(run, parent) if nth is None else item
    if node.kind in _SCOPES:
        scope = open_scope(run, node, parent, nth=nth, item=item)
        begin(run, run.compiled.inside(node).start, scope.id)
    elif automatic(run, node):
        loops.pass_by(run, node)
        leave(run, node, parent)
    else:
        token = run.add(node, _WAITING[node.kind], parent, nth=nth, item=item)
        run.note("opened", node.id, token.id)
        if node.loop is None:
            arm(run, node, token)


def open_scope(run: Run, node: Node, parent: int, nth: int | None = None, item: Value = None) -> Token:
    """Open a sub-process or called process without starting it."""
    _bounded(run, node, parent)
    own = _passed_in(run, node, parent, nth, item) if node.mapped else None
    scope = run.add(node, SCOPE, parent, nth=nth, item=item, own=own)
    run.note("opened", node.id, scope.id)
    run.touched.add(scope.id)
    if node.loop is None:
        arm(run, node, scope)
    listen(run, run.compiled.inside(node), scope.id)
    return scope


def _bounded(run: Run, node: Node, parent: int) -> None:
    depth = 0
    while parent:
        parent, depth = run.tokens[parent].parent, depth + 1
    if depth > MAX_NESTED:
        raise Runaway(f"流程嵌套超过 {MAX_NESTED} 层，调用活动自己调用了自己：{node.label}", element=node.id)


def arm(run: Run, node: Node, holder: Token) -> None:
    """From now on the events on an activity are listened for."""
    for event in node.boundaries:
        run.add(event, LISTEN, holder.id)


def listen(run: Run, container: Container, scope: int) -> None:
    """From now on the event sub-processes of a scope may start."""
    for handler in container.handlers:
        run.add(run.compiled.inside(handler).start, LISTEN, scope)


def _passed_in(run: Run, node: Node, parent: int, nth: int | None, item: Value) -> Mapping[str, Value]:
    """What a called process that keeps its variables apart begins with."""
    local: dict[str, Value] = {} if nth is None else {"loopCounter": nth}
    if nth is not None and node.loop is not None and node.loop.item:
        local[node.loop.item] = item
    own: dict[str, Value] = {}
    for target, expression in node.inputs:
        if expression is None:
            own |= run.all_variables(parent)
        else:
            own[target] = run.value(expression, parent, local)
    return own


def _passed_out(run: Run, node: Node, scope: Token) -> None:
    if scope.own is None:
        return
    values: dict[str, Value] = {}
    for target, expression in node.outputs:
        values |= scope.own if expression is None else {target: run.value(expression, scope.id)}
    run.store(values, scope.parent)


def inherited_item(run: Run, scope: int) -> Value:
    """What the work in a scope is about: the item of the multi-instance around it, so that its steps know it too."""
    token = run.tokens.get(scope)
    return token.item if token is not None and token.kind == SCOPE else None


def instance_done(run: Run, node: Node, token: Token) -> None:
    """An activity's token is through: leave the activity, or let the loop around it count."""
    why = CLOSED if token.kind == SCOPE else COMPLETED
    _passed_out(run, node, token)
    body = run.tokens.get(token.parent)
    if body is None or body.kind != LOOP:
        run.drop(token, why)
        leave(run, node, token.parent)
        return
    assert node.loop is not None
    body = loops.counted(run, body)
    over = loops.is_over(run, node, body, token)
    run.drop(token, why)
    assert body.loop is not None
    if over:
        loops.close(run, node, body)
    elif node.loop.sequential:
        nth = body.loop.completed
        open_instance(run, node, body.id, nth, body.loop.items[nth] if body.loop.items else None)
