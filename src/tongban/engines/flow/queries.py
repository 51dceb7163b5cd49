"""What a page shows of a process: the open steps, what the viewer may do, the way it took and the way ahead."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from tongban.engines.flow import sql
from tongban.engines.flow.choosing import instance_with
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import Instance, Token, Work
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rows import load
from tongban.engines.flow.rules import return_allowed
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference
from tongban.lib import bpmn

AT_ONCE = 200  # late steps of one sweep; the next goes on


def works_of(subject: Reference) -> list[Work]:
    """Every step of a subject in the order of its opening, whoever looks: the host decides who may see the subject."""
    return list(Work.objects.filter(**pointing_at(subject)).order_by("id"))


def open_works(subject: Reference) -> list[Work]:
    return sql.open_works(subject)


def open_work(subject: Reference, element: str) -> Work:
    """The open step of this name. Conflict when the process does not stand there."""
    found = next((work for work in sql.open_works(subject) if work.element == element), None)
    if found is None:
        raise Conflict("流程还没有到这一步，或者已经办过了。", code="flow.not-there")
    return found


def work_for(subject: Reference, keys: Collection[str]) -> Work | None:
    """The open step that lies on the desk with these keys, the oldest first."""
    return next((w for w in open_works(subject) if set(w.keys) & set(keys)), None)


def may_act(actor: Actor, work: Work | None, at: datetime) -> bool:
    """The step lies on the actor's desk, his own or that of somebody he stands in for."""
    return work is not None and inbox.on_desk(actor, work.keys, at=at)


def has_step(actor: Actor, subject: Reference, elements: Iterable[str], at: datetime) -> bool:
    """Whether the actor has one of these steps open for the subject."""
    wanted = set(elements)
    keys = {key for work in open_works(subject) if work.element in wanted for key in work.keys}
    return bool(keys) and inbox.on_desk(actor, keys, at=at)


def recordable(works: Iterable[Work], leaders: Collection[int]) -> list[tuple[Work, list[int]]]:
    """Open steps on the own desks of these leaders, with those who have them: what their secretary may record (代录).

    法定 steps, and those that an operation of the host does, are done in person.
    """
    named = [(w, [p for p in leaders if inbox.person_key(p) in w.keys]) for w in works if w.state == Work.OPEN]
    found = [(work, people) for work, people in named if people and work.element not in hosts[work.subject_kind].own]
    instances = _instances({work.instance_id for work, _ in found})
    return [
        (work, people)
        for work, people in found
        if not compiled(instances[work.instance_id].definition).nodes[work.element].legal
    ]


def variables_of(subject: Reference) -> dict[str, Any]:
    """What the steps of the subject's process have decided for later ones, by name."""
    instance = instance_of(subject)
    return dict(instance.variables) if instance is not None else {}


def instance_of(subject: Reference) -> Instance | None:
    """The running process of a subject, or its last one."""
    rows = Instance.objects.filter(**pointing_at(subject)).select_related("definition").defer("definition__source")
    return rows.order_by("-id").first()


def involved(work: Work) -> set[int]:
    """The people who did a step of the same matter, and those whom the matter itself names."""
    done = Work.objects.filter(**pointing_at(work.subject)).values_list("person_id", flat=True).distinct()
    named = hosts[work.subject_kind].describe(work.subject).people.values()
    return {*named, *(person for person in done if person is not None)}


def waiting_for_signal(name: str) -> list[Instance]:
    """The running processes that wait for a signal, those that have waited longest first."""
    waiting = Token.objects.exclude(signals="").filter(signals__contains=f"|{name}|")
    return list(Instance.objects.filter(ended="", pk__in=waiting.values("instance_id")).order_by("id"))


def sent_round_by(work: Work) -> int | None:
    """Whose step sent the 会签 round that this open step is part of; None for a step that is part of none."""
    instance = instance_with(work)
    around = bpmn.many_around(compiled(instance.definition), load(instance), work.token)
    if around is None:
        return None
    done = Work.objects.filter(instance=instance, token=around.source).exclude(person_id=None).order_by("-pk")
    return done.values_list("person_id", flat=True).first()


