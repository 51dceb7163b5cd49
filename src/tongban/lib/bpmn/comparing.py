"""What is different between two versions of a model: steps and lines that came, went or say something else."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.lib.bpmn.model import Element, Model, SequenceFlow

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """An element of one version or of both. `words` has for each thing that is said otherwise what it was and what it is."""

    element: str
    name: str
    what: str
    words: Mapping[str, tuple[str, str]]


def differences(before: Model, after: Model) -> list[Difference]:
    """Removed ones first, then what came and changed in the order of the newer file. Where an element is drawn does not count."""
    old, new = _said(before), _said(after)
    gone = [Difference(name, said.get("name", ""), REMOVED, {}) for name, said in old.items() if name not in new]
    return gone + [found for name, said in new.items() if (found := _compared(name, old.get(name), said)) is not None]


def _compared(element: str, was: Mapping[str, str] | None, now: Mapping[str, str]) -> Difference | None:
    if was is None:
        return Difference(element, now.get("name", ""), ADDED, {})
    words = {
        key: (was.get(key, ""), now.get(key, "")) for key in {**was, **now} if was.get(key, "") != now.get(key, "")
    }
    return Difference(element, now.get("name", ""), CHANGED, words) if words else None


def _said(model: Model) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for process in model.processes:
        found |= {element.id: _of_element(element) for element in process.elements}
        found |= {flow.id: _of_flow(flow) for flow in process.flows}
    return found


def _of_element(element: Element) -> dict[str, str]:
    events = "；".join(" ".join(part for part in event if part) for event in element.events)
    said = {
        "kind": element.tag,
        "name": element.name,
        "default": element.attributes.get("default", ""),
        "event": events,
    }
    said |= {"loop": _of_loop(element), "called": element.called.process if element.called else ""}
    said |= {f"tb:{name}": value for name, value in element.tb.items()}
    return said | {f"vendor:{name}": value for name, value in element.vendor.items()}


def _of_loop(element: Element) -> str:
    """A multi-instance or loop in one line."""
    if element.multi is not None:
        multi = element.multi
        how = "sequential" if multi.sequential else "parallel"
        return " ".join(
            part for part in (how, multi.collection or multi.cardinality, multi.item, multi.completion) if part
        )
    return f"again {element.again.condition} {element.again.maximum}" if element.again is not None else ""


def _of_flow(flow: SequenceFlow) -> dict[str, str]:
    return {
        "kind": "sequenceFlow",
        "name": flow.name,
        "from": flow.source,
        "to": flow.target,
        "condition": flow.condition or "",
    }
