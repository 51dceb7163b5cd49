"""The moves of a step, for every host: a page of its own for each, which works without script; and answers to what was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.engines.flow import forms, operations
from tongban.engines.flow.choosing import instance_with
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import Aside, Instance, Work
from tongban.engines.flow.offers import offered_members, offers, struck_off
from tongban.engines.flow.queries import done_elements, members_of, open_works, works_of
from tongban.engines.flow.who import circle
from tongban.foundation.inbox import api as inbox
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now
from tongban.kernel.references import Reference
from tongban.lib import bpmn


@dataclass(frozen=True, slots=True)
class Kind:
    """How a move is asked for: its form, the operation, what that takes of the form, what is said afterwards."""

    form: type[ui.Form]
    operation: Callable[..., Any]
    given: Callable[[Work, Any], dict[str, Any]]
    said: str


def _to_one(work: Work, form: Any) -> dict[str, Any]:
    return {"work": work, "to": form.chosen()[0], "reason": form.cleaned_data["reason"]}


def _to_many(work: Work, form: Any) -> dict[str, Any]:
    return {"work": work, "people": form.chosen(), "reason": form.cleaned_data["reason"]}


def _plain(work: Work, form: Any) -> dict[str, Any]:
    return {"work": work, **form.values()}


def _whole(work: Work, form: Any) -> dict[str, Any]:
    return {"instance": Instance.objects.get(pk=work.instance_id), **form.values()}


def _struck(work: Work, form: Any) -> dict[str, Any]:
    return {"work": work, "person": int(form.cleaned_data["to"][1:]), "reason": form.cleaned_data["reason"]}


def _added(work: Work, form: Any) -> dict[str, Any]:
    return {
        "work": work,
        "items": [int(value) for value in form.cleaned_data["items"]],
        "reason": form.cleaned_data["reason"],
    }


def _removed(work: Work, form: Any) -> dict[str, Any]:
    return {"work": work, "member": int(form.cleaned_data["to"]), "reason": form.cleaned_data["reason"]}


KINDS: dict[str, Kind] = {
    "claim": Kind(ui.Form, operations.claim, _plain, "已认领，现在只由您办理。"),
    "put-back": Kind(forms.PlainForm, operations.put_back, _plain, "已放回。"),
    "transfer": Kind(forms.PersonForm, operations.transfer, _to_one, "已转办。"),
    "delegate": Kind(forms.PersonForm, operations.delegate, _to_one, "已委派，办好后回到您这里。"),
    "add-before": Kind(forms.PeopleForm, operations.add_before, _to_many, "已加签，都写过意见以后回到您这里。"),
    "add-parallel": Kind(forms.PeopleForm, operations.add_parallel, _to_many, "已加签，等他们答复以后您再提交。"),
    "add-after": Kind(forms.PeopleForm, operations.add_after, _to_many, "已加签，您提交以后由他们依次写意见。"),
    "remove": Kind(forms.OneOfForm, operations.remove_asked, _struck, "已减签。"),
    "consult": Kind(forms.PeopleForm, operations.consult, _to_many, "已征询，答复会显示在这里。"),
    "circulate": Kind(forms.PeopleForm, operations.circulate, _to_many, "已传阅。"),
    "copy": Kind(forms.PeopleForm, operations.copy, _to_many, "已抄送。"),
    "add-member": Kind(forms.MembersForm, operations.add_members, _added, "已增加会签。"),
    "remove-member": Kind(forms.OneOfForm, operations.remove_member, _removed, "已减签。"),
    "suspend": Kind(forms.ReasonForm, operations.suspend, _whole, "流程已挂起。"),
    "resume": Kind(forms.ReasonForm, operations.resume, _whole, "流程已恢复。"),
    "jump": Kind(forms.OneOfForm, operations.jump, _plain, "已跳转。"),
    "stop": Kind(forms.ReasonForm, operations.stop, _whole, "流程已终止。"),
    "reopen": Kind(forms.OneOfForm, operations.reopen, _whole, "已恢复办理。"),
    "urge": Kind(forms.WordsForm, operations.urge, _plain, "已催办。"),
}


@ui.staff
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One move of one step: asked for, then carried out. Conflict for one that the viewer may not make now."""
    work = _work(pk)
    offer = next((o for w, o in offers(request, works_of(work.subject)) if (w.pk, o.move) == (pk, name)), None)
    seen = references.resolve([work.subject], viewer=request.actor)[work.subject]
    if offer is None:
        raise Conflict(
            "现在不能这样办理：这一步可能已经办过，或者流程没有这项操作。请刷新页面后再看。", code="flow.no-offer"
        )
    kind = KINDS[name]
    form = _form(request, kind, work)
    if request.method == "POST" and form.is_valid():
        given = kind.given(work, form)
        if form.carry_out(kind.operation, **given, actor=request.actor, at=now()):
            messages.success(request, f"{kind.said}{now_with(work.subject)}")
            return redirect(seen.url or "/")
    context = {"work": work, "offer": offer, "form": form, "subject": seen, "danger": name in ("stop", "jump")}
    return render(request, "flow/move.html", context, status=422 if form.errors else 200)


