"""跳转: from an open step straight to another one of the same process or sub-process, by an administrator. 恢复办理: back into a
process that has ended."""

from collections.abc import Collection

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.activities import begin, listen
from tongban.lib.bpmn.errors import CommandRefused, MoveRefused
from tongban.lib.bpmn.nodes import Compiled, Container, Node
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run, live
from tongban.lib.bpmn.settle import settle
from tongban.lib.bpmn.soundness import sound_from
from tongban.lib.bpmn.state import LISTEN, ROOT, TASK, Change, State, Token


def jump(compiled: Compiled, state: State, token: int, target: str, *, context: Context = NO_CONTEXT) -> Change:
    """Leave an open step without doing it and go to another one.

    Raises MoveRefused when something runs beside it, when the target stands between a split and its join, when a 法定 step
    lies between, or for the step itself; CommandRefused when the step is not open.
    """
    here = live(state, token)
    node, goal = _places(compiled, here, target)
    if here.kind != TASK or here.parked or here.resume:
        raise MoveRefused("这不是可以跳转的环节", element=here.node, code="not-a-step")
    beside = [other for other in state.tokens.values() if other.parent == here.parent and other.kind != LISTEN]
    if len(beside) > 1 or here.nth is not None:
        raise MoveRefused("还有并行的环节在办理，不能跳转", element=here.node, code="beside")
    container = compiled.containers[node.parent]
    _legal(container, node, goal)
    if not sound_from(container, goal):
        raise MoveRefused(f"{goal.label} 在并行的分支中，不能直接跳转到那里", element=goal.id, code="inside-parallel")
    run = Run(compiled, state, context=context)
    run.source = here.id
    run.note("jumped", node.id, here.id, to=goal.id)
    run.cancel(run.tokens[here.id])
    begin(run, goal, here.parent)
    settle(run)
    return run.finish()


def reopen(
    compiled: Compiled, state: State, target: str, done: Collection[str], *, context: Context = NO_CONTEXT
) -> Change:
    """恢复办理: an instance that has ended goes on from one of its steps; what comes after it is done again.

    What was completed before is not taken back any more: the host forgets the undo records.
    `done` are the steps that were done in it: a 法定 step before the target must be among them. Raises CommandRefused for an
    instance that has not ended, MoveRefused as `jump` does.
    """
    if not state.ended:
        raise CommandRefused("流程没有结束，不用恢复办理", code="not-ended")
    goal = compiled.nodes.get(target)
    if goal is None or goal.kind != kinds.TASK or goal.parent != state.process:
        raise MoveRefused(f"没有可以恢复办理的环节 {target}", element=target, code="no-step")
    container = compiled.containers[state.process]
    missed = [node for node in container.nodes if node.legal and node.bit & goal.before and node.id not in done]
    if missed:
        raise MoveRefused(f"还没有办过法定环节 {missed[0].label}", element=goal.id, code="jump-skips-legal")
    if not sound_from(container, goal):
        raise MoveRefused(f"{goal.label} 在并行的分支中，不能直接从那里恢复", element=goal.id, code="inside-parallel")
    run = Run(compiled, state._replace(ended=""), context=context)
    run.note("reopened", goal.id)
    listen(run, container, ROOT)
    begin(run, goal, ROOT)
    settle(run)
    return run.finish()


def _places(compiled: Compiled, here: Token, target: str) -> tuple[Node, Node]:
    node, goal = compiled.nodes[here.node], compiled.nodes.get(target)
    if goal is None or goal.kind not in (kinds.TASK, kinds.SUBPROCESS, kinds.CALL):
        raise MoveRefused(f"没有可以跳转的环节 {target}", element=target, code="no-step")
    if goal is node:
        raise MoveRefused(f"流程已经在 {goal.label}", element=target, code="same-step")
    if goal.parent != node.parent:
        raise MoveRefused(f"{goal.label} 不在同一个流程或子流程中", element=target, code="elsewhere")
    return node, goal


def _legal(container: Container, node: Node, goal: Node) -> None:
    """Forward, no 法定 step may be passed over, the present one included; backward all are done again."""
    if goal.bit & node.before:
        return
    passed = container.legal & (node.bit | node.after) & ~(goal.bit | goal.after)
    if passed:
        name = next(other.label for other in container.nodes if other.bit & passed)
        raise MoveRefused(f"不能跳过法定环节 {name}", element=goal.id, code="jump-skips-legal")
