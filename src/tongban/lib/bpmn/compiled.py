"""`Model` → `Compiled`: link nodes, parse conditions, work out reachability."""

from collections.abc import Iterable, Mapping

from tongban.lib.bpmn import graph
from tongban.lib.bpmn.errors import ExpressionError, ModelRefused
from tongban.lib.bpmn.expressions import Expression, parse_expression
from tongban.lib.bpmn.findings import Finding
from tongban.lib.bpmn.model import Element, Model, Process, SequenceFlow
from tongban.lib.bpmn.nodes import (
    BOUNDARY,
    CALL,
    CATCH,
    END,
    ERROR,
    EXCLUSIVE,
    GATE,
    HANDLER,
    INCLUSIVE,
    PARALLEL,
    PASS,
    SERVICE,
    START,
    SUBPROCESS,
    TASK,
    TERMINATE,
    THROW,
    Compiled,
    Container,
    EventSpec,
    Flow,
    LoopSpec,
    Node,
    Pairs,
)  # fmt: skip
from tongban.lib.bpmn.steps import step_of
from tongban.lib.bpmn.structure import PLAYABLE, executed_processes, file_findings, process_findings

LINKING = ("intermediateThrowEvent", "intermediateCatchEvent")
_KINDS = {
    "startEvent": START, "userTask": TASK, "serviceTask": SERVICE, "sendTask": SERVICE, "businessRuleTask": SERVICE,
    "receiveTask": CATCH, "intermediateCatchEvent": CATCH, "intermediateThrowEvent": THROW, "boundaryEvent": BOUNDARY,
    "exclusiveGateway": EXCLUSIVE, "parallelGateway": PARALLEL, "inclusiveGateway": INCLUSIVE, "eventBasedGateway": GATE,
    "subProcess": SUBPROCESS, "callActivity": CALL,
}  # fmt: skip


def compile_model(model: Model) -> Compiled:
    """Link, parse and index a model. Raises ModelRefused naming the first element that cannot be linked or entered.

    What `check` refuses beyond that (a script with text) is compiled: a play passes it. A process that is neither marked
    executable nor called is left out when it cannot be executed: it is often somebody else's, drawn beside ours.
    """
    _refuse(file_findings(model))
    wanted = {process.id for process in executed_processes(model)}
    nodes: dict[str, Node] = {}
    containers: dict[str, Container] = {}
    kept = []
    for process in model.processes:
        try:
            _refuse(process_findings(model, process))
        except ModelRefused:
            if process.id in wanted:
                raise
            continue
        own = _nodes(process)
        nodes.update(own)
        containers.update((container.id, container) for container in _containers(process, own))
        kept.append(process)
    _mark_legal(nodes)
    return Compiled(
        nodes=nodes,
        containers=containers,
        processes=tuple(process.id for process in sorted(kept, key=lambda process: not process.executable)),
        names={process.id: process.name for process in kept},
    )


def _refuse(findings: Iterable[Finding]) -> None:
    for finding in findings:
        if finding.rule not in PLAYABLE:
            raise ModelRefused(finding.message, element=finding.element, code=finding.rule)


def _nodes(process: Process) -> dict[str, Node]:
    nodes = {element.id: _node(element) for element in process.elements}
    flows = [_flow(flow, nodes) for flow in process.flows]
    flows += _links(process, nodes)
    for flow in flows:
        flow.source.outgoing += (flow,)
        flow.target.incoming += (flow,)
    for element in process.elements:
        node = nodes[element.id]
        named = element.attributes.get("default")
        node.default = next((flow for flow in node.outgoing if flow.id == named), None)
        if node.kind == BOUNDARY:
            node.attached = nodes[element.attributes["attachedToRef"]]
            node.attached.boundaries += (node,)
        if node.kind == START and node.parent in nodes:
            nodes[node.parent].start = node
    return nodes


def _node(element: Element) -> Node:
    step = step_of(element)
    called = element.called
    return Node(
        id=element.id,
        name=element.name,
        tag=element.tag,
        kind=_kind(element),
        parent=element.parent,
        step=step,
        service=element.tb.get("service", ""),
        lane=element.lane,
        loop=_loop(element),
        event=_event(element),
        interrupting=_interrupting(element),
        called=called.process if called else "",
        inputs=_pairs(called.inputs) if called else (),
        outputs=_pairs(called.outputs) if called else (),
        fields=element.fields,
        legal=step.legal,
        abandoned=element.tb.get("abandoned") == "true",
    )


def _kind(element: Element) -> str:
    events = {event.kind for event in element.events}
    if element.tag == "endEvent":
        return TERMINATE if "terminate" in events else ERROR if "error" in events else END
    if element.tag == "subProcess" and element.attributes.get("triggeredByEvent") == "true":
        return HANDLER
    if element.tag in LINKING and "link" in events:
        return PASS
    return _KINDS.get(element.tag, PASS)


