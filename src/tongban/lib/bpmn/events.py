"""Events: what is waited for, what happens when it comes, what is thrown (BPMN 2.0.2, 10.5 and 13.5)."""

from collections.abc import Iterator, Mapping

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.activities import begin, instance_done, open_scope
from tongban.lib.bpmn.errors import CommandRefused
from tongban.lib.bpmn.flows import leave
from tongban.lib.bpmn.nodes import Compiled, EventSpec, Node
from tongban.lib.bpmn.run import Run
from tongban.lib.bpmn.state import CLOSED, COMPLETED, LISTEN, LOOP, ROOT, WAIT, Token
from tongban.lib.bpmn.timers import Timer, TimerError, parse_timer


def armed(compiled: Compiled, tokens: Mapping[int, Token]) -> Iterator[tuple[Token, Node]]:
    """Every event that is waited for, with the token that waits: those in the flow first, then those on the side."""
    waiting = sorted(token for token in tokens.values() if token.kind in (WAIT, LISTEN))
    for token in sorted(waiting, key=lambda token: token.kind == LISTEN):
        node = compiled.nodes[token.node]
        if node.kind == kinds.GATE:
            for flow in node.outgoing:
                yield token, flow.target
        else:
            yield token, node


def timer_of(run: Run, event: EventSpec, at: int, element: str) -> Timer:
    """The time of a timer event as seen from a token. Raises CommandRefused when a variable in it is no time."""
    text = event.text if event.expression is None else run.value(event.expression, at)
    try:
        return parse_timer(event.timer, text if isinstance(text, str) else "")
    except TimerError as wrong:
        raise CommandRefused(f"{element} 的时间有误：{wrong.message}", element=element, code=wrong.code) from wrong


# An event comes


def fire(run: Run, token: Token, event: Node) -> None:
    """The event that a token waits for has come."""
    run.note("fired", event.id, token.id)
    if event.kind == kinds.BOUNDARY:
        _leave_activity(run, token, event)
    elif event.kind == kinds.START:
        _start_handler(run, token, event)
    elif run.compiled.nodes[token.node].kind == kinds.GATE:
        run.drop(token, COMPLETED)
        leave(run, event, token.parent)
    else:
        instance_done(run, event, token)


def _leave_activity(run: Run, token: Token, event: Node) -> None:
    """An event on an activity: the way on begins at it, and what it interrupts is over."""
    holder = run.tokens[token.parent]
    if event.interrupting:
        _interrupt(run, holder)
    else:
        _keep_listening(run, token, event)
    leave(run, event, holder.parent)


def _interrupt(run: Run, holder: Token) -> None:
    """An activity is over without being done, and with it the detours that were to come back to it."""
    for token in list(run.tokens.values()):
        if token.resume and token.id in run.tokens and _comes_back_to(run, token, holder):
            run.cancel(token)
    run.cancel(holder)
    run.forget(holder.id)


def _comes_back_to(run: Run, token: Token, holder: Token) -> bool:
    while token.resume and token.resume in run.tokens:
        token = run.tokens[token.resume]
    return token.id == holder.id


def _start_handler(run: Run, token: Token, event: Node) -> None:
    """An event sub-process starts in its scope; one that interrupts ends everything else there (10.3.5.1)."""
    handler, scope = run.compiled.nodes[event.parent], token.parent
    if event.interrupting:
        for child in run.children(scope):
            if run.compiled.nodes[child.node].kind != kinds.BOUNDARY:
                run.cancel(child)
        run.forget(scope)
    else:
        _keep_listening(run, token, event)
    begin(run, event, open_scope(run, handler, scope).id)


def _keep_listening(run: Run, token: Token, event: Node) -> None:
    """Messages and signals may come again, timers as often as their repetition says."""
    assert event.event is not None
    times = 0
    if event.event.kind == "timer":
        times = 1
    if event.event.kind == "timer" and event.event.text:
        times = timer_of(run, event.event, token.parent, event.id).times
    if times and token.fired + 1 >= times:
        run.drop(token, CLOSED)
    else:
        run.put(token._replace(fired=token.fired + 1))


# Something is thrown


def deliver(run: Run) -> bool:
    """One signal thrown by this very command, once nothing moves by itself: so the order of branches does not matter."""
    if not run.signals:
        return False
    broadcast(run, run.signals.popleft())
    return True


def broadcast(run: Run, names: frozenset[str]) -> int:
    """Everybody in the instance who waits for the signal hears it. How many there were."""
    heard = 0
    for token, event in list(armed(run.compiled, run.tokens)):
        if token.id in run.tokens and event.event and event.event.kind == "signal" and event.event.names & names:
            fire(run, run.tokens[token.id], event)
            heard += 1
    return heard


def throw_error(run: Run, names: frozenset[str], scope: int) -> bool:
    """Look outward from a scope for who catches an error (10.5.6); False when nobody does."""
    while True:
        caught = _catcher(run, names, scope, kinds.START)
        if caught is None and scope == ROOT:
            return False
        if caught is None:
            caught = catcher_of(run, names, run.tokens[scope])
            scope = _holder(run, run.tokens[scope]).parent
        if caught is not None:
            fire(run, *caught)
            return True


def catcher_of(run: Run, names: frozenset[str], token: Token) -> tuple[Token, Node] | None:
    """The event on the activity of this token that catches the error."""
    return _catcher(run, names, _holder(run, token).id, kinds.BOUNDARY)


def _holder(run: Run, token: Token) -> Token:
    """The token that carries the events on an activity: the loop around its instances."""
    around = run.tokens.get(token.parent)
    return around if around is not None and around.kind == LOOP else token


def _catcher(run: Run, names: frozenset[str], place: int, kind: str) -> tuple[Token, Node] | None:
    """Who listens there for this error; one that names it comes before one that catches all."""
    found = []
    for token in run.children(place):
        node = run.compiled.nodes[token.node]
        if token.kind == LISTEN and node.kind == kind and node.event is not None and node.event.kind == "error":
            found.append((token, node))
    named = [pair for pair in found if pair[1].event and pair[1].event.names & names]
    return next(iter(named or [pair for pair in found if pair[1].event and not pair[1].event.names]), None)
