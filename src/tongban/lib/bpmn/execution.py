"""Commands: a state in, a change out. Pure: the state given is never altered, and a refused command changes nothing."""

from collections.abc import Mapping

from tongban.lib.bpmn.activities import begin, instance_done, listen
from tongban.lib.bpmn.errors import CommandRefused
from tongban.lib.bpmn.functions import Value
from tongban.lib.bpmn.nodes import Compiled
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run, live
from tongban.lib.bpmn.settle import settle
from tongban.lib.bpmn.state import COMPLETED, ROOT, SERVICE, TASK, Change, State, Token, Undo


def start(
    compiled: Compiled,
    process: str = "",
    *,
    variables: Mapping[str, Value] | None = None,
    at: str = "",
    context: Context = NO_CONTEXT,
) -> Change:
    """Start an instance of a process (the file's first by default) and run to the first steps that wait.

    `at` names the start event when the process has several, the plain one by default. Raises CommandRefused for an unknown
    process or start event, NoWayOut and Runaway as `complete` does.
    """
    name = process or compiled.processes[0]
    if name not in compiled.processes:
        raise CommandRefused(f"没有流程 {name}", element=name, code="no-process")
    run = Run(compiled, State(name, {}, {}), context=context)
    run.variables.update(variables or {})
    run.note("started", name)
    container = compiled.containers[name]
    where = next((node for node in container.starts if node.id == at), None) if at else container.start
    if where is None:
        raise CommandRefused(f"流程 {name} 没有开始事件 {at}", element=at, code="no-start")
    listen(run, container, ROOT)
    begin(run, where, ROOT)
    settle(run)
    return run.finish()


def complete(
    compiled: Compiled,
    state: State,
    token: int,
    *,
    outcome: Mapping[str, Value] | None = None,
    variables: Mapping[str, Value] | None = None,
    context: Context = NO_CONTEXT,
) -> Change:
    """Complete an open step (or a service task that waits) and run on.

    `outcome` is seen first by the conditions met on the way and then forgotten, except `decision`, which the multi-instance
    around the step counts; `variables` are set on the process. Raises CommandRefused when the step is not open, NoWayOut when
    a gateway has no way on, Runaway for a loop without a person; the state is then as before.
    """
    done = live(state, token)
    if done.kind not in (TASK, SERVICE):
        raise CommandRefused("这不是可以办理的环节", element=done.node, code="not-a-step")
    if done.parked:
        raise CommandRefused("这一环节已退回他人修改，待其直送后再办理", element=done.node, code="parked")
    run = _prepared(compiled, state, done, context)
    run.outcome = outcome or {}
    run.store(variables or {}, done.parent)
    decision = run.outcome.get("decision")
    run.decision = decision if isinstance(decision, str) else ""
    run.note("completed", done.node, done.id, **({"decision": run.decision} if run.decision else {}))
    if done.resume:
        _resume(run, done)
    else:
        instance_done(run, compiled.nodes[done.node], done)
    settle(run)
    return run.finish(undo_of(run, done))


def _prepared(compiled: Compiled, state: State, done: Token, context: Context) -> Run:
    run = Run(compiled, state, context=context)
    run.source = done.id
    run.via = done.node if done.kind == TASK else done.via
    return run


def _resume(run: Run, detour: Token) -> None:
    """Direct re-submission: the step that sent the matter back is open again, as it was."""
    run.drop(detour, COMPLETED)
    returner = run.tokens[detour.resume]._replace(parked=False)
    run.put(returner)
    run.note("resumed", returner.node, returner.id)


def undo_of(run: Run, done: Token) -> Undo:
    """What `withdraw` will need to take this command back."""
    woken = (done.resume,) if done.resume else ()
    return Undo(
        token=done,
        restore=tuple(run.before[number] for number in (*woken, *run.removed) if number != done.id),
        made=(*run.created, *woken),
        counted=tuple((body, times, decision) for body, (times, decision) in run.counted.items() if body in run.tokens),
        services=tuple(run.services),
    )
