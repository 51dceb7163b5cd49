"""Soundness of one process or sub-process: gateways that do not match, and 法定 steps that could be skipped.

All runs are explored on an abstract level: every choice is possible, a multi-instance is one step. Tokens move in an
order that no earlier element overtakes, so two tokens that can meet at a merge do meet; runs that differ only in the
order of concurrent steps are not told apart. That keeps the number of markings small; beyond MAX_MARKINGS the check gives up
and says so. An event that interrupts an activity is a way out of it; one that does not is a run of its own beside the others.
"""

from collections.abc import Iterator
from itertools import combinations

from tongban.lib.bpmn import graph
from tongban.lib.bpmn import nodes as kinds
from tongban.lib.bpmn.findings import Finding, error, warning
from tongban.lib.bpmn.nodes import Container, Flow, Node

MAX_MARKINGS = 20_000
MAX_SUBSETS = 6

Marking = frozenset[str]  # ids of the flows that hold a token
Place = tuple[Marking, int]  # with the mask of 法定 steps done so far; GIVEN_UP once they are no longer asked for
GIVEN_UP = -1


def soundness(container: Container, *, outermost: bool) -> list[Finding]:
    """Findings of a container in which every element is reached and reaches an end."""
    return _Exploration(container, outermost=outermost).findings()


def sound_from(container: Container, node: Node) -> bool:
    """Would a process that stands at this node alone run on without waiting for ever or doing steps twice?"""
    if not node.incoming:
        return True
    first = frozenset({node.incoming[0].id})
    return not _Exploration(container, outermost=False).findings([(first, GIVEN_UP)])


