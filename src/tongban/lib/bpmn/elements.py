"""What happens when a token reaches an element (BPMN 2.0.2 chapter 13), one function a kind."""

from collections.abc import Callable

from tongban.lib.bpmn import compiled as kinds
from tongban.lib.bpmn.compiled import Flow, Node
from tongban.lib.bpmn.errors import CommandRefused, NoWayOut
from tongban.lib.bpmn.functions import Value, is_list, is_number
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import CLOSED, COMPLETED, JOIN, JOINED, LOOP, ROOT, SCOPE, SERVICE, TASK, Loop, Token

MAX_INSTANCES = 1000


def enter(run: Run, flow: Flow, parent: int) -> None:
    """A token comes to the target of a flow, in the scope of `parent`."""
    _ENTER[flow.target.kind](run, flow.target, flow, parent)


def leave(run: Run, node: Node, parent: int) -> None:
    """Go on from a node by all its flows whose condition holds; by the default flow when none does (13.3.1)."""
    outgoing = node.outgoing
    if len(outgoing) == 1 and outgoing[0].condition is None:
        run.go(outgoing[0], parent)
    elif outgoing:
        for flow in _chosen(run, node, parent):
            run.go(flow, parent)
    else:
        run.touched.add(parent)


def _chosen(run: Run, node: Node, parent: int) -> list[Flow]:
    conditions = [flow.condition for flow in node.outgoing if flow.condition is not None and flow is not node.default]
    if not conditions and node.default is None:
        return list(node.outgoing)
    run.at = parent
    taken = [
        flow
        for flow in node.outgoing
        if flow is not node.default and (flow.condition is None or flow.condition.holds(run.look))
    ]
    taken = taken or ([node.default] if node.default else [])
    because = run.because(conditions)
    if not taken:
        raise no_way_out(node, because)
    run.note("branch", node.id, flows=[flow.id for flow in taken], because=because)
    return taken


def no_way_out(node: Node, because: dict) -> NoWayOut:
    """The error for a gateway where nothing holds."""
    values = "，".join(f"{name}={value!r}" for name, value in because.items())
    return NoWayOut(f"{node.label} 没有一个条件成立，也没有默认分支，不能继续（{values}）", element=node.id)


# Events and gateways


def _pass(run: Run, node: Node, flow: Flow, parent: int) -> None:
    begin(run, node, parent)


def _end(run: Run, node: Node, flow: Flow, parent: int) -> None:
    run.note("passed", node.id)
    run.touched.add(parent)


def _terminate(run: Run, node: Node, flow: Flow, parent: int) -> None:
    """Everything else in the same process or sub-process is over (13.5.6)."""
    run.note("terminated", node.id)
    if parent == ROOT:
        run.ended = "terminated"
    for token in run.children(parent):
        run.cancel(token)
    dead = [item for item in run.queue if item[1] == parent or (item[1] != ROOT and item[1] not in run.tokens)]
    for item in dead:
        run.queue.remove(item)
    run.touched.add(parent)


def _exclusive(run: Run, node: Node, flow: Flow, parent: int) -> None:
    outgoing = node.outgoing
    if len(outgoing) < 2:
        leave(run, node, parent)
        return
    run.at = parent
    tried = []
    for choice in outgoing:
        if choice is node.default:
            continue
        if choice.condition is None:
            break
        tried.append(choice.condition)
        if choice.condition.holds(run.look):
            break
    else:
        if node.default is None:
            raise no_way_out(node, run.because(tried))
        choice = node.default
    run.note("branch", node.id, flows=[choice.id], because=run.because(tried))
    run.go(choice, parent)


def _parallel(run: Run, node: Node, flow: Flow, parent: int) -> None:
    """Wait until every incoming flow has brought a token, then take one of each (13.4.1)."""
    if len(node.incoming) > 1:
        waiting: dict[str, Token] = {}
        for token in run.children(parent):
            if token.node == node.id:
                waiting.setdefault(token.flow, token)
        others = [waiting.get(other.id) for other in node.incoming if other is not flow]
        if None in others:
            run.add(node, JOIN, parent, flow=flow.id)
            return
        for token in waiting.values():
            if token.flow != flow.id:
                run.drop(token, JOINED)
    run.note("passed", node.id)
    for way in node.outgoing:
        run.go(way, parent)


def _inclusive(run: Run, node: Node, flow: Flow, parent: int) -> None:
    if len(node.incoming) > 1:
        run.add(node, JOIN, parent, flow=flow.id)
        run.touched.add(parent)
    else:
        split(run, node, parent)


def split(run: Run, node: Node, parent: int) -> None:
    """Leave an inclusive gateway: every flow whose condition holds, else the default (13.4.3)."""
    if len(node.outgoing) < 2:
        run.note("passed", node.id)
    leave(run, node, parent)


# Activities


def begin(run: Run, node: Node, parent: int) -> None:
    """Start an activity, all instances of it when it is a multi-instance."""
    if node.loop is None:
        open_instance(run, node, parent)
        return
    items, total = _instances(run, node, parent)
    if automatic(run, node):
        _pass_all(run, node, parent, total)
        return
    if not total:
        run.note("passed", node.id, instances=0)
        leave(run, node, parent)
        return
    body = run.add(node, LOOP, parent, loop=Loop(total, 0, items))
    run.note("opened", node.id, body.id, instances=total)
    for nth in range(1 if node.loop.sequential else total):
        open_instance(run, node, body.id, nth, items[nth] if items else None)


