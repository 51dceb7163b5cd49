"""Every script of the models of lib.bpmn, played through rows: operations, jobs, the database."""

import json
from pathlib import Path

import pytest

from tongban.engines.flow import jobs
from tongban.engines.flow.models import Instance, Token, Work
from tongban.engines.flow.operations import (
    Result,
    add_members,
    fail,
    finish,
    jump,
    remove_member,
    reopen,
    send_back,
    send_message,
    send_signal,
    withdraw,
)
from tongban.engines.flow.rows import load
from tongban.engines.flow.testing import begin_model
from tongban.foundation.jobs.models import Job
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated
from tongban.kernel.testing import MONDAY, within
from tongban.lib import bpmn

pytestmark = pytest.mark.django_db
FOLDER = Path(bpmn.__file__).parent / "tests" / "models"
MOVES = "return return-any return-drafter return-direct withdraw add-member remove"
SYSTEM = system_actor()


def plays_of(script: Path) -> list[list[dict]]:
    plays: list[list[dict]] = []
    for line in script.read_text("utf-8").splitlines():
        step = json.loads(line)
        if "play" in step:
            plays.append([])
        plays[-1].append(step)
    return plays


class Rows:
    """One play in the database, told in the words of `tongban process play`."""

    def __init__(self, source: bytes, number: int, office, variables: dict) -> None:
        self.subject = begin_model(source, office.matter(number), moves=MOVES, variables=variables)
        self.instance = Instance.objects.get(subject_id=number)

    def picture(self) -> dict:
        self.instance = Instance.objects.select_related("definition").get(pk=self.instance.pk)
        open_steps = sorted(
            Work.objects.filter(instance=self.instance, state=Work.OPEN).values_list("element", flat=True)
        )
        if self.instance.ended:
            assert not Token.objects.filter(instance=self.instance).exists()
        return {"open": open_steps, "ended": bool(self.instance.ended), "variables": self.instance.variables}

    def work(self, element: str, step: dict, *states: str) -> Work:
        found = Work.objects.filter(instance=self.instance, element=element, state__in=states or (Work.OPEN,))
        rows = [work for work in found.order_by("token") if step.get("nth") in (None, work.data.get("nth"))]
        return rows[0] if not states else max(rows, key=lambda work: (work.done_at, work.pk))

    def do(self, step: dict) -> None:
        match step:
            case {"complete": element}:
                result = Result(step.get("outcome", {}), step.get("variables", {}))
                ways = {"way": result.variables["way"]} if "way" in result.variables else {}
                work = self.work(element, step)
                within(finish, work=work, choices=ways, actor=SYSTEM, at=MONDAY, result=result)
            case {"return": element, "to": target}:
                direct = step.get("direct", False)
                work = self.work(element, step)
                send_back(work=work, reason="重办", to=target, direct=direct, actor=SYSTEM, at=MONDAY)
            case {"jump": element, "to": target}:
                jump(work=self.work(element, step), to=target, reason="改走", actor=SYSTEM, at=MONDAY)
            case {"add": element} | {"remove": element}:
                self.changes_members(self.work(element, step), step)
            case {"reopen": element}:
                reopen(instance=self.instance, to=element, reason="还要办", actor=SYSTEM, at=MONDAY)
            case {"withdraw": element}:
                withdraw(work=self.work(element, step, Work.DONE, Work.RETURNED), actor=SYSTEM, at=MONDAY)
            case {"message": name} | {"signal": name}:
                self.happens(send_message if "message" in step else send_signal, step, name=name)
            case {"fail": element}:
                token = self.work(element, step).token
                within(fail, subject=self.subject, token=token, error=step.get("error", ""), actor=SYSTEM, at=MONDAY)
            case {"fire": event}:
                self.fire(event, step)

    def changes_members(self, work: Work, step: dict) -> None:
        given = {"work": work, "reason": "需要", "actor": SYSTEM, "at": MONDAY}
        if "add" in step:
            add_members(items=step["items"], **given)
        else:
            remove_member(member=step["member"], **given)

    def happens(self, function, step: dict, *, name: str) -> None:
        given = step.get("variables", {})
        within(function, subject=self.subject, name=name, variables=given, actor=SYSTEM, at=MONDAY)

    def fire(self, event: str, step: dict) -> None:
        model = bpmn.compile_model(bpmn.parse(self.instance.definition.source.encode()))
        spec = model.nodes[event].event
        if spec.kind != "timer":
            self.happens(send_message if spec.kind == "message" else send_signal, step, name=spec.name)
            return
        due, late = self.timer_jobs(event)
        for row in late:
            jobs.fire_timer(**row.payload)
        self.instance.refresh_from_db()
        Instance.objects.filter(pk=self.instance.pk).update(
            variables={**self.instance.variables, **step.get("variables", {})}
        )
        jobs.fire_timer(**due[0].payload)
        standing = load(Instance.objects.select_related("definition").get(pk=self.instance.pk))
        jobs.fire_timer(**due[0].payload)
        assert load(Instance.objects.select_related("definition").get(pk=self.instance.pk)) == standing, "fired twice"
        due[0].delete()

    def timer_jobs(self, event: str) -> tuple[list[Job], list[Job]]:
        """The jobs of a timer: those that it still waits for, and those whose token is gone or has fired."""
        rows = Job.objects.filter(name="flow.fire_timer", payload__instance=self.instance.pk, payload__event=event)
        tokens = load(Instance.objects.select_related("definition").get(pk=self.instance.pk)).tokens
        found = {True: [], False: []}
        for row in rows.order_by("payload__token"):
            token = tokens.get(row.payload["token"])
            found[token is not None and token.fired == row.payload["fired"]].append(row)
        return found[True], found[False]


# A play that the server refuses sooner: its timer has no time, so the process does not start.
SOONER = {"no time at all", "to send is no way before the signature: it stays with who asked"}


@pytest.mark.parametrize("script", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_script_plays_in_rows_as_in_the_library(script, office):
    source = script.with_suffix(".bpmn").read_bytes()
    for number, play in enumerate(plays_of(script), 1):
        if play[0]["play"] in SOONER:
            continue
        rows = Rows(source, number, office, play[0].get("variables", {}))
        before = rows.picture()
        assert {key: before[key] for key in play[0]["expect"]} == play[0]["expect"], play[0]
        for step in play[1:]:
            refused = "code" in step["expect"]
            try:
                rows.do(step)
            except (Anticipated, IndexError, ValueError, TypeError):
                assert refused, step
            after = rows.picture()
            if refused:
                assert after == before, step
            else:
                assert {key: after[key] for key in step["expect"]} == step["expect"], step
            before = after
