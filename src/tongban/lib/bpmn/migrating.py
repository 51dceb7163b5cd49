"""Migration: a running instance stands in another version of its model from now on, at the places that correspond.

Refused rather than guessed: whatever waits for an event keeps that event, gateways that hold tokens stay as they were, and a
法定 step that the new version puts before where the instance stands must have been done.
"""

from collections.abc import Collection, Mapping

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.errors import MoveRefused
from tongban.lib.bpmn.nodes import Compiled, Container, Node
from tongban.lib.bpmn.run import NO_CONTEXT, Context, Run
from tongban.lib.bpmn.soundness import sound_from
from tongban.lib.bpmn.state import CLOSED, JOIN, LISTEN, LOOP, ROOT, SCOPE, WAIT, Change, Removed, State, Token


def proposed(old: Compiled, new: Compiled) -> dict[str, str]:
    """For each step of people the corresponding one: the same id, else the only step of the same name; "" where there is none."""
    names: dict[str, list[str]] = {}
    for node in new.nodes.values():
        if node.kind == kinds.TASK:
            names.setdefault(node.name, []).append(node.id)
    found = {}
    for node in old.nodes.values():
        if node.kind == kinds.TASK:
            same = names.get(node.name, []) if node.name else []
            kept = node.id in new.nodes and new.nodes[node.id].kind == kinds.TASK
            found[node.id] = node.id if kept else same[0] if len(same) == 1 else ""
    return found


def migrate(
    old: Compiled, new: Compiled, state: State, mapping: Mapping[str, str], *, done: Collection[str] = (),
    context: Context = NO_CONTEXT,
) -> Change:  # fmt: skip
    """The same instance in the new version. `mapping` names the new element of an old one, by default that of the same id.

    `done` are the old elements that somebody has done. Raises MoveRefused with the element for a place that does not correspond,
    for parallel branches that are drawn otherwise, and for a 法定 step that would be left out. Nothing is opened or completed.
    """
    moved = _Migration(old, new, state, mapping)
    run = Run(new, state._replace(process=new.processes[0]), context=context)
    for token in sorted(state.tokens.values()):
        if token.kind != LISTEN:
            run.put(moved.token(token))
    moved.same_branches()
    moved.legal_steps({moved.name(element) for element in done})
    _listen_anew(run, moved)
    run.note("migrated", run.process)
    return run.finish()


class _Migration:
    def __init__(self, old: Compiled, new: Compiled, state: State, mapping: Mapping[str, str]) -> None:
        self.old, self.new, self.state, self.mapping = old, new, state, mapping

    def name(self, element: str) -> str:
        return self.mapping.get(element, element)

    def token(self, token: Token) -> Token:
        was, name = self.old.nodes[token.node], self.name(token.node)
        node = self.new.nodes.get(name)
        if node is None:
            raise MoveRefused(f"新版中没有与 {was.label} 对应的环节", element=was.id, code="no-counterpart")
        if not _alike(was, node, token) or node.parent != self._around(token, node):
            raise MoveRefused(f"{was.label} 与新版的 {node.label} 不是同一种环节", element=was.id, code="unlike")
        return token._replace(node=name, via=self.name(token.via) if token.via else "")

    def _around(self, token: Token, node: Node) -> str:
        """The container in which the counterpart must stand."""
        parent = self.state.tokens.get(token.parent)
        if parent is None:
            return self.new.processes[0]
        if parent.kind == LOOP:
            return node.parent if self.name(parent.node) == node.id else ""
        holder = self.new.nodes.get(self.name(parent.node))
        return self.new.inside(holder).id if holder is not None and parent.kind == SCOPE else ""

    def same_branches(self) -> None:
        """Where several tokens stand side by side, splits and joins are the same; one alone may stand where it can go on."""
        for scope in {token.parent for token in self.state.tokens.values()}:
            beside = [t for t in self.state.tokens.values() if t.parent == scope and t.kind != LISTEN]
            holder = self.state.tokens.get(scope)
            if not beside or (holder is not None and holder.kind == LOOP):
                continue
            before, after = self._containers(beside[0])
            if len(beside) > 1 and _gateways(before) != _gateways(after):
                raise MoveRefused(
                    "新版改动了并行的分支，正在并行办理的不能迁移", element=beside[0].node, code="branches"
                )
            goal = self.new.nodes[self.name(beside[0].node)]
            if len(beside) == 1 and not sound_from(after, goal):
                raise MoveRefused(f"{goal.label} 在新版的并行分支中，不能迁移到那里", element=goal.id, code="branches")

    def _containers(self, token: Token) -> tuple[Container, Container]:
        was, node = self.old.nodes[token.node], self.new.nodes[self.name(token.node)]
        return self.old.containers[was.parent], self.new.containers[node.parent]

    def legal_steps(self, done: Collection[str]) -> None:
        """What the new version wants before the places where the instance stands, and would never be done."""
        for token in self.state.tokens.values():
            if token.kind == LISTEN:
                continue
            goal = self.new.nodes[self.name(token.node)]
            for node in self.new.containers[goal.parent].nodes:
                missing = node.legal and node.kind == kinds.TASK and node.id not in done
                if missing and node.after & goal.bit and not goal.after & node.bit:
                    raise MoveRefused(
                        f"法定环节 {node.label} 在新版中先于 {goal.label}，还没有办理", element=node.id, code="legal"
                    )


