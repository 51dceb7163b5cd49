"""A model made ready to run: nodes linked to nodes, conditions parsed, reachability worked out. Immutable, cacheable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.lib.bpmn.expressions import Expression
from tongban.lib.bpmn.model import FormField
from tongban.lib.bpmn.steps import Step

# Kinds of nodes
START, END, TERMINATE, TASK, SERVICE, PASS = "start", "end", "terminate", "task", "service", "pass"
EXCLUSIVE, PARALLEL, INCLUSIVE, SUBPROCESS = "exclusive", "parallel", "inclusive", "subprocess"

CALL, HANDLER = "call", "handler"  # call activity, event sub-process
CATCH, THROW, GATE, BOUNDARY, ERROR = "catch", "throw", "gate", "boundary", "error"

Pairs = tuple[tuple[str, Expression | None], ...]


@dataclass(frozen=True, slots=True)
class EventSpec:
    """What an event waits for or throws. `names` are all the names it goes by: the message's own and its id.

    A timer has its kind and text, and an expression instead of a text that is one.
    """

    kind: str
    name: str = ""
    names: frozenset[str] = frozenset()
    timer: str = ""
    text: str = ""
    expression: Expression | None = None


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow between two nodes; `way` and `after` as in the model."""

    id: str
    name: str
    source: "Node"
    target: "Node"
    condition: Expression | None
    way: str = ""
    after: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Flow({self.id})"

    @property
    def sure(self) -> bool:
        """Does the condition hold whatever the data?"""
        condition = self.condition
        return condition is not None and not condition.names and condition.holds(lambda name: None)


@dataclass(frozen=True, slots=True)
class LoopSpec:
    """A multi-instance with its expressions parsed; or a standard loop: `again` while `condition`, at most `maximum` times."""

    sequential: bool
    cardinality: Expression | None = None
    collection: Expression | None = None
    item: str = ""
    completion: Expression | None = None
    result: str = ""
    again: bool = False
    test_before: bool = False
    condition: Expression | None = None
    maximum: int = 0


@dataclass(slots=True, eq=False)
class Node:
    """A flow node. `parent` is the process or sub-process around it, `start` the start event inside a sub-process.

    `event` is what an event or a receive task is about; `boundaries` are the events on an activity, `attached` the activity of
    such an event, which interrupts it or not. `called` is the process that a call activity calls, with how variables pass.

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
    event: EventSpec | None = None
    interrupting: bool = True
    attached: "Node | None" = None
    boundaries: tuple["Node", ...] = ()
    called: str = ""
    inputs: Pairs = ()
    outputs: Pairs = ()
    fields: tuple[FormField, ...] = ()
    start: "Node | None" = None
    legal: bool = False
    abandoned: bool = False
    bit: int = 0
    after: int = 0
    before: int = 0

    def __repr__(self) -> str:
        return f"Node({self.id})"

    @property
    def mapped(self) -> bool:
        """Does a call activity keep its variables apart from the caller's?"""
        return bool(self.inputs or self.outputs)

    @property
    def label(self) -> str:
        """The node as a message names it."""
        return f"「{self.name}」({self.id})" if self.name else self.id


@dataclass(slots=True, eq=False)
class Container:
    """A process or sub-process as a graph. `successors` follow all flows and lead from an activity to the events on it;
    `forward` is the same without back edges. `start` is the start event without a condition, else the first of `starts`;
    `handlers` are the event sub-processes.

    `reaching` gives for each flow into an inclusive join the nodes from which it can be reached without passing that join.
    """

    id: str
    nodes: tuple[Node, ...]
    start: Node
    starts: tuple[Node, ...]
    handlers: tuple[Node, ...]
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

    def inside(self, node: Node) -> Container:
        """What runs inside a sub-process or a call activity."""
        return self.containers[node.called or node.id]

    def process_of(self, node: Node) -> str:
        """Id of the process that contains the node, however deep."""
        return self.outermost(node.parent)

    def outermost(self, container: str) -> str:
        """Id of the process that a container is, or is in."""
        while container in self.nodes:
            container = self.nodes[container].parent
        return container
