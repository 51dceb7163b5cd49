"""What is done beside the process: 催办 whoever has a step, 传阅 to colleagues. The same for 发文 and 收文."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations.circulate import circulate as circulate_operation
from tongban.business.documents.operations.circulate import recall_reading as recall_operation
from tongban.business.documents.operations.urge import LONGEST, PLAIN
from tongban.business.documents.operations.urge import urge as urge_operation
from tongban.business.documents.web.whereabouts import after
from tongban.foundation.groups import api as groups
from tongban.foundation.organization.api import Holder
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

Thing = Document | Incoming
PAGES = {"document": "documents:page", "incoming": "documents:incoming"}


class UrgeForm(ui.Form):
    """催办: what is said, and whether by short message too."""

    text = forms.CharField(
        label="催办内容", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"不写时发“{PLAIN}”。不要写公文的内容。",
    )  # fmt: skip
    by_sms = forms.BooleanField(label="同时发短信", required=False)


class CirculateForm(ui.Form):
    """传阅: to whom."""

    readers = ui.PeopleField(label="传阅给", error_messages={"required": "请选择传阅给谁。"})
    in_turn = forms.BooleanField(
        label="依次传阅", required=False, help_text="按名单从上到下，前一位阅过，后一位才收到。不选时同时送到。"
    )


@dataclass(frozen=True, slots=True)
class Screen:
    """One of the two pages: its title, what it says above the form, and its button."""

    title: str
    lead: str
    button: str


URGE = Screen("催办", "正在办理的人会收到消息，打开这份公文时也会看到催办。每次催办都有记录。", "催办")
CIRCULATE = Screen("传阅", "选中的人会在“待阅”里看到这份公文，看过以后标“已阅”。传阅不影响办理。", "传阅")


def thing_for(request: HttpRequest, kind: str, pk: int) -> Thing:
    """What the address names, if the viewer sees it."""
    found = queries.document_for if kind == "document" else queries.incoming_for
    return found(request.actor, pk, at=now())  # type: ignore[no-any-return]


@ui.staff
def urge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """催办 whoever has a step of it now."""
    thing = thing_for(request, kind, pk)
    form = UrgeForm(request.POST or None)
    given: dict[str, Any] = {"thing": thing, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(urge_operation, **form.values(), **given):
        return _done(request, thing, f"已催办：{form.result.steps}。")
    return _page(request, thing, URGE, form, said=after(thing.reference), urgings=queries.urgings_of(thing.reference))


@ui.staff
def circulate(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """传阅 to people of the unit, and who of them has read it."""
    thing = thing_for(request, kind, pk)
    readers = queries.circulated_to(thing.reference)
    form = CirculateForm(request.POST or None)
    there = [request.actor.person_id, *(reader.person_id for reader in readers)]
    circle = queries.circle_of(thing.unit_id, at=now())
    found = groups.offered(_choices(circle, without=there), request.actor)  # type: ignore[attr-defined]
    form.fields["readers"].people = found  # type: ignore[attr-defined]
    given: dict[str, Any] = {"thing": thing, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(circulate_operation, **form.values(), **given):
        said = "，按顺序送阅，前一位阅过后一位才收到。" if form.cleaned_data["in_turn"] else "，他们会在“待阅”里看到。"
        return _done(request, thing, f"已传阅给 {form.result} 人{said}")
    return _page(request, thing, CIRCULATE, form, readers=readers)


@ui.staff
@require_POST
def recall(request: HttpRequest, kind: str, pk: int, reading_pk: int) -> HttpResponse:
    """收回 from somebody who has not read it."""
    thing = thing_for(request, kind, pk)
    reading = next((r for r in queries.circulated_to(thing.reference) if r.pk == reading_pk), None)
    if reading is None:
        raise NotFound()
    recall_operation(thing=thing, reading=reading, actor=request.actor, at=now())
    messages.success(request, f"已从{reading.person_name}收回。")
    return redirect(f"documents:circulate{'' if kind == 'document' else '-incoming'}", pk=pk)


def _choices(found: Iterable[Holder], *, without: Collection[int | None]) -> list[ui.PersonChoice]:
    people = {h.person_id: h for h in found}
    return [
        ui.PersonChoice(id=h.person_id, name=h.name, post=h.post_title, unit=h.unit_name)
        for h in people.values()
        if h.person_id not in without
    ]


def _page(request: HttpRequest, thing: Thing, screen: Screen, form: ui.Form, **context: Any) -> HttpResponse:
    context |= {"thing": thing, "screen": screen, "form": form, "page": PAGES[thing.kind]}
    return render(request, "documents/sideways.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, thing: Thing, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(PAGES[thing.kind], pk=thing.pk)