def _alike(was: Node, node: Node, token: Token) -> bool:
    """Whether a token of the one may stand at the other."""
    if was.kind != node.kind or (was.loop is None) != (node.loop is None) or was.service != node.service:
        return False
    if was.loop is not None and node.loop is not None and was.loop.sequential != node.loop.sequential:
        return False
    if token.kind == JOIN:
        return token.flow in {flow.id for flow in node.incoming}
    return token.kind != WAIT or (was.id == node.id and was.event == node.event and _targets(was) == _targets(node))


def _targets(node: Node) -> list[str]:
    return [flow.target.id for flow in node.outgoing] if node.kind == kinds.GATE else []


def _gateways(container: Container) -> set[tuple[str, str, str]]:
    """Splits and joins with their flows."""
    split = [node for node in container.nodes if node.kind in (kinds.PARALLEL, kinds.INCLUSIVE)]
    return {(node.id, node.kind, flow.id) for node in split for flow in (*node.incoming, *node.outgoing)}


def _listen_anew(run: Run, moved: _Migration) -> None:
    """Events on activities: those that stayed go on waiting, with their timers; the others are put up or taken down."""
    for token in sorted(run.before.values()):
        if token.kind == LISTEN and not _stays(moved, token):
            del run.tokens[token.id]
            run.removed[token.id] = Removed(token, CLOSED)
    there = {(token.parent, token.node) for token in run.tokens.values() if token.kind == LISTEN}
    for holder in sorted(token for token in run.tokens.values() if token.kind != LISTEN):
        node = run.compiled.nodes[holder.node]
        inside = run.compiled.inside(node).handlers if holder.kind == SCOPE else ()
        boundaries = node.boundaries if holder.kind == LOOP or node.loop is None else ()
        _put_up(run, [*boundaries, *(run.compiled.inside(handler).start for handler in inside)], holder.id, there)
    _put_up(run, [run.compiled.inside(h).start for h in run.compiled.containers[run.process].handlers], ROOT, there)


def _stays(moved: _Migration, token: Token) -> bool:
    was, node = moved.old.nodes[token.node], moved.new.nodes.get(token.node)
    if node is None or was.event != node.event or was.kind != node.kind or was.interrupting != node.interrupting:
        return False
    held, holds = was.attached, node.attached
    return holds is None if held is None else holds is not None and moved.name(held.id) == holds.id


def _put_up(run: Run, events: Collection[Node], holder: int, there: Collection[tuple[int, str]]) -> None:
    for event in events:
        if (holder, event.id) not in there:
            run.add(event, LISTEN, holder)
