"""What a new version means for what is running: the steps that people have open in each older version, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from tongban.engines.flow import definitions
from tongban.engines.flow.models import Definition, Instance, Work
from tongban.lib import bpmn

GONE, ROLE, FORM, KEPT = "gone", "role", "form", "kept"


@dataclass(frozen=True, slots=True)
class Standing:
    """So many open steps of one name in one running version. `fate`: gone, or its role or form is another, or kept."""

    version: int
    element: str
    step: str
    many: int
    fate: str
    to: str = ""


def standing(key: str, source: bytes) -> list[Standing]:
    """Where the running instances of a process stand, compared with a source that may become its next version. Two statements
    and one a version for what is compiled first; [] for what is no process."""
    try:
        new = bpmn.compile_model(bpmn.parse(source))
    except bpmn.BpmnError:
        return []
    counted = Work.objects.filter(state=Work.OPEN, instance__ended="", instance__definition__key=key)
    rows = list(
        counted.values_list("instance__definition", "element")
        .annotate(Count("pk"))
        .order_by("-instance__definition", "element")
    )
    versions = Definition.objects.defer("source").in_bulk({row[0] for row in rows})
    proposals = {pk: bpmn.proposed(definitions.compiled(version), new) for pk, version in versions.items()}
    return [_compared(versions[pk], element, many, proposals[pk], new) for pk, element, many in rows]


def _compared(
    version: Definition, element: str, many: int, proposal: Mapping[str, str], new: bpmn.Compiled
) -> Standing:
    was, to = definitions.compiled(version).nodes[element], proposal.get(element, "")
    fate = GONE
    if to:
        now = new.nodes[to].step
        same_people = (was.step.role, was.step.relation) == (now.role, now.relation)
        fate = ROLE if not same_people else FORM if was.step.form != now.form else KEPT
    return Standing(version.version, element, was.name or element, many, fate, new.nodes[to].name if to else "")


def running_of(definition: Definition, *, limit: int) -> list[tuple[Instance, list[Work]]]:
    """The running instances of a version with their open steps, those that began first; two statements."""
    found = list(Instance.objects.filter(definition=definition, ended="").order_by("pk")[:limit])
    for instance in found:
        instance.definition = definition
    works: dict[int, list[Work]] = {}
    for work in Work.objects.filter(instance__in=found, state=Work.OPEN).order_by("pk"):
        works.setdefault(work.instance_id, []).append(work)
    return [(instance, works.get(instance.pk, [])) for instance in found]
