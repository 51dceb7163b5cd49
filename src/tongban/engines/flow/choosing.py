"""What a step decides for the steps after it: what its host offers, and the free choice of 办理方式 and 办理人 (tb:way).

A step whose only way out is an exclusive gateway with tb:way on its flows lets people choose among these ways; one that asks for
法定 steps (tb:after) is offered once they have been done and still count. Where the way leads to a step that somebody named by
the variable `handler` does (tb:relation="field:handler"), he is chosen too.
"""

from collections.abc import Callable
from datetime import datetime

from tongban.engines.flow.contracts import Choice, Later, Option
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.who import circle
from tongban.lib import bpmn

WAY, HANDLER = "way", "handler"


def choices_of(work: Work, at: datetime, instance: Instance | None = None) -> list[Choice]:
    """Everything that the step decides, as its page and its completion have it."""
    host = hosts[work.subject_kind]
    instance = instance or instance_with(work)
    offered = host.choices(work.subject, work.element, at)
    ways = ways_of(instance, work.element)
    return [*offered, *_free(work, ways, compiled(instance.definition), at)] if ways else offered


def instance_with(work: Work) -> Instance:
    """The instance of a step with its process. Kept at the step, so that a page asks once."""
    if "instance" not in work._state.fields_cache:
        rows = Instance.objects.select_related("definition").defer("definition__source")
        work.instance = rows.get(pk=work.instance_id)
    return work.instance


def ways_of(instance: Instance, element: str) -> dict[str, bpmn.Flow]:
    """The ways that may be chosen after a step now, by their name."""
    node = compiled(instance.definition).nodes[element]
    gate = node.outgoing[0].target if len(node.outgoing) == 1 else None
    flows = [flow for flow in gate.outgoing if flow.way] if gate is not None else []
    done = legal_done(instance) if any(flow.after for flow in flows) else frozenset()
    return {flow.way: flow for flow in flows if set(flow.after) <= done}


def missing_handler(instance: Instance, element: str, chosen: dict[str, object]) -> dict[str, str]:
    """What is wrong with the way that was chosen: nobody was named for the step that it leads to."""
    flow = ways_of(instance, element).get(str(chosen.get(WAY)))
    if flow is None or not _named(flow) or chosen.get(HANDLER):
        return {}
    return {HANDLER: f"请选择由谁{flow.name or flow.target.name}。"}


def legal_done(instance: Instance) -> frozenset[str]:
    """The steps that were done for good: done last of all their rounds, and nothing was returned or jumped over since."""
    last: dict[str, Work] = {}
    back = None
    for work in Work.objects.filter(instance=instance).order_by("pk").only("element", "state", "done_at", "decision"):
        last[work.element] = work
        if work.state == Work.RETURNED or (work.state == Work.TRANSFERRED and work.decision == "jump"):
            back = max(filter(None, (back, work.done_at)))
    return frozenset(
        name for name, work in last.items()
        if work.state == Work.DONE and work.done_at is not None and (back is None or work.done_at > back)
    )  # fmt: skip


def done_of(instance: Instance) -> Callable[[], frozenset[str]]:
    """The same, looked for once the process asks."""
    return lambda: legal_done(instance)


def _free(work: Work, ways: dict[str, bpmn.Flow], model: bpmn.Compiled, at: datetime) -> list[Choice]:
    gate = model.nodes[work.element].outgoing[0].target
    options = [Option(way, flow.name or flow.target.name) for way, flow in ways.items()]
    node = model.nodes[work.element]
    back = f"不选时：{gate.default.name or gate.default.target.name}。" if gate.default is not None else ""
    again = gate.default is None or gate.default.target is node
    way = Choice(WAY, "办理方式", options, required=again, hint="" if again else back, words=True)
    if not any(_named(flow) for flow in ways.values()):
        return [way]

    def people() -> list[Option]:
        unit_id = hosts[work.subject_kind].describe(work.subject).unit_id
        return [Option(str(h.person_id), f"{h.name} · {h.post_title}", h.unit_name) for h in circle(unit_id, at=at)]

    return [way, Choice(HANDLER, "办理人", Later(people), hint="办理方式要指定人时选择。")]


def _named(flow: bpmn.Flow) -> bool:
    return flow.target.step.relation == f"field:{HANDLER}"
