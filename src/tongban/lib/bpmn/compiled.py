"""A model made ready to run: nodes linked to nodes, conditions parsed, reachability worked out. Immutable, cacheable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.lib.bpmn import graph
from tongban.lib.bpmn.errors import ModelRefused
from tongban.lib.bpmn.expressions import Expression, parse_expression
from tongban.lib.bpmn.model import Element, Model, MultiInstance, Process, SequenceFlow
from tongban.lib.bpmn.steps import Step, step_of
from tongban.lib.bpmn.structure import executability

# Kinds of nodes
START, END, TERMINATE, TASK, SERVICE, PASS = "start", "end", "terminate", "task", "service", "pass"
EXCLUSIVE, PARALLEL, INCLUSIVE, SUBPROCESS = "exclusive", "parallel", "inclusive", "subprocess"

_KINDS = {
    "startEvent": START,
    "userTask": TASK,
    "serviceTask": SERVICE,
    "sendTask": SERVICE,
    "businessRuleTask": SERVICE,
    "exclusiveGateway": EXCLUSIVE,
    "parallelGateway": PARALLEL,
    "inclusiveGateway": INCLUSIVE,
    "subProcess": SUBPROCESS,
}


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow between two nodes."""

    id: str
    name: str
    source: "Node"
    target: "Node"
    condition: Expression | None

    def __repr__(self) -> str:
        return f"Flow({self.id})"


@dataclass(frozen=True, slots=True)
class LoopSpec:
    """A multi-instance with its expressions parsed."""

    sequential: bool
    cardinality: Expression | None
    collection: Expression | None
    item: str
    completion: Expression | None
    result: str


@dataclass(slots=True, eq=False)
class Node:
    """A flow node. `parent` is the process or sub-process around it, `start` the start event inside a sub-process.

    `bit` is its place in the masks of its container; `after` and `before` are the nodes of the container downstream and
    upstream when loops are not followed back. `legal` holds for a 法定 step and for a sub-process that contains one.
    """

    id: str
    name: str
    tag: str
    kind: str
    parent: str
    step: Step
    service: str
    lane: str
    outgoing: tuple[Flow, ...] = ()
    incoming: tuple[Flow, ...] = ()
    default: Flow | None = None
    loop: LoopSpec | None = None
    start: "Node | None" = None
    legal: bool = False
    abandoned: bool = False
    bit: int = 0
    after: int = 0
    before: int = 0

    def __repr__(self) -> str:
        return f"Node({self.id})"

    @property
    def label(self) -> str:
        """The node as a message names it."""
        return f"「{self.name}」({self.id})" if self.name else self.id


@dataclass(slots=True, eq=False)
class Container:
    """A process or sub-process as a graph. `successors` follow all flows, `forward` all but the back edges.

    `reaching` gives for each flow into an inclusive join the nodes from which it can be reached without passing that join.
    """

    id: str
    nodes: tuple[Node, ...]
    start: Node
    successors: list[list[int]]
    forward: list[list[int]]
    joins: tuple[Node, ...]
    reaching: Mapping[str, int] = field(default_factory=dict)

    @property
    def legal(self) -> int:
        """Mask of the 法定 nodes."""
        return sum(node.bit for node in self.nodes if node.legal)


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """All processes of a file, by the ids of their elements. `processes` has the executable ones first."""

    nodes: Mapping[str, Node]
    containers: Mapping[str, Container]
    processes: tuple[str, ...]
    names: Mapping[str, str]

    def node(self, element: str) -> Node | None:
        """The node with this id, or None."""
        return self.nodes.get(element)

    def steps(self, process: str) -> list[Node]:
        """The steps of people directly and indirectly in a process, in document order."""
        return [node for node in self.nodes.values() if node.kind == TASK and self.process_of(node) == process]

    def process_of(self, node: Node) -> str:
        """Id of the process that contains the node, however deep."""
        while node.parent in self.nodes:
            node = self.nodes[node.parent]
        return node.parent


