"""For tests of any app: a host without tables, small processes, and steps done by whoever has them."""

import hashlib
import itertools
from dataclasses import replace
from datetime import datetime
from typing import Any

from tongban.engines.flow.contracts import Choice, Host, Move, Subject
from tongban.engines.flow.definitions import publish
from tongban.engines.flow.models import Definition, Work
from tongban.engines.flow.operations import complete, start
from tongban.engines.flow.queries import open_work
from tongban.engines.flow.registry import hosts
from tongban.foundation.organization.api import Holding, Person
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within
from tongban.lib import bpmn

KIND = "test_matter"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1" id="d" targetNamespace="t">'
    '<process id="{key}" name="{key}" isExecutable="true">{body}</process></definitions>'
)
matters: dict[int, Subject] = {}
offers: dict[str, list[Choice]] = {}
moves: list[Move] = []


def chain(*steps: str) -> str:
    """A process of steps one after another, each `id` with its tb: attributes: 'vet tb:role="vetter" tb:moves="return"'."""
    names = [step.split()[0] for step in steps]
    tasks = [
        f'<userTask id="{name}" name="{name}" {step[len(name) :]}/>' for name, step in zip(names, steps, strict=True)
    ]
    ids = ["start", *names, "end"]
    pairs = itertools.pairwise(ids)
    flows = [f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairs)]
    return "".join(['<startEvent id="start"/>', *tasks, '<endEvent id="end"/>', *flows])


def matter(number: int = 1, **fields: Any) -> Subject:
    """A thing that processes run on; `fields` are those of Subject."""
    if KIND not in hosts:
        hosts.register(KIND, Host(KIND, _describe, _describe, _choices, moves.append, reopens=True))
    known = {"category": "测试", "title": f"关于第{number}号事项的请示", "unit_id": 0, "section_id": 0}
    matters[number] = Subject(Reference(KIND, number), **{**known, **fields})
    return matters[number]


def begin(body: str, subject: Subject, *, key: str = "p", variables: dict[str, Any] | None = None) -> Reference:
    """Publish a process from its body and start it for the subject."""
    within(publish, key=key, source=HEAD.format(key=key, body=body).encode(), at=MONDAY)
    actor = Actor(name="系统", system=True)

    def run(at: datetime) -> None:
        start(subject, process=key, actor=actor, at=at, variables=variables)

    within(run, at=MONDAY)
    return subject.reference


def begin_model(
    source: bytes, subject: Subject, *, moves: str = "", variables: dict[str, Any] | None = None
) -> Reference:
    """Start a model as it is, sound or not, with all the moves given to each of its steps."""
    model = bpmn.parse(source)
    steps = [node.id for node in bpmn.compile_model(model).nodes.values() if node.kind == "task"]
    text = bpmn.write(model, tb={step: {"moves": moves} for step in steps} if moves else None)
    digest = hashlib.new("sm3", text).hexdigest()
    key = f"model-{digest[:40]}"
    actor = Actor(name="系统", system=True)

    def run(at: datetime) -> None:
        if not Definition.objects.filter(key=key).exists():
            Definition.objects.create(
                key=key, version=1, name=key, source=text.decode(), digest=digest, published_at=at
            )
        start(subject, process=key, actor=actor, at=at, variables=variables)

    within(run, at=MONDAY)
    return subject.reference


def done_by(person: Person, subject: Reference, element: str, *, at: datetime = MONDAY, **given: Any) -> Work:
    """Let a person finish the open step of this name."""
    given.setdefault("opinion", "同意。")
    return complete(work=open_work(subject, element), actor=actor_of(person, at=at), at=at, **given)


def change_matter(number: int, **fields: Any) -> Subject:
    """The same thing with other facts, as its host would describe it later."""
    matters[number] = replace(matters[number], **fields)
    return matters[number]


def end_posts(person: Person) -> None:
    """The person leaves every post."""
    Holding.objects.filter(person=person).update(until=MONDAY)


def _describe(reference: Reference) -> Subject:
    return matters[reference.id]


def _choices(reference: Reference, element: str, at: datetime) -> list[Choice]:
    return offers.get(element, [])
