"""Several times the same activity: multi-instances and standard loops (BPMN 2.0.2, 10.3.8 and 13.3.6)."""

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.errors import CommandRefused, Runaway
from tongban.lib.bpmn.flows import leave
from tongban.lib.bpmn.functions import Value, is_list, is_number
from tongban.lib.bpmn.nodes import Node
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import CLOSED, LOOP, Loop, Token

MAX_INSTANCES = 1000


def instances(run: Run, node: Node, parent: int) -> tuple[tuple[Value, ...], int]:
    """The items of a multi-instance, or none and a number; null means none at all. Of a standard loop, whether it begins."""
    assert node.loop is not None
    if node.loop.again:
        return (), 0 if node.loop.test_before and not _again(run, node, 0, parent) else node.loop.maximum or 1
    if node.loop.collection is not None:
        found = run.value(node.loop.collection, parent)
        if found is not None and not is_list(found):
            raise CommandRefused(f"{node.label} 的多实例集合不是列表", element=node.id, code="not-a-list")
        items = tuple(found or ())
        return items, bounded(node, len(items))
    assert node.loop.cardinality is not None
    number = run.value(node.loop.cardinality, parent)
    if not is_number(number) or number < 0 or number != int(number):
        raise CommandRefused(f"{node.label} 的多实例个数不是非负整数：{number!r}", element=node.id, code="not-a-number")
    return (), bounded(node, int(number))


def bounded(node: Node, total: int) -> int:
    """The number of instances, if it is not beyond all reason."""
    if total > MAX_INSTANCES:
        raise CommandRefused(
            f"{node.label} 的多实例超过 {MAX_INSTANCES} 个", element=node.id, code="too-many-instances"
        )
    return total


def _again(run: Run, node: Node, completed: int, at: int) -> bool:
    """Does a standard loop go on after so many rounds?"""
    loop = node.loop
    assert loop is not None
    if loop.maximum and completed >= loop.maximum:
        return False
    return loop.condition is None or run.value(loop.condition, at, {"loopCounter": completed}) is True


def pass_by(run: Run, node: Node) -> None:
    """An element that does not wait."""
    if node.kind == kinds.SERVICE:
        run.services.append(node.id)
        run.throw(node)
    run.note("passed", node.id)


def pass_all(run: Run, node: Node, parent: int, total: int) -> None:
    """A loop without waiting: its instances are passed one after another, until it is over."""
    assert node.loop is not None
    body = run.add(node, LOOP, parent, loop=Loop(total))
    over = total == 0
    while not over:
        if body.loop is not None and body.loop.completed >= MAX_INSTANCES:
            raise Runaway(f"{node.label} 循环超过 {MAX_INSTANCES} 次，没有人参与", element=node.id)
        pass_by(run, node)
        body = counted(run, body)
        over = is_over(run, node, body, body)
    close(run, node, body)


def is_over(run: Run, node: Node, body: Token, token: Token) -> bool:
    """Was the instance of this token the last one?"""
    loop = node.loop
    assert loop is not None
    assert body.loop is not None
    if loop.again:
        return not _again(run, node, body.loop.completed, body.id)
    early = loop.completion is not None and run.value(loop.completion, token.id) is True
    return early or body.loop.completed >= body.loop.total


def counted(run: Run, body: Token) -> Token:
    """One instance more is done; its decision counts."""
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


def close(run: Run, node: Node, body: Token) -> None:
    """The loop is over: what still runs in it is withdrawn, and the activity is left."""
    assert node.loop is not None
    assert body.loop is not None
    for child in run.children(body.id):
        run.cancel(child)
    result = {"total": body.loop.total, "completed": body.loop.completed, **dict(body.loop.decisions)}
    if node.loop.result:
        run.store({node.loop.result: result}, body.parent)
    run.drop(body, CLOSED)
    run.note("closed", node.id, body.id, **result)
    leave(run, node, body.parent)
