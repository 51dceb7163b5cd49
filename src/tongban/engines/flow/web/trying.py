"""试走: a process is played with chosen answers. Everything is in the address, so a way can be shown to others; nothing is written."""

import json
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.engines.flow import simulating
from tongban.engines.flow.web.looking import MAY, source_of
from tongban.foundation.organization.api import Holder, Person, Unit, holder_of
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now
from tongban.lib import bpmn

NAMESAKES = 20


@ui.needs(MAY)
@require_safe
def attempt(request: Any, key: str) -> HttpResponse:
    """The simulation as far as it has been played: picture, open steps with their people, what may come next."""
    given = request.GET
    source, version = source_of(key, given.get("version", ""))
    at = _moment(given.get("day", ""))
    drafter, namesakes = _drafter(given, at)
    context: dict[str, Any] = {
        "key": key, "version": version, "wanted": given.get("version", ""), "source": source, "drafter": drafter,
        "namesakes": namesakes, "who": given.get("who", ""), "day": timezone.localtime(at).date(),
    }  # fmt: skip
    try:
        model = bpmn.compile_model(bpmn.parse(source.encode()))
        names = simulating.asked_names(model)
        commands = _commands(given)
        values = _values(given, names)
        played = simulating.play(model, commands, values=values, drafter=drafter, at=at)
    except bpmn.BpmnError as error:
        return render(request, "flow/try.html", context | {"refused": error.message}, status=422)
    again = _kept(given)
    context |= {
        "name": model.names.get(model.processes[0], "") or key, "played": played, "commands": json.dumps(commands, ensure_ascii=False),
        "asked": [(name, kind, given.get(f"v.{name}", "")) for name, kind in names.items()], "kept": again,
        "marks": {"tb-flow-done": played.way, "tb-flow-current": [step.element for step in played.steps]},
        "way": _named(model, played.way),
        "back": "?" + urlencode([*again, ("played", json.dumps(commands[:-1]))]), "anew": "?" + urlencode(again),
    }  # fmt: skip
    return render(request, "flow/try.html", context)


def _named(model: bpmn.Compiled, way: list[str]) -> list[str]:
    """The steps among the elements that were passed, as people call them."""
    nodes = [model.nodes[element] for element in way if element in model.nodes]
    return [node.name or node.id for node in nodes if node.kind in ("task", "service")]


def _commands(given: Any) -> list[dict[str, Any]]:
    """What has been played, and the button that was pressed now; what cannot be read is nothing."""
    try:
        played = json.loads(given.get("played", "") or "[]")
    except ValueError:
        played = []
    commands = [one for one in played if isinstance(one, dict)] if isinstance(played, list) else []
    if pressed := given.get("do", ""):
        kind, _, rest = pressed.partition(":")
        element, _, decision = rest.partition(":")
        element, _, nth = element.partition("#")
        command = {kind: element, **({"nth": int(nth)} if nth.isdecimal() else {})}
        commands.append(command | ({"outcome": {"decision": decision}} if kind == "complete" else {}))
    return commands[: simulating.MOST]


def _values(given: Any, names: dict[str, str]) -> dict[str, Any]:
    """The answers as values: people and units by their names, true and false, numbers, else text. `subject.x` lies in the subject."""
    values: dict[str, Any] = {"subject": {}}
    for name, kind in names.items():
        text = given.get(f"v.{name}", "").strip()
        if text:
            owner, _, inner = name.rpartition(".")
            (values["subject"] if owner == "subject" else values)[inner if owner == "subject" else name] = _value(
                text, kind
            )
    return values


def _value(text: str, kind: str) -> Any:
    words = [word for word in text.replace("，", ",").replace("、", ",").split(",") if word]
    if kind == "person":
        found = Person.objects.filter(name__in=words, left_at=None).values_list("pk", flat=True)
        return list(found[:NAMESAKES])
    if kind == "list":
        units = dict(Unit.objects.filter(name__in=words).values_list("name", "pk"))
        return [units.get(word, int(word) if word.isdecimal() else word) for word in words]
    plain = {"是": True, "否": False, "true": True, "false": False}.get(text.lower())
    return plain if plain is not None else int(text) if text.lstrip("-").isdecimal() else text


def _drafter(given: Any, at: datetime) -> tuple[Holder | None, list[Holder]]:
    """Who drafts: by his number, or by a name; several of one name are offered."""
    name = given.get("who", "").strip()
    if given.get("person", "").isdecimal() and given.get("was", name).strip() == name:
        return holder_of(int(given["person"]), at), []
    people = Person.objects.filter(name=name, left_at=None).values_list("pk", flat=True)[:NAMESAKES] if name else []
    found = [holder for person in people if (holder := holder_of(person, at)) is not None]
    return (found[0], []) if len(found) == 1 else (None, found)


def _moment(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(10), tzinfo=timezone.get_current_timezone())
    except ValueError:
        return now()


def _kept(given: Any) -> list[tuple[str, str]]:
    """Everything but what was played."""
    return [(name, value) for name, value in given.items() if value and name not in ("played", "do")]
