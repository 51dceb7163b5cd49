"""Rules that follow calls from process to process: who ever waits, and errors that nobody catches."""

from collections.abc import Iterator

from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.findings import Finding, error, warning
from tongban.lib.bpmn.nodes import Compiled, Node

STOPS = (kinds.TASK, kinds.CATCH, kinds.GATE)


def waits(compiled: Compiled, node: Node, calling: frozenset[str] = frozenset()) -> bool:
    """Does a person, or an event, hold the token here, at this element or somewhere inside it?"""
    if node.kind in (kinds.SUBPROCESS, kinds.CALL):
        inside = compiled.inside(node)
        if inside.id in calling:
            return False
        return any(waits(compiled, inner, calling | {inside.id}) for inner in inside.nodes)
    return node.kind in STOPS


def call_findings(compiled: Compiled) -> Iterator[Finding]:
    """Processes that call themselves, and errors that are thrown for nobody."""
    for node in compiled.nodes.values():
        if node.kind == kinds.CALL and _comes_back(compiled, node):
            if waits(compiled, node):
                yield warning(node.id, "recursive-call", f"{node.label} 调用的流程又调用到它自己")
            else:
                yield error(
                    node.id, "endless-loop", f"{node.label} 调用的流程又调用到它自己，其中没有人参与，会永远转下去"
                )
        if node.kind == kinds.ERROR and not _caught(compiled, node, node.parent, frozenset()):
            yield warning(node.id, "uncaught-error", f"{node.label} 抛出的错误没有捕获，流程会在此异常结束")


def _comes_back(compiled: Compiled, node: Node) -> bool:
    """Does what is called lead to the process that calls?"""
    home, seen, pending = compiled.process_of(node), set(), [node.called]
    while pending:
        name = pending.pop()
        if name == home:
            return True
        if name not in seen:
            seen.add(name)
            pending += [
                other.called for other in compiled.nodes.values() if other.called and compiled.process_of(other) == name
            ]
    return False


def _caught(compiled: Compiled, thrown: Node, scope: str, seen: frozenset[str]) -> bool:
    """Does somebody around catch the error, by whatever way the scope was entered?"""
    if scope in seen:
        return True
    container = compiled.containers[scope]
    if any(_catches(handler.start, thrown) for handler in container.handlers if handler.id != thrown.parent):
        return True
    around = compiled.nodes.get(scope)
    callers = [around] if around is not None else [node for node in compiled.nodes.values() if node.called == scope]
    return bool(callers) and all(
        any(_catches(event, thrown) for event in caller.boundaries)
        or _caught(compiled, thrown, caller.parent, seen | {scope})
        for caller in callers
    )


def _catches(event: Node | None, thrown: Node) -> bool:
    if event is None or event.event is None or thrown.event is None or event.event.kind != "error":
        return False
    return not event.event.names or bool(event.event.names & thrown.event.names)