def compile_model(model: Model) -> Compiled:
    """Link, parse and index a model. Raises ModelRefused naming the first element that cannot be executed."""
    for finding in executability(model):
        raise ModelRefused(finding.message, element=finding.element, code=finding.rule)
    nodes: dict[str, Node] = {}
    containers: dict[str, Container] = {}
    for process in model.processes:
        own = _nodes(process)
        nodes.update(own)
        for container in _containers(process, own):
            containers[container.id] = container
    _mark_legal(nodes)
    return Compiled(
        nodes=nodes,
        containers=containers,
        processes=tuple(process.id for process in sorted(model.processes, key=lambda process: not process.executable)),
        names={process.id: process.name for process in model.processes},
    )


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
        if node.kind == START and node.parent in nodes:
            nodes[node.parent].start = node
    return nodes


def _node(element: Element) -> Node:
    step = step_of(element)
    return Node(
        id=element.id,
        name=element.name,
        tag=element.tag,
        kind=_kind(element),
        parent=element.parent,
        step=step,
        service=element.tb.get("service", ""),
        lane=element.lane,
        loop=_loop(element.multi) if element.multi else None,
        legal=step.legal,
        abandoned=element.tb.get("abandoned") == "true",
    )


def _kind(element: Element) -> str:
    if element.tag == "endEvent":
        return TERMINATE if ("terminate", "") in element.events else END
    return _KINDS.get(element.tag, PASS)


def _flow(flow: SequenceFlow, nodes: Mapping[str, Node]) -> Flow:
    return Flow(
        id=flow.id,
        name=flow.name,
        source=nodes[flow.source],
        target=nodes[flow.target],
        condition=_parsed(flow.condition or ""),
    )


def _links(process: Process, nodes: Mapping[str, Node]) -> list[Flow]:
    """A link throw event goes on at the catch event of the same name and container (10.4.6), as if by a flow."""
    found = []
    catching = {
        (element.parent, element.events): element.id
        for element in process.elements
        if element.tag == "intermediateCatchEvent"
    }
    for element in process.elements:
        if element.tag == "intermediateThrowEvent" and element.events:
            target = nodes[catching[element.parent, element.events]]
            found.append(Flow(id=element.id, name="", source=nodes[element.id], target=target, condition=None))
    return found


def _parsed(text: str) -> Expression | None:
    return parse_expression(text) if text.strip() else None


def _loop(multi: MultiInstance) -> LoopSpec:
    return LoopSpec(
        sequential=multi.sequential,
        cardinality=_parsed(multi.cardinality),
        collection=_parsed(multi.collection),
        item=multi.item,
        completion=_parsed(multi.completion),
        result=multi.result,
    )


def _containers(process: Process, nodes: Mapping[str, Node]) -> list[Container]:
    inside: dict[str, list[Node]] = {process.id: []}
    for node in nodes.values():
        inside.setdefault(node.parent, []).append(node)
    return [_container(name, tuple(members)) for name, members in inside.items()]


def _container(name: str, nodes: tuple[Node, ...]) -> Container:
    place = {node.id: number for number, node in enumerate(nodes)}
    successors = [[place[flow.target.id] for flow in node.outgoing] for node in nodes]
    start = next(node for node in nodes if node.kind == START)
    forward = graph.without(successors, graph.back_edges(successors, [place[start.id]]))
    after, before = graph.descendants(forward), graph.descendants(graph.reverse(forward))
    for number, node in enumerate(nodes):
        node.bit, node.after, node.before = 1 << number, after[number], before[number]
    joins = tuple(node for node in nodes if node.kind in (PARALLEL, INCLUSIVE) and len(node.incoming) > 1)
    return Container(name, nodes, start, successors, forward, joins, _reaching(joins, successors, place))


def _reaching(joins: tuple[Node, ...], successors: list[list[int]], place: Mapping[str, int]) -> dict[str, int]:
    backwards = graph.reverse(successors)
    return {
        flow.id: graph.reachable(backwards, [place[flow.source.id]], avoiding=place[join.id])
        for join in joins
        if join.kind == INCLUSIVE
        for flow in join.incoming
    }


def _mark_legal(nodes: Mapping[str, Node]) -> None:
    for node in nodes.values():
        parent = nodes.get(node.parent)
        while node.legal and parent is not None and not parent.legal:
            parent.legal = True
            parent = nodes.get(parent.parent)
