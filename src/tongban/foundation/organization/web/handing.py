"""交接 in the console: the report of what there is, then everything at once, and the record to print."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.foundation.organization.contracts import Handing
from tongban.foundation.organization.forms import text
from tongban.foundation.organization.models import Holding, Person
from tongban.foundation.organization.operations.handing import end_holding, hand_over
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.belongings import Part, belongings, handover_for, handovers_for, report
from tongban.foundation.organization.web.choices import people_choices
from tongban.foundation.ui.api import Form, Listing, PersonField, needs
from tongban.kernel.errors import Conflict, NotAllowed
from tongban.kernel.now import now

SORTS = {"at": ("-at", "-pk")}


class HandOverForm(Form):
    to = PersonField(label="接手人")
    parts = forms.MultipleChoiceField(label="交接内容", required=False, widget=forms.CheckboxSelectMultiple)
    reason = text("原因", longest=200, hint="例如：调任县教育局，文号；退休")
    leaving = forms.BooleanField(label="同时办理离任：免去所有岗位，停用账号", required=False)


@needs(managed.MANAGE)
def hand_over_page(request: Any, pk: int) -> HttpResponse:
    """What the person has, part by part; the form beside it passes on what is ticked."""
    at = now()
    person = managed.person_for(request.actor, pk, at)
    found = report(Handing(person.pk, 0, request.actor, at))
    parts = [part for part in found if part.lines]
    form = HandOverForm(request.POST or None, initial={"parts": [part.key for part in parts if not part.hinders]})
    fields: Any = form.fields
    fields["to"].people = people_choices(person.unit.organ_id or person.unit_id, but=person.pk, at=at)
    fields["parts"].choices = [(part.key, f"{part.label}（{len(part.lines)} 项）") for part in parts]
    if request.method == "POST" and form.is_valid() and _handed_over(request, form, person):
        messages.success(request, f"已交接给{form.result.to.name}。")
        return redirect("handovers:handover", form.result.pk)
    context = {"form": form, "person": person, "parts": _shown(found)}
    return render(request, "organization/hand_over.html", context, status=422 if form.errors else 200)


class EndHoldingForm(Form):
    to = PersonField(label="接手人", required=False)
    parts = forms.MultipleChoiceField(label="转给接手人的", required=False, widget=forms.CheckboxSelectMultiple)
    reason = text("原因", longest=200, required=False, hint="例如：免职文号；有转交的必须写")


@needs(managed.MANAGE)
def stop_holding(request: Any, pk: int, holding_pk: int) -> HttpResponse:
    """免去 one post: what lies with the person goes to a successor in the same act, or stays his where he has another post."""
    at = now()
    holding = managed.holding_for(request.actor, holding_pk, at)
    person = holding.person
    found = [
        part for part in report(Handing(person.pk, 0, request.actor, at)) if belongings[part.key].must_go and part.lines
    ]
    open_parts = [part for part in found if not part.hinders]
    form = EndHoldingForm(request.POST or None, initial={"parts": [part.key for part in open_parts]})
    fields: Any = form.fields
    fields["to"].people = people_choices(holding.post.unit.organ_id or holding.post.unit_id, but=person.pk, at=at)
    fields["parts"].choices = [(part.key, f"{part.label}（{len(part.lines)} 项）") for part in open_parts]
    if not open_parts:
        for name in ("to", "parts"):
            del fields[name]
    if request.method == "POST" and form.is_valid() and _ended(request, form, holding):
        messages.success(request, "已免去这个岗位。")
        return redirect("people:person", person.pk)
    context = {"form": form, "person": person, "holding": holding, "parts": _shown(found)}
    return render(request, "organization/end_holding.html", context, status=422 if form.errors else 200)


@needs(managed.MANAGE)
@require_safe
def handovers(request: Any) -> HttpResponse:
    """交接记录 of the viewer's units."""
    page = Listing(request, sorts=SORTS, default="at").page(handovers_for(request.actor, now()))
    return render(request, "organization/handovers.html", {"page": page})


@needs(managed.MANAGE)
@require_safe
def handover(request: Any, pk: int) -> HttpResponse:
    """交接单, to print and sign."""
    found = handover_for(request.actor, pk, now())
    return render(request, "organization/handover.html", {"handover": found})


def _handed_over(request: Any, form: HandOverForm, person: Person) -> bool:
    given = form.values()
    to = Person.objects.get(pk=given.pop("to"))
    try:
        return form.carry_out(hand_over, person=person, to=to, **given, actor=request.actor, at=now())
    except (Conflict, NotAllowed) as error:
        form.add_error(None, error.message)
        return False


def _ended(request: Any, form: EndHoldingForm, holding: Holding) -> bool:
    given = form.values()
    chosen = given.get("to")
    to = Person.objects.get(pk=chosen) if chosen else None
    if given.get("parts") and to is None and "parts" in request.POST:
        form.add_error("to", "请选择接手人；不转交的，去掉下面的勾。")
        return False
    act = {"holding": holding, "to": to, "parts": given.get("parts", ()), "reason": given["reason"]}
    try:
        return form.carry_out(end_holding, **act, actor=request.actor, at=now())
    except (Conflict, NotAllowed) as error:
        form.add_error(None, error.message)
        return False


def _shown(parts: list[Part]) -> list[tuple[Part, int]]:
    """Each part with how many lines the page leaves out."""
    return [(part, max(0, len(part.lines) - 20)) for part in parts]
