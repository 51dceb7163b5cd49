"""What happens when a token reaches an element (BPMN 2.0.2 chapter 13), one function a kind."""

from collections.abc import Callable

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.activities import begin
from tongban.lib.bpmn.events import throw_error
from tongban.lib.bpmn.flows import leave, no_way_out
from tongban.lib.bpmn.nodes import Flow, Node
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import JOIN, JOINED, ROOT, Token


def enter(run: Run, flow: Flow, parent: int) -> None:
    """A token comes to the target of a flow, in the scope of `parent`."""
    _ENTER[flow.target.kind](run, flow.target, flow, parent)


def fail(run: Run) -> None:
    """An error that nobody caught: the instance is over."""
    run.ended = "failed"
    for token in run.children(ROOT):
        run.cancel(token)
    run.queue.clear()


def _pass(run: Run, node: Node, flow: Flow, parent: int) -> None:
    begin(run, node, parent)


def _end(run: Run, node: Node, flow: Flow, parent: int) -> None:
    run.note("passed", node.id)
    run.throw(node)
    run.touched.add(parent)


def _throw(run: Run, node: Node, flow: Flow, parent: int) -> None:
    run.note("passed", node.id)
    run.throw(node)
    leave(run, node, parent)


def _error(run: Run, node: Node, flow: Flow, parent: int) -> None:
    """The scope is over at once; who catches the error goes on, and when nobody does the instance has failed (10.5.6)."""
    assert node.event is not None
    run.note("error", node.id, code=node.event.name)
    if not throw_error(run, node.event.names, parent):
        fail(run)


def _terminate(run: Run, node: Node, flow: Flow, parent: int) -> None:
    """Everything else in the same process or sub-process is over (13.5.6)."""
    run.note("terminated", node.id)
    if parent == ROOT:
        run.ended = "terminated"
    for token in run.children(parent):
        run.cancel(token)
    run.forget(parent)
    run.touched.add(parent)


def _exclusive(run: Run, node: Node, flow: Flow, parent: int) -> None:
    outgoing = node.outgoing
    if len(outgoing) < 2:
        leave(run, node, parent)
        return
    run.at = parent
    tried = []
    for choice in outgoing:
        if choice is node.default or not run.may_take(choice):
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


_ENTER: dict[str, Callable[[Run, Node, Flow, int], None]] = {
    kinds.TASK: _pass,
    kinds.SERVICE: _pass,
    kinds.PASS: _pass,
    kinds.SUBPROCESS: _pass,
    kinds.CALL: _pass,
    kinds.CATCH: _pass,
    kinds.GATE: _pass,
    kinds.THROW: _throw,
    kinds.END: _end,
    kinds.ERROR: _error,
    kinds.TERMINATE: _terminate,
    kinds.EXCLUSIVE: _exclusive,
    kinds.PARALLEL: _parallel,
    kinds.INCLUSIVE: _inclusive,
}
