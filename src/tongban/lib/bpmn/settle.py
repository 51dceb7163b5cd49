"""Let a command run out: follow flows, close what is empty, fire inclusive joins, until nothing moves."""

from tongban.lib.bpmn.activities import instance_done
from tongban.lib.bpmn.elements import enter, split
from tongban.lib.bpmn.events import deliver
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import CLOSED, JOIN, JOINED, LISTEN, SCOPE, Token


def settle(run: Run) -> None:
    """Run until nothing moves, and set how the instance stands."""
    while True:
        while run.queue:
            flow, parent = run.queue.popleft()
            enter(run, flow, parent)
        if not (deliver(run) or _close_scopes(run) or _fire_join(run, forced=False) or _fire_join(run, forced=True)):
            break
    if all(token.kind == LISTEN for token in run.tokens.values()):
        for token in list(run.tokens.values()):
            run.drop(token, CLOSED)
        run.ended = run.ended or "ended"
        run.note("ended", run.process)
    elif all(token.kind in (JOIN, SCOPE, LISTEN) for token in run.tokens.values()):
        run.note("stuck", run.process)


def _close_scopes(run: Run) -> bool:
    """Close one sub-process in which no token is left."""
    for number in sorted(run.touched):
        run.touched.discard(number)
        token = run.tokens.get(number)
        if token is None or token.kind != SCOPE:
            continue
        if all(child.kind == LISTEN for child in run.children(number)):
            run.note("closed", token.node, number)
            instance_done(run, run.compiled.nodes[token.node], token)
            return True
    return False


def _fire_join(run: Run, *, forced: bool) -> bool:
    """Fire one inclusive join that nothing can reach any more (13.4.3).

    Forced: when joins wait for each other and nothing else in their scope can move, the one whose token came first fires.
    """
    for first in sorted(token for token in run.tokens.values() if token.kind == JOIN):
        node = run.compiled.nodes[first.node]
        if node.kind != "inclusive":
            continue
        near = [token for token in run.children(first.parent) if token.kind != LISTEN]
        arrived = [token for token in near if token.node == node.id]
        others = [token for token in near if token.node != node.id]
        if _is_complete(run, first, arrived, others) or (forced and all(token.kind == JOIN for token in others)):
            _take(run, arrived)
            split(run, node, first.parent)
            return True
    return False


def _is_complete(run: Run, first: Token, arrived: list[Token], others: list[Token]) -> bool:
    container = run.compiled.containers[run.compiled.nodes[first.node].parent]
    here = {token.flow for token in arrived}
    full = empty = 0
    for flow in run.compiled.nodes[first.node].incoming:
        if flow.id in here:
            full |= container.reaching[flow.id]
        else:
            empty |= container.reaching[flow.id]
    return not any(run.compiled.nodes[token.node].bit & empty & ~full for token in others)


def _take(run: Run, arrived: list[Token]) -> None:
    """One token of each incoming flow."""
    taken: set[str] = set()
    for token in arrived:
        if token.flow not in taken:
            taken.add(token.flow)
            run.drop(token, JOINED)
