"""Simulation: a process is played on paper with chosen answers, to see the way it takes and who would get each step.

Nothing is written. The steps are those of `lib.bpmn.Player`; the people are those of the day, as `who.assign` finds them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.engines.flow import who
from tongban.engines.flow.contracts import Subject
from tongban.foundation.organization.api import Holder
from tongban.kernel.references import Reference
from tongban.lib import bpmn

MOST = 200  # commands of one simulation


@dataclass(frozen=True, slots=True)
class Step:
    """An open step: who would get it; its place among open steps of the same element."""

    element: str
    name: str
    people: str
    legal: bool
    decisions: tuple[str, ...]
    nth: int | None


@dataclass(frozen=True, slots=True)
class Played:
    """Where the simulation stands. `way` are the elements passed, in order; `waits` the events that may come; `fault` is what the
    last command met, which then did nothing."""

    steps: list[Step]
    waits: list[tuple[str, str]]
    way: list[str]
    ended: str
    fault: str


def play(
    model: bpmn.Compiled, commands: Sequence[Mapping[str, Any]], *, values: Mapping[str, Any], drafter: Holder | None, at: datetime
) -> Played:  # fmt: skip
    """Begin with these values and carry out the commands one by one, up to the first that meets a fault.

    BpmnError when the process does not even begin.
    """
    player = bpmn.Player(model, variables=values)
    fault = ""
    for command in commands[:MOST]:
        fault = player.do({**command, "variables": values} if "complete" in command else command).get("error", "")
        if fault:
            break
    subject = subject_of(drafter) if drafter is not None else None
    steps = [_step(model, token, player.state, subject, at) for token in bpmn.open_tasks(player.state)]
    waits = {node.id: node.name or node.id for _, node in bpmn.armed(model, player.state.tokens)}
    passed = [
        event.element
        for change in player.changes
        for event in change.events
        if event.kind in ("completed", "passed", "fired")
    ]
    return Played(steps, sorted(waits.items()), passed, player.state.ended, fault)


def subject_of(drafter: Holder) -> Subject:
    """A matter that this person would have drafted."""
    people = {"drafter": drafter.person_id}
    return Subject(Reference("simulation", 0), "试走", "试走", drafter.organ_id, drafter.unit_id, people=people)


def _step(model: bpmn.Compiled, token: bpmn.Token, state: bpmn.State, subject: Subject | None, at: datetime) -> Step:
    node = model.nodes[token.node]
    return Step(
        node.id,
        node.name or node.id,
        _people(node, token, state, subject, at),
        node.legal,
        node.step.decisions,
        token.nth,
    )


def _people(node: bpmn.Node, token: bpmn.Token, state: bpmn.State, subject: Subject | None, at: datetime) -> str:
    """Who would get the step, in words; what the process says when nobody fits."""
    if subject is None:
        return ""
    asked = who.Asked(
        role=node.step.role, relation=node.step.relation, subject=subject, variables=state.variables,
        item=_item(token, state), at=at,
    )  # fmt: skip
    return who.assign(asked).names or {"block": "无人可办，流程停在上一步", "skip": "无人可办，跳过这一步"}.get(
        node.step.fallback, "无人可办，交公文管理员"
    )


def _item(token: bpmn.Token, state: bpmn.State) -> Any:
    around: bpmn.Token | None = token
    while around is not None and around.nth is None:
        around = state.tokens.get(around.parent)
    return around.item if around is not None else None


def asked_names(model: bpmn.Compiled) -> dict[str, str]:
    """The names whose values decide where a process goes: name → "value", "person" (a step's tb:relation) or "list"."""
    found: dict[str, str] = {}
    for node in model.nodes.values():
        if node.step.relation.startswith("field:"):
            found[node.step.relation[6:]] = "person"
        if node.loop is not None and node.loop.collection is not None:
            found |= dict.fromkeys(sorted(node.loop.collection.names), "list")
        for flow in node.outgoing:
            if flow.condition is not None:
                found |= {name: "value" for name in sorted(flow.condition.names) if name not in found}
    return {name: kind for name, kind in found.items() if name not in ("decision", "loopCounter")}
