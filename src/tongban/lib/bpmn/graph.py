"""Graphs of one process or sub-process: back edges, order, reachability. Nodes are small integers, sets are bit masks."""

from collections.abc import Iterable, Sequence

Edges = Sequence[Sequence[int]]


def back_edges(successors: Edges, roots: Iterable[int]) -> set[tuple[int, int]]:
    """Edges that close a cycle, found depth first from the roots in the given order, then from nodes not reached yet.

    In a reducible graph (every loop has one entry) these are exactly the edges back to a loop's entry.
    """
    state = [0] * len(successors)
    found: set[tuple[int, int]] = set()
    for root in (*roots, *range(len(successors))):
        if state[root]:
            continue
        state[root] = 1
        stack = [(root, iter(successors[root]))]
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                stack.pop()
            elif state[following] == 0:
                state[following] = 1
                stack.append((following, iter(successors[following])))
            elif state[following] == 1:
                found.add((node, following))
    return found


def without(successors: Edges, removed: set[tuple[int, int]]) -> list[list[int]]:
    """The graph without some edges."""
    return [[end for end in ends if (start, end) not in removed] for start, ends in enumerate(successors)]


def reverse(successors: Edges) -> list[list[int]]:
    """The same edges the other way round."""
    predecessors: list[list[int]] = [[] for _ in successors]
    for start, ends in enumerate(successors):
        for end in ends:
            predecessors[end].append(start)
    return predecessors


def topological(successors: Edges) -> list[int]:
    """Nodes of an acyclic graph, each before its successors."""
    open_ends = [len(ends) for ends in reverse(successors)]
    ready = [node for node, count in enumerate(open_ends) if not count]
    order: list[int] = []
    while ready:
        node = ready.pop()
        order.append(node)
        for end in successors[node]:
            open_ends[end] -= 1
            if not open_ends[end]:
                ready.append(end)
    return order


def descendants(successors: Edges) -> list[int]:
    """For each node of an acyclic graph the mask of nodes after it, itself excluded."""
    masks = [0] * len(successors)
    for node in reversed(topological(successors)):
        for end in successors[node]:
            masks[node] |= masks[end] | 1 << end
    return masks


def reachable(successors: Edges, roots: Iterable[int], avoiding: int = -1) -> int:
    """Mask of the nodes reachable from the roots, themselves included, on paths without the avoided node."""
    seen = 0
    stack = [root for root in roots if root != avoiding]
    while stack:
        node = stack.pop()
        if seen >> node & 1:
            continue
        seen |= 1 << node
        stack.extend(end for end in successors[node] if end != avoiding and not seen >> end & 1)
    return seen
