"""Moves against the stream: return (退回), with or without direct re-submission (退回后直送), and withdrawal (撤回)."""

from collections.abc import Collection

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.activities import begin, inherited_item, open_scope
from tongban.lib.bpmn.errors import CommandRefused, MoveRefused
from tongban.lib.bpmn.execution import undo_of
from tongban.lib.bpmn.nodes import Compiled
from tongban.lib.bpmn.planning import Plan, check_direct, plan_return, root_of
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run, live
from tongban.lib.bpmn.settle import settle
from tongban.lib.bpmn.state import JOIN, TASK, Change, State, Token, Undo


def return_to(
    compiled: Compiled,
    state: State,
    token: int,
    target: str,
    *,
    direct: bool = False,
    context: Context = NO_CONTEXT,
) -> Change:
    """Send the matter from an open step back to an earlier one.

    Everything downstream of the target is withdrawn and will be done again; but with `direct` the step waits as it is
    (nothing else is touched), and completing the target wakes it (退回后直送). Raises MoveRefused when the truth table says no
    (`code` is its row), CommandRefused when the step is not open. That the target was done before is for the host to check.
    """
    sender = _open_task(state, token)
    run = Run(compiled, state, context=context)
    run.source = sender.id
    if direct:
        node, scope = check_direct(compiled, state, sender, target)
        run.note("returned", sender.node, sender.id, to=target, direct=direct)
        run.put(sender._replace(parked=True))
        detour = run.add(node, TASK, sender.parent, resume=sender.id, item=inherited_item(run, scope))
        run.note("opened", node.id, detour.id)
        return run.finish(Undo(token=sender, made=(detour.id,)))
    plan = plan_return(compiled, state, sender, target)
    run.note("returned", sender.node, sender.id, to=target, direct=direct)
    _carry_out(run, plan)
    settle(run)
    return run.finish(undo_of(run, sender))


def _open_task(state: State, token: int) -> Token:
    sender = live(state, token)
    if sender.kind != TASK or sender.parked:
        raise CommandRefused("这不是可以办理的环节", element=sender.node, code="not-a-step")
    return sender


def _carry_out(run: Run, plan: Plan) -> None:
    for token in plan.cancel:
        if token.id in run.tokens:
            run.cancel(token)
    scopes = [plan.scope]
    for node in plan.path[:-1]:
        scopes.append(open_scope(run, node, scopes[-1]).id)
    for depth, flow in plan.done:
        run.add(flow.target, JOIN, scopes[depth], flow=flow.id)
    begin(run, plan.path[-1], scopes[-1])


def return_targets(
    compiled: Compiled, state: State, token: int, done: Collection[str], *, direct: bool = False
) -> list[str]:
    """Of the steps done so far, those this step can be sent back to, in the order of the model."""
    sender = _open_task(state, token)
    plan = check_direct if direct else plan_return
    found = []
    for name in compiled.nodes:
        if name in done:
            try:
                plan(compiled, state, sender, name)
            except MoveRefused:
                continue
            found.append(name)
    return found


def previous_steps(compiled: Compiled, state: State, token: int, done: Collection[str]) -> list[str]:
    """Where 退回上一环节 leads: the step the token came from, else the nearest earlier ones that were done.

    More than one only where branches met; then the person chooses.
    """
    sender = root_of(state, _open_task(state, token))
    targets = return_targets(compiled, state, token, done)
    if sender.via in targets:
        return [sender.via]
    nodes = [compiled.nodes[name] for name in targets]
    return [
        node.id for node in nodes if not any(node.bit & other.before and node.parent == other.parent for other in nodes)
    ]


def first_step(compiled: Compiled, process: str) -> str:
    """The drafter's step: the first step of a person after the start. '' when paths part before one."""
    node = compiled.containers[process].start
    seen = set()
    while node.kind != kinds.TASK:
        if node.id in seen or len(node.outgoing) != 1:
            return ""
        seen.add(node.id)
        inside = node.start
        node = inside if inside is not None else node.outgoing[0].target
    return node.id


def withdraw(compiled: Compiled, state: State, undo: Undo, *, context: Context = NO_CONTEXT) -> Change:
    """Take back a completion or return (撤回), as long as nobody has acted on what it led to.

    The step is open again under its old number, with all that its completion had consumed. Process variables stay as they
    are. Raises MoveRefused when someone has acted since, CommandRefused when the instance has ended.
    """
    if state.ended:
        raise CommandRefused("流程已经结束，不能撤回", code="instance-ended")
    _untouched(state, undo)
    run = Run(compiled, state, context=context)
    run.note("withdrawn", undo.token.node, undo.token.id)
    kept = {token.id for token in undo.restore}
    for number in undo.made:
        if number in run.tokens and number not in kept:
            run.cancel(run.tokens[number])
    for token in (undo.token, *undo.restore):
        run.revive(token)
    for body, times, decision in undo.counted:
        _discount(run, body, times, decision)
    settle(run)
    return run.finish()


def _untouched(state: State, undo: Undo) -> None:
    again = state.tokens.get(undo.token.id)
    if again is not None and not again.parked:
        raise MoveRefused("这一步没有办理，不用撤回", element=undo.token.node, code="open-again")
    made = [state.tokens.get(number) for number in undo.made]
    restored = {undo.token.id, *(token.id for token in undo.restore)}
    bodies = [body for body, _, _ in undo.counted]
    parents = [token.parent for token in (undo.token, *undo.restore) if token.parent and token.parent not in restored]
    for token in made:
        if token is None or token.parked or token.fired or (token.loop is not None and token.loop.completed):
            raise MoveRefused("后续环节已经办理，不能撤回", element=undo.token.node, code="acted-since")
    if any(number not in state.tokens for number in (*bodies, *parents)):
        raise MoveRefused("后续环节已经办理，不能撤回", element=undo.token.node, code="acted-since")


def _discount(run: Run, body: int, times: int, decision: str) -> None:
    token = run.tokens[body]
    assert token.loop is not None
    decisions = dict(token.loop.decisions)
    if decision:
        decisions[decision] -= 1
    left = tuple((name, count) for name, count in sorted(decisions.items()) if count)
    run.put(token._replace(loop=token.loop._replace(completed=token.loop.completed - times, decisions=left)))
