"""Soundness of one process or sub-process: gateways that do not match, and 法定 steps that could be skipped.

All runs are explored on an abstract level: every choice is possible, a multi-instance is one step. Tokens move in an
order that no earlier element overtakes, so two tokens that can meet at a merge do meet; runs that differ only in the
order of concurrent steps are not told apart. That keeps the number of markings small; beyond MAX_MARKINGS the check gives up
and says so.
"""

from collections.abc import Iterator
from itertools import combinations

from tongban.lib.bpmn import compiled as kinds
from tongban.lib.bpmn import graph
from tongban.lib.bpmn.compiled import Container, Flow, Node
from tongban.lib.bpmn.findings import Finding, error, warning

MAX_MARKINGS = 20_000
MAX_SUBSETS = 6

Marking = frozenset[str]  # ids of the flows that hold a token
Place = tuple[Marking, int]  # with the mask of 法定 steps done so far; -1 once the matter was given up


def soundness(container: Container, *, outermost: bool) -> list[Finding]:
    """Findings of a container in which every element is reached and reaches an end."""
    return _Exploration(container, outermost=outermost).findings()


class _Exploration:
    def __init__(self, container: Container, *, outermost: bool) -> None:
        self.container = container
        self.outermost = outermost
        order = graph.topological(container.forward)
        self.rank = {container.nodes[number].id: rank for rank, number in enumerate(order)}
        self.flows = {flow.id: flow for node in container.nodes for flow in node.outgoing}
        self.legal = container.legal
        self.found: dict[Finding, None] = {}

    def findings(self) -> list[Finding]:
        self._overtaken()
        first: Place = (frozenset(flow.id for flow in self.container.start.outgoing), 0)
        seen, stack = {first}, [first]
        while stack:
            for place in self._next(*stack.pop()):
                if place not in seen:
                    seen.add(place)
                    stack.append(place)
            if len(seen) > MAX_MARKINGS:
                name = self.container.id
                return [*self.found, warning(name, "too-complex", f"{name} 的分支过多，网关配对未能全部检查")]
        return list(self.found)

    def _report(self, node: Node, rule: str, message: str) -> None:
        self.found[error(node.id, rule, message)] = None

    def _next(self, marking: Marking, done: int) -> Iterator[Place]:
        if not marking:
            self._finished(done)
            return
        targets = {self.flows[flow].target.id: self.flows[flow].target for flow in marking}
        waiting = []
        for node in sorted(targets.values(), key=lambda node: self.rank[node.id]):
            arrived = frozenset(flow.id for flow in node.incoming) & marking
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
        if node.kind == kinds.TERMINATE:
            yield frozenset(), self._after(node, done)
            return
        rest = marking - arrived
        for flows in _ways(node):
            for flow in flows:
                if flow.id in rest:
                    self._doubled(flow.target)
            yield rest | {flow.id for flow in flows}, self._after(node, done)

    def _after(self, node: Node, done: int) -> int:
        if done == -1 or (node.abandoned and self.outermost):
            return -1
        return done | node.bit if node.legal and not _may_be_empty(node) else done

    def _doubled(self, node: Node) -> None:
        self._report(node, "gateway-mismatch", f"并行的分支在 {node.label} 处未经汇合就合并，其后的环节会办两遍")

    def _finished(self, done: int) -> None:
        for node in self.container.nodes:
            if done != -1 and node.bit & self.legal & ~done:
                self._skippable(node)

    def _overtaken(self) -> None:
        """A terminate end may come before 法定 steps that run beside it."""
        for end in self.container.nodes:
            if end.kind == kinds.TERMINATE and not (end.abandoned and self.outermost):
                for node in self.container.nodes:
                    if node.legal and not node.bit & end.before:
                        self._skippable(node)

    def _skippable(self, node: Node) -> None:
        self._report(node, "legal-skippable", f"法定环节 {node.label} 可能被跳过：有不经过它就能结束的走法")


def _may_be_empty(node: Node) -> bool:
    """Can a multi-instance have no instance at all? Only a plain number from 1 up cannot."""
    if node.loop is None:
        return False
    number = (
        node.loop.cardinality.evaluate(lambda name: None)
        if node.loop.cardinality and not node.loop.collection
        else None
    )
    return not isinstance(number, int) or number < 1


def _ways(node: Node) -> list[tuple[Flow, ...]]:
    """The sets of flows by which a token can leave a node."""
    if node.kind == kinds.EXCLUSIVE:
        return [(flow,) for flow in node.outgoing] or [()]
    free = [flow for flow in node.outgoing if flow.condition is not None and flow is not node.default]
    always = tuple(flow for flow in node.outgoing if flow.condition is None and flow is not node.default)
    if node.kind == kinds.PARALLEL or (not free and node.default is None):
        return [node.outgoing]
    sizes = range(1, len(free) + 1) if len(free) <= MAX_SUBSETS else (1, 2, len(free))
    ways = [(*always, *chosen) for size in sizes for chosen in combinations(free, size)]
    if always:
        return [always, *ways]
    return [*ways, *([(node.default,)] if node.default else [])]