class _Exploration:
    def __init__(self, container: Container, *, outermost: bool) -> None:
        self.container = container
        self.outermost = outermost
        order = graph.topological(container.forward)
        self.rank = {container.nodes[number].id: rank for rank, number in enumerate(order)}
        self.flows = {flow.id: flow for node in container.nodes for flow in (*node.outgoing, *_interruptions(node))}
        self.legal = container.legal
        self.found: dict[Finding, None] = {}

    def findings(self, places: list[Place] | None = None) -> list[Finding]:
        """From the starts, or from these places."""
        stack = places or self._beginnings()
        if places is None:
            self._overtaken()
        seen = set(stack)
        while stack:
            for place in self._next(*stack.pop()):
                if place not in seen:
                    seen.add(place)
                    stack.append(place)
            if len(seen) > MAX_MARKINGS:
                name = self.container.id
                return [*self.found, warning(name, "too-complex", f"{name} 的分支过多，网关配对未能全部检查")]
        return list(self.found)

    def _beginnings(self) -> list[Place]:
        places: list[Place] = [
            (frozenset(flow.id for flow in way), 0) for start in self.container.starts for way in _ways(start)
        ]
        places += [
            (frozenset(flow.id for flow in way), GIVEN_UP)
            for node in self.container.nodes
            if node.kind == kinds.BOUNDARY and not node.interrupting
            for way in _ways(node)
        ]
        return places

    def _report(self, node: Node, rule: str, message: str) -> None:
        self.found[error(node.id, rule, message)] = None

    def _next(self, marking: Marking, done: int) -> Iterator[Place]:
        if not marking:
            self._finished(done)
            return
        targets = {self.flows[flow].target.id: self.flows[flow].target for flow in marking}
        waiting = []
        for node in sorted(targets.values(), key=lambda node: self.rank[node.id]):
            arrived = frozenset(flow for flow in marking if self.flows[flow].target is node)
            if node.kind == kinds.PARALLEL and len(arrived) < len(node.incoming):
                waiting.append(node)
                continue
            yield from self._fire(node, arrived, marking, done)
            return
        for node in waiting:
            self._report(node, "gateway-mismatch", f"{node.label} 要等的分支可能永远不来（分支网关与汇合网关不配对）")

    def _fire(self, node: Node, arrived: Marking, marking: Marking, done: int) -> Iterator[Place]:
        if len(arrived) > 1 and node.kind not in (kinds.PARALLEL, kinds.INCLUSIVE, kinds.END):
            self._doubled(node)
        if node.kind in (kinds.TERMINATE, kinds.ERROR):
            inner_error = node.kind == kinds.ERROR and not self.outermost
            yield frozenset(), GIVEN_UP if inner_error else self._after(node, done)
            return
        rest = marking - arrived
        for flow in _interruptions(node):
            yield rest | {flow.id}, done
        for flows in _ways(node):
            if not self._possible(flows, done):
                continue
            for flow in flows:
                if flow.id in rest:
                    self._doubled(flow.target)
            yield rest | {flow.id for flow in flows}, self._after(node, done)

    def _possible(self, flows: tuple[Flow, ...], done: int) -> bool:
        """A flow that asks for 法定 steps (tb:after) is not taken before they were done."""
        asked = {name for flow in flows for name in flow.after}
        return done == GIVEN_UP or all(done & node.bit for node in self.container.nodes if node.id in asked)

    def _after(self, node: Node, done: int) -> int:
        if done == GIVEN_UP or (node.abandoned and self.outermost):
            return GIVEN_UP
        return done | node.bit if node.legal and not _may_be_empty(node) else done

    def _doubled(self, node: Node) -> None:
        self._report(node, "gateway-mismatch", f"并行的分支在 {node.label} 处未经汇合就合并，其后的环节会办两遍")

    def _finished(self, done: int) -> None:
        for node in self.container.nodes:
            if done != GIVEN_UP and node.bit & self.legal & ~done:
                self._skippable(node)

    def _overtaken(self) -> None:
        """A terminate end may come before 法定 steps that run beside it, an event sub-process before any."""
        for end in self.container.nodes:
            if self._breaks_off(end):
                for node in self.container.nodes:
                    if node.legal and not node.bit & end.before:
                        self._skippable(node)

        for handler in self.container.handlers:
            if handler.start is not None and handler.start.interrupting and not handler.abandoned:
                for node in self.container.nodes:
                    if node.legal:
                        self._skippable(node)

    def _breaks_off(self, end: Node) -> bool:
        if end.kind == kinds.ERROR:
            return self.outermost
        return end.kind == kinds.TERMINATE and not (end.abandoned and self.outermost)

    def _skippable(self, node: Node) -> None:
        self._report(node, "legal-skippable", f"法定环节 {node.label} 可能被跳过：有不经过它就能结束的走法")


def _may_be_empty(node: Node) -> bool:
    """Can a multi-instance have no instance at all? Only a plain number from 1 up cannot."""
    if node.loop is None:
        return False
    if node.loop.again:
        return node.loop.test_before
    number = (
        node.loop.cardinality.evaluate(lambda name: None)
        if node.loop.cardinality and not node.loop.collection
        else None
    )
    return not isinstance(number, int) or number < 1


def _interruptions(node: Node) -> list[Flow]:
    """The ways out of an activity by events that interrupt it, as if by sequence flows."""
    return [Flow(event.id, "", node, event, None) for event in node.boundaries if event.interrupting]


def _ways(node: Node) -> list[tuple[Flow, ...]]:
    """The sets of flows by which a token can leave a node."""
    if node.kind in (kinds.EXCLUSIVE, kinds.GATE):
        return [(flow,) for flow in node.outgoing] or [()]
    asked = [flow for flow in node.outgoing if flow is not node.default]
    free = [flow for flow in asked if flow.condition is not None and not flow.sure]
    always = tuple(flow for flow in asked if flow.condition is None or flow.sure)
    if node.kind == kinds.PARALLEL or (not free and node.default is None):
        return [node.outgoing]
    sizes = range(1, len(free) + 1) if len(free) <= MAX_SUBSETS else (1, 2, len(free))
    ways = [(*always, *chosen) for size in sizes for chosen in combinations(free, size)]
    if always:
        return [always, *ways]
    return [*ways, *([(node.default,)] if node.default else [])]
