"""`check`: everything there is to say about a model before it is published."""

from collections.abc import Iterator

from tongban.lib.bpmn import graph
from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.calls import call_findings, waits
from tongban.lib.bpmn.compiled import compile_model
from tongban.lib.bpmn.findings import ERROR, Finding, error, warning
from tongban.lib.bpmn.model import Element, Model
from tongban.lib.bpmn.nodes import Compiled, Container, Node
from tongban.lib.bpmn.soundness import soundness
from tongban.lib.bpmn.steps import mistakes
from tongban.lib.bpmn.structure import PLAYABLE, executability, executed_processes

CHOOSING = (kinds.EXCLUSIVE, kinds.INCLUSIVE)
ENDING = (kinds.END, kinds.TERMINATE, kinds.ERROR, kinds.HANDLER)
PERFORMER = ("assignee", "candidateUsers", "candidateGroups")


def check(model: Model) -> list[Finding]:
    """All findings, errors first. A model may be published when none is an error.

    Not checked: whether roles, forms and services exist (the host knows), and whether conditions exclude each other.
    """
    findings = [*executability(model), *_attributes(model), *_afters(model)]
    if not any(finding.severity == ERROR and finding.rule not in ("attribute", *PLAYABLE) for finding in findings):
        compiled = compile_model(model)
        wanted = {process.id for process in executed_processes(model)}
        for container in compiled.containers.values():
            if compiled.outermost(container.id) in wanted:
                findings += _container(compiled, container)
        findings += call_findings(compiled)
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.severity)


def _attributes(model: Model) -> Iterator[Finding]:
    for process in model.processes:
        if not process.executable:
            yield warning(process.id, "not-executable", f"流程 {process.id} 未标为可执行（isExecutable）")
    for process in executed_processes(model):
        flows = {flow.id: flow for flow in process.flows}
        for element in process.elements:
            yield from _element(element)
            default = element.attributes.get("default")
            if default and (default not in flows or flows[default].source != element.id):
                yield error(element.id, "bad-default", f"{element.label} 的默认分支 {default} 不是从它引出的顺序流")
    for name, what in model.notes:
        yield warning(name, "not-executed", f"{name} 中的 {what} 不会执行")


def _afters(model: Model) -> Iterator[Finding]:
    """tb:after stands on a way out of an exclusive gateway and names 法定 steps of the same process, with another way beside it."""
    for process in model.processes:
        known = {element.id: element for element in process.elements}
        for flow in process.flows:
            wrong = [
                n
                for n in flow.after
                if n not in known or known[n].tb.get("legal") != "true" or known[n].parent != flow.parent
            ]
            if wrong:
                yield error(
                    flow.id,
                    "bad-after",
                    f"顺序流 {flow.label} 的 tb:after 不是同一流程中的法定环节：{'、'.join(wrong)}",
                )
            source = known.get(flow.source)
            if flow.after and source is not None and source.tag != "exclusiveGateway":
                yield error(flow.id, "bad-after", f"顺序流 {flow.label} 的 tb:after 只能写在排他网关之后")
            if flow.after and source is not None and source.attributes.get("default") == flow.id:
                yield error(flow.id, "bad-after", f"顺序流 {flow.label} 是默认出口，不能写 tb:after")


def _element(element: Element) -> Iterator[Finding]:
    for sentence in mistakes(element):
        yield error(element.id, "attribute", f"{element.label}：{sentence}")
    if element.tag == "userTask":
        if not element.name:
            yield warning(element.id, "unnamed", f"环节 {element.id} 没有名称")
        known = element.tb.get("role") or element.tb.get("relation") or element.lane or element.performers
        if not known and not any(element.vendor.get(name) for name in PERFORMER):
            yield warning(element.id, "no-performer", f"环节 {element.label} 没有写明由谁办理")


def _container(compiled: Compiled, container: Container) -> Iterator[Finding]:
    broken = [*_reach(container), *_endless(compiled, container)]
    yield from broken
    for node in container.nodes:
        yield from _choice(node)
    if not any(finding.severity == ERROR for finding in broken):
        yield from soundness(container, outermost=container.id in compiled.processes)


def _reach(container: Container) -> Iterator[Finding]:
    """Elements that nothing reaches, and elements from which no end is reached."""
    ends = [number for number, node in enumerate(container.nodes) if not node.outgoing]
    roots = [node.bit.bit_length() - 1 for node in (*container.starts, *container.handlers)]
    from_start = graph.reachable(container.successors, roots)
    to_end = graph.reachable(graph.reverse(container.successors), ends)
    for node in container.nodes:
        if not node.bit & from_start:
            yield error(node.id, "dead-element", f"{node.label} 永远走不到")
        elif not node.bit & to_end:
            yield error(node.id, "no-way-to-end", f"从 {node.label} 走不到结束")
        elif not node.outgoing and node.kind not in ENDING:
            yield warning(node.id, "implicit-end", f"{node.label} 之后没有顺序流，流程在此结束")


def _endless(compiled: Compiled, container: Container) -> Iterator[Finding]:
    """Loops that no person and no event ever stops: services wait for the host, but the host does not get tired."""
    stops = [waits(compiled, node) for node in container.nodes]
    alone = [
        [] if stops[number] else [end for end in ends if not stops[end]]
        for number, ends in enumerate(container.successors)
    ]
    for _, entry in sorted(graph.back_edges(alone, [])):
        node = container.nodes[entry]
        yield error(node.id, "endless-loop", f"{node.label} 所在的循环没有人参与，会永远转下去")


def _choice(node: Node) -> Iterator[Finding]:
    several = len(node.outgoing) > 1
    conditions = [flow for flow in node.outgoing if flow.condition is not None and flow is not node.default]
    bare = [flow for flow in node.outgoing if flow.condition is None and flow is not node.default]
    if node.kind in (kinds.PARALLEL, kinds.GATE) or not several:
        for flow in conditions:
            yield warning(flow.id, "useless-condition", f"顺序流 {flow.id} 的条件不起分支作用")
        return
    if node.kind == kinds.EXCLUSIVE:
        for flow in bare:
            yield error(
                flow.id, "missing-condition", f"{node.label} 的分支 {flow.name or flow.id} 没有条件，也不是默认分支"
            )
    if node.default is not None and node.default.condition is not None:
        yield warning(node.default.id, "useless-condition", f"{node.label} 的默认分支带有条件，条件不会判断")
    if any(flow.sure for flow in conditions):
        return
    if node.default is None and conditions and not (bare and node.kind not in CHOOSING[:1]):
        yield error(node.id, "missing-default", f"{node.label} 没有默认分支，条件都不成立时流程会停住")
