"""Leaving an element: by which of its sequence flows (BPMN 2.0.2, 13.3.1 and 13.4)."""

from typing import Any

from tongban.lib.bpmn.errors import NoWayOut
from tongban.lib.bpmn.nodes import Flow, Node
from tongban.lib.bpmn.run import Run


def leave(run: Run, node: Node, parent: int) -> None:
    """Go on from a node by all its flows whose condition holds; by the default flow when none does (13.3.1)."""
    outgoing = node.outgoing
    if len(outgoing) == 1 and outgoing[0].condition is None:
        run.go(outgoing[0], parent)
    elif outgoing:
        for flow in _chosen(run, node, parent):
            run.go(flow, parent)
    else:
        run.touched.add(parent)


def _chosen(run: Run, node: Node, parent: int) -> list[Flow]:
    conditions = [flow.condition for flow in node.outgoing if flow.condition is not None and flow is not node.default]
    if not conditions and node.default is None:
        return list(node.outgoing)
    run.at = parent
    taken = [
        flow
        for flow in node.outgoing
        if flow is not node.default and (flow.condition is None or flow.condition.holds(run.look))
    ]
    taken = taken or ([node.default] if node.default else [])
    because = run.because(conditions)
    if not taken:
        raise no_way_out(node, because)
    run.note("branch", node.id, flows=[flow.id for flow in taken], because=because)
    return taken


def no_way_out(node: Node, because: dict[str, Any]) -> NoWayOut:
    """The error for a gateway where nothing holds."""
    values = "，".join(f"{name}={value!r}" for name, value in because.items())
    return NoWayOut(f"{node.label} 没有一个条件成立，也没有默认分支，不能继续（{values}）", element=node.id)
