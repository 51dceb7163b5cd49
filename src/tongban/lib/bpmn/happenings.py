"""Commands that come from outside the steps of people: an event fires, a message or signal arrives, a service fails."""

from collections.abc import Mapping

from tongban.lib.bpmn.elements import fail
from tongban.lib.bpmn.errors import CommandRefused
from tongban.lib.bpmn.events import armed, broadcast, catcher_of, fire, throw_error, timer_of
from tongban.lib.bpmn.functions import Value
from tongban.lib.bpmn.nodes import Compiled, Node
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run, live
from tongban.lib.bpmn.settle import settle
from tongban.lib.bpmn.state import ROOT, SERVICE, TASK, WAIT, Change, State, Token
from tongban.lib.bpmn.timers import Timer


def trigger(
    compiled: Compiled,
    state: State,
    token: int,
    event: str = "",
    *,
    variables: Mapping[str, Value] | None = None,
    context: Context = NO_CONTEXT,
) -> Change:
    """The event that a token waits for has come: a timer is due. `event` chooses behind an event-based gateway.

    Raises CommandRefused when the token does not wait for it (any more).
    """
    found = live(state, token)
    for waiting, node in armed(compiled, {token: found}):
        if event in ("", node.id):
            return _happened(Run(compiled, state, context=context), waiting, node, variables)
    raise CommandRefused("现在没有等待这个事件", element=event or found.node, code="not-waiting")


def send_message(
    compiled: Compiled,
    state: State,
    name: str,
    *,
    variables: Mapping[str, Value] | None = None,
    context: Context = NO_CONTEXT,
) -> Change:
    """A message arrives, by its name or id. One receiver gets it: the one in the flow that has waited longest, else one beside it.

    Raises CommandRefused when nobody waits for it.
    """
    _running(state)
    for token, node in armed(compiled, state.tokens):
        if node.event is not None and node.event.kind == "message" and name in node.event.names:
            return _happened(Run(compiled, state, context=context), token, node, variables)
    raise CommandRefused(f"现在没有等待消息 {name}", code="not-waiting")


def send_signal(
    compiled: Compiled,
    state: State,
    name: str,
    *,
    variables: Mapping[str, Value] | None = None,
    context: Context = NO_CONTEXT,
) -> Change:
    """A signal arrives: everybody who waits for it hears it. Raises CommandRefused when nobody does."""
    _running(state)
    run = Run(compiled, state, context=context)
    run.store(variables or {}, ROOT)
    if not broadcast(run, frozenset({name})):
        raise CommandRefused(f"现在没有等待信号 {name}", code="not-waiting")
    settle(run)
    return run.finish()


def fail_step(compiled: Compiled, state: State, token: int, code: str = "", *, context: Context = NO_CONTEXT) -> Change:
    """An activity ends with an error: a boundary event on it catches, else whoever is around, else the instance has failed.

    `code` is the error's code or id; '' is caught only by who catches all.
    """
    found = live(state, token)
    if found.kind not in (TASK, SERVICE, WAIT):
        raise CommandRefused("这不是可以办理的环节", element=found.node, code="not-a-step")
    run = Run(compiled, state, context=context)
    run.source, run.via = found.id, found.via
    run.note("error", found.node, found.id, code=code)
    names = frozenset({code} - {""})
    caught = catcher_of(run, names, found)
    if caught is not None:
        fire(run, *caught)
    elif not throw_error(run, names, found.parent):
        fail(run)
    settle(run)
    return run.finish()


def timers(
    compiled: Compiled, state: State, tokens: list[Token], *, context: Context = NO_CONTEXT
) -> list[tuple[Token, Node, Timer]]:
    """The timers that these tokens wait for, with their times, for a host that keeps a clock."""
    run = Run(compiled, state, context=context)
    return [
        (token, node, timer_of(run, node.event, token.parent, node.id))
        for token, node in armed(compiled, {token.id: token for token in tokens})
        if node.event is not None and node.event.kind == "timer"
    ]


def _happened(run: Run, token: Token, event: Node, variables: Mapping[str, Value] | None) -> Change:
    run.source, run.via = token.id, token.via
    run.store(variables or {}, token.parent)
    fire(run, run.tokens[token.id], event)
    settle(run)
    return run.finish()


def _running(state: State) -> None:
    if state.ended:
        raise CommandRefused("流程已经结束，不能再办理", code="instance-ended")