def members_of(work: Work) -> list[tuple[int, str]]:
    """Those of the 会签 around an open step who have not finished: their place, and who has it (or what it is about)."""
    instance = instance_with(work)
    model, state = compiled(instance.definition), load(instance)
    names = {w.token: f"{w.names} {w.step}" for w in open_works(work.subject)}
    found = []
    for place, item in bpmn.members(model, state, work.token):
        inside = [t for t in state.tokens.values() if _place_of(t, state.tokens) == place and t.id in names]
        found.append((place, names[inside[0].id] if inside else f"还没有轮到（{item}）"))
    return found


def _place_of(token: bpmn.Token, tokens: Mapping[int, bpmn.Token]) -> int | None:
    around: bpmn.Token | None = token
    while around is not None and around.nth is None:
        around = tokens.get(around.parent)
    return around.nth if around is not None else None


def not_in_batch(work: Work) -> str:
    """Why a step cannot be done with others at once; "" where it can."""
    node = compiled(instance_with(work).definition).nodes[work.element]
    if node.legal:
        return f"“{work.step}”是法定环节，须逐件办理。"
    if "batch" not in node.step.moves or work.element in hosts[work.subject_kind].own:
        return f"“{work.step}”不能批量办理，请打开后逐件办理。"
    return ""


def late_works(at: datetime) -> list[Work]:
    """Open steps whose limit has passed and whose tb:timeout has not happened, the longest late first. One statement over what is due."""
    rows = Work.objects.filter(state=Work.OPEN, late_at=None, due_at__lte=at, instance__suspended_at=None)
    return list(rows.exclude(when_late="").order_by("due_at")[:AT_ONCE])


def done_elements(instance: Instance, model: bpmn.Compiled) -> set[str]:
    """The steps that somebody has done in this instance, and the sub-processes around them, which are returned to as a whole."""
    rows = Work.objects.filter(instance=instance).exclude(state__in=(Work.OPEN, Work.TRANSFERRED))
    done = set(rows.values_list("element", flat=True).distinct())
    for name in list(done):
        while name in model.nodes:
            done.add(name)
            name = model.nodes[name].parent
    return done


def still_done(instance: Instance, model: bpmn.Compiled) -> set[str]:
    """The steps that were done, and after which nothing before them was done again: what was decided there still counts."""
    last: dict[str, tuple[int, str]] = {}
    for pk, element, state in (
        Work.objects.filter(instance=instance).order_by("pk").values_list("pk", "element", "state")
    ):
        last[element] = (pk, state)
    return {
        name for name, (pk, state) in last.items()
        if state == Work.DONE and not any(
            after > pk and model.nodes[other].bit & model.nodes[name].before
            for other, (after, _) in last.items() if model.nodes[other].parent == model.nodes[name].parent
        )
    }  # fmt: skip


def return_targets(work: Work, *, direct: bool = False) -> list[tuple[str, str]]:
    """The earlier steps that the process lets this one be sent back to: (element, name)."""
    instance = instance_with(work)
    model, state = compiled(instance.definition), load(instance)
    done = done_elements(instance, model)
    previous = bpmn.previous_steps(model, state, work.token, done)
    first = bpmn.first_step(model, state.process)
    moves = model.nodes[work.element].step.moves
    return [
        (name, model.nodes[name].name)
        for name in bpmn.return_targets(model, state, work.token, done, direct=direct)
        if return_allowed(moves, name, previous=previous, first=first, direct=direct)
    ]


def moves_of(work: Work) -> frozenset[str]:
    """The moves that the process allows at this step (tb:moves), for the buttons of a page."""
    return compiled(instance_with(work).definition).nodes[work.element].step.moves


def _instances(ids: Collection[int]) -> dict[int, Instance]:
    """With their processes, in one statement; none is asked where there are none."""
    if not ids:
        return {}
    return Instance.objects.select_related("definition").defer("definition__source").in_bulk(list(ids))


def waiting_service(subject: Reference, service: str) -> int | None:
    """The number of the token at which this service is waited for, or None."""
    instance = instance_of(subject)
    if instance is None or instance.ended:
        return None
    nodes = compiled(instance.definition).nodes
    tokens = load(instance).tokens.values()
    return next((t.id for t in tokens if t.kind == bpmn.SERVICE and nodes[t.node].service == service), None)