def _event(element: Element) -> EventSpec | None:
    if element.events:
        found = element.events[0]
        expression = _time(found.text)
        names = frozenset(name for name in (found.name, found.reference) if name)
        return EventSpec(found.kind, found.name, names, found.timer, found.text, expression)
    if element.tag == "receiveTask":  # it names no message: its own name will do
        return EventSpec("message", element.name or element.id, frozenset({element.name, element.id} - {""}))
    return None


def _time(text: str) -> Expression | None:
    """The expression that gives a time, if it is one. One that does not parse is found by `check`; a play does without."""
    try:
        return parse_expression(text) if text[:2] in ("${", "#{") else None
    except ExpressionError:
        return None


def _interrupting(element: Element) -> bool:
    """Boundary events say cancelActivity, start events of event sub-processes isInterrupting; errors always interrupt."""
    if any(event.kind == "error" for event in element.events):
        return True
    return "false" not in (element.attributes.get("cancelActivity"), element.attributes.get("isInterrupting"))


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Pairs:
    return tuple((target, _parsed(expression)) for target, expression in pairs)


def _flow(flow: SequenceFlow, nodes: Mapping[str, Node]) -> Flow:
    return Flow(
        id=flow.id,
        name=flow.name,
        source=nodes[flow.source],
        target=nodes[flow.target],
        condition=_parsed(flow.condition or ""),
        way=flow.way,
        after=flow.after,
    )


def _links(process: Process, nodes: Mapping[str, Node]) -> list[Flow]:
    """A link throw event goes on at the catch event of the same name and container (10.4.6), as if by a flow."""
    found = []
    catching = {
        (element.parent, element.events): element.id
        for element in process.elements
        if element.tag == "intermediateCatchEvent" and element.events[0].kind == "link"
    }
    for element in process.elements:
        if element.tag == "intermediateThrowEvent" and element.events and element.events[0].kind == "link":
            target = nodes[catching[element.parent, element.events]]
            found.append(Flow(id=element.id, name="", source=nodes[element.id], target=target, condition=None))
    return found


def _parsed(text: str) -> Expression | None:
    return parse_expression(text) if text.strip() else None


def _loop(element: Element) -> LoopSpec | None:
    multi, again = element.multi, element.again
    if multi is not None:
        return LoopSpec(
            sequential=multi.sequential,
            cardinality=_parsed(multi.cardinality),
            collection=_parsed(multi.collection),
            item=multi.item,
            completion=_parsed(multi.completion),
            result=multi.result,
        )
    if again is not None:
        return LoopSpec(
            sequential=True,
            again=True,
            test_before=again.test_before,
            condition=_parsed(again.condition),
            maximum=int(again.maximum or 0),
        )
    return None


def _containers(process: Process, nodes: Mapping[str, Node]) -> list[Container]:
    inside: dict[str, list[Node]] = {process.id: []}
    for node in nodes.values():
        inside.setdefault(node.parent, []).append(node)
    return [_container(name, tuple(members)) for name, members in inside.items()]


def _container(name: str, nodes: tuple[Node, ...]) -> Container:
    place = {node.id: number for number, node in enumerate(nodes)}
    successors = [
        [place[flow.target.id] for flow in node.outgoing] + [place[event.id] for event in node.boundaries]
        for node in nodes
    ]
    starts = tuple(node for node in nodes if node.kind == START)
    start = next((node for node in starts if node.event is None), starts[0])
    forward = graph.without(successors, graph.back_edges(successors, [place[node.id] for node in starts]))
    after, before = graph.descendants(forward), graph.descendants(graph.reverse(forward))
    for number, node in enumerate(nodes):
        node.bit, node.after, node.before = 1 << number, after[number], before[number]
    joins = tuple(node for node in nodes if node.kind in (PARALLEL, INCLUSIVE) and len(node.incoming) > 1)
    handlers = tuple(node for node in nodes if node.kind == HANDLER)
    reaching = _reaching(joins, successors, place)
    return Container(name, nodes, start, starts, handlers, successors, forward, joins, reaching)


def _reaching(joins: tuple[Node, ...], successors: list[list[int]], place: Mapping[str, int]) -> dict[str, int]:
    backwards = graph.reverse(successors)
    return {
        flow.id: graph.reachable(backwards, [place[flow.source.id]], avoiding=place[join.id])
        for join in joins
        if join.kind == INCLUSIVE
        for flow in join.incoming
    }


def _mark_legal(nodes: Mapping[str, Node]) -> None:
    """What contains a 法定 step, or calls a process that does, is 法定 itself."""
    pending = [node for node in nodes.values() if node.legal]
    calls: dict[str, list[Node]] = {}
    for node in nodes.values():
        calls.setdefault(node.called, []).append(node)
    while pending:
        around = pending.pop().parent
        for parent in calls.get(around, []) if around not in nodes else [nodes[around]]:
            if not parent.legal:
                parent.legal = True
                pending.append(parent)