def automatic(run: Run, node: Node) -> bool:
    """Does the token pass without waiting?"""
    return node.kind not in (kinds.TASK, kinds.SUBPROCESS) and not (
        node.kind == kinds.SERVICE and run.context.waits(node)
    )


def open_instance(run: Run, node: Node, parent: int, nth: int | None = None, item: Value = None) -> None:
    """Start one instance: a task waits, a sub-process goes to its start event, the rest is passed."""
    run.decision = ""
    item = inherited_item(run, parent) if nth is None else item
    if node.kind == kinds.TASK:
        run.note("opened", node.id, run.add(node, TASK, parent, nth=nth, item=item).id)
    elif node.kind == kinds.SUBPROCESS:
        assert node.start is not None
        scope = run.add(node, SCOPE, parent, nth=nth, item=item)
        run.note("opened", node.id, scope.id)
        run.touched.add(scope.id)
        begin(run, node.start, scope.id)
    elif automatic(run, node):
        _pass_by(run, node)
        leave(run, node, parent)
    else:
        run.note("opened", node.id, run.add(node, SERVICE, parent, nth=nth, item=item).id)


def inherited_item(run: Run, scope: int) -> Value:
    """What the work in a scope is about: the item of the multi-instance around it, so that its steps know it too."""
    token = run.tokens.get(scope)
    return token.item if token is not None and token.kind == SCOPE else None


def _pass_by(run: Run, node: Node) -> None:
    if node.kind == kinds.SERVICE:
        run.services.append(node.id)
    run.note("passed", node.id)


def _instances(run: Run, node: Node, parent: int) -> tuple[tuple, int]:
    """The items of a multi-instance, or none and a number; null means none at all."""
    assert node.loop is not None
    items: tuple = ()
    if node.loop.collection is not None:
        found = run.value(node.loop.collection, parent)
        if found is not None and not is_list(found):
            raise CommandRefused(f"{node.label} 的多实例集合不是列表", element=node.id, code="not-a-list")
        items, total = tuple(found or ()), len(found or ())
    else:
        assert node.loop.cardinality is not None
        number = run.value(node.loop.cardinality, parent)
        if not is_number(number) or number < 0 or number != int(number):
            raise CommandRefused(
                f"{node.label} 的多实例个数不是非负整数：{number!r}", element=node.id, code="not-a-number"
            )
        total = int(number)
    if total > MAX_INSTANCES:
        raise CommandRefused(
            f"{node.label} 的多实例超过 {MAX_INSTANCES} 个", element=node.id, code="too-many-instances"
        )
    return items, total


def _pass_all(run: Run, node: Node, parent: int, total: int) -> None:
    """A multi-instance without waiting: its instances are passed one after another, until the completion condition holds."""
    assert node.loop is not None
    body = run.add(node, LOOP, parent, loop=Loop(total))
    for count in range(1, total + 1):
        _pass_by(run, node)
        body = body._replace(loop=Loop(total, count))
        run.put(body)
        if node.loop.completion is not None and run.value(node.loop.completion, body.id) is True:
            break
    _close_loop(run, node, body)


def instance_done(run: Run, node: Node, token: Token) -> None:
    """An activity's token is through: leave the activity, or let the multi-instance around it count."""
    body = run.tokens.get(token.parent)
    if body is None or body.kind != LOOP:
        run.drop(token, CLOSED if token.kind == SCOPE else COMPLETED)
        leave(run, node, token.parent)
        return
    assert node.loop is not None
    body = _counted(run, body)
    over = node.loop.completion is not None and run.value(node.loop.completion, token.id) is True
    run.drop(token, CLOSED if token.kind == SCOPE else COMPLETED)
    assert body.loop is not None
    if over or body.loop.completed >= body.loop.total:
        _close_loop(run, node, body)
    elif node.loop.sequential:
        nth = body.loop.completed
        open_instance(run, node, body.id, nth, body.loop.items[nth] if body.loop.items else None)


def _counted(run: Run, body: Token) -> Token:
    assert body.loop is not None
    decisions = dict(body.loop.decisions)
    if run.decision:
        decisions[run.decision] = decisions.get(run.decision, 0) + 1
    loop = body.loop._replace(completed=body.loop.completed + 1, decisions=tuple(sorted(decisions.items())))
    times, decision = run.counted.get(body.id, (0, ""))
    run.counted[body.id] = (times + 1, decision or run.decision)
    body = body._replace(loop=loop)
    run.put(body)
    return body


def _close_loop(run: Run, node: Node, body: Token) -> None:
    assert node.loop is not None
    assert body.loop is not None
    for child in run.children(body.id):
        run.cancel(child)
    result = {"total": body.loop.total, "completed": body.loop.completed, **dict(body.loop.decisions)}
    if node.loop.result:
        run.variables[node.loop.result] = result
    run.drop(body, CLOSED)
    run.note("closed", node.id, body.id, **result)
    leave(run, node, body.parent)


_ENTER: dict[str, Callable[[Run, Node, Flow, int], None]] = {
    kinds.TASK: _pass,
    kinds.SERVICE: _pass,
    kinds.PASS: _pass,
    kinds.SUBPROCESS: _pass,
    kinds.END: _end,
    kinds.TERMINATE: _terminate,
    kinds.EXCLUSIVE: _exclusive,
    kinds.PARALLEL: _parallel,
    kinds.INCLUSIVE: _inclusive,
}