def _work(pk: int) -> Work:
    found = Work.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def _form(request: HttpRequest, kind: Kind, work: Work) -> Any:
    form = kind.form(request.POST or None)
    if isinstance(form, forms.PersonForm):
        there = {key for key in work.keys if len(work.keys) == 1}
        there.add(inbox.person_key(request.actor.person_id or 0))
        found = circle(request.actor.unit_id, at=now()) if request.actor.unit_id else []
        form.offer([holder for holder in found if inbox.person_key(holder.person_id) not in there], request.actor)
    elif isinstance(form, forms.OneOfForm):
        look, label = OPTIONS[kind.operation]
        form.offer(look(work), label)
    elif isinstance(form, forms.MembersForm):
        form.offer(offered_members(work, now()))
    return form


def _steps(work: Work) -> list[tuple[str, str]]:
    """The other steps of the same process: where an administrator may jump to."""
    model = compiled(instance_with(work).definition)
    here = model.nodes[work.element]
    goals = [node for node in model.nodes.values() if node.kind == bpmn.TASK and node.parent == here.parent]
    return [(node.id, node.name or node.id) for node in goals if node is not here]


def _done_steps(work: Work) -> list[tuple[str, str]]:
    """The steps of the process that were done: where it may be taken up again."""
    instance = instance_with(work)
    model = compiled(instance.definition)
    done = done_elements(instance, model)
    return [
        (n.id, n.name or n.id)
        for n in model.steps(model.processes[0])
        if n.id in done and n.parent == model.processes[0]
    ]


OPTIONS: dict[Any, tuple[Callable[[Work], list[tuple[str, str]]], str]] = {
    operations.jump: (_steps, "转到"),
    operations.reopen: (_done_steps, "从哪里办起"),
    operations.remove_asked: (struck_off, "不再请谁"),
    operations.remove_member: (lambda work: [(str(place), name) for place, name in members_of(work)], "不再请谁"),
}


def now_with(subject: Reference) -> str:
    """Who has it now, in a sentence; nothing where nobody has."""
    waiting = open_works(subject)[:3]
    return f"现在由 {'，'.join(f'{work.names} {work.step}' for work in waiting)}。" if waiting else ""


@ui.staff
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the viewer says to what he was asked."""
    aside = _aside(request, pk)
    form = forms.AnswerForm(request.POST)
    seen = references.require_visible(aside.subject, viewer=request.actor)
    given = {"aside": aside, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.answer, words=form.cleaned_data["words"], **given):
        messages.success(request, f"已答复 {aside.by_name}。")
        return redirect(seen.url or "/")
    return render(request, "flow/answer.html", {"aside": aside, "form": form, "subject": seen}, status=422)


@ui.staff
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """收回 from somebody who has neither answered nor read."""
    aside = _aside(request, pk)
    operations.take_back(aside=aside, actor=request.actor, at=now())
    messages.success(request, f"已从{aside.person_name}收回。")
    return redirect(references.require_visible(aside.subject, viewer=request.actor).url or "/")


def _aside(request: HttpRequest, pk: int) -> Aside:
    found = Aside.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    references.require_visible(found.subject, viewer=request.actor)
    return found
