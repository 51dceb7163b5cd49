"""代录 on the page of a document: what a secretary may write down for a leader, and what waits for the leader himself."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from tongban.business.documents.web.forms import StepForm
from tongban.engines.flow import api as flow
from tongban.foundation.organization.api import Person, leaders_of
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now


class RecordForm(StepForm):
    """代录领导意见: whose, by which way it came, the opinion, and what the step decides."""

    leader = forms.TypedChoiceField(label="领导", coerce=int, widget=forms.RadioSelect)
    way = forms.ChoiceField(label="指示方式", choices=[(way, way) for way in flow.WAYS], widget=forms.RadioSelect)

    def __init__(self, *args: Any, leaders: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="record_%s", **kwargs)
        self.fields["opinion"].required = True
        field = self.fields["leader"]
        field.choices = leaders  # type: ignore[attr-defined]
        if len(leaders) == 1:
            field.initial, field.widget = leaders[0][0], forms.HiddenInput()

    def instruction(self) -> flow.Instruction:
        """What the operation takes."""
        data = self.cleaned_data
        return flow.Instruction(
            leader_id=data["leader"], way=data["way"], opinion=data["opinion"], choices=self.chosen()
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """A step that the viewer may record, of the leaders named, with its form."""

    work: flow.Work
    leaders: str
    form: RecordForm


def instructions_context(request: HttpRequest, works: list[flow.Work]) -> dict[str, Any]:
    """`recording` for a secretary, `to_confirm` for the leader, both empty for everybody else."""
    viewer = request.actor.person_id
    waiting = [w for w in works if w.recorded_by and w.confirmed_at is None and w.person_id == viewer]
    return {"recording": panels(request, works), "to_confirm": [(w, ui.Form()) for w in waiting]}


def panels(request: HttpRequest, works: list[flow.Work], *, posted: int | None = None) -> list[Panel]:
    """One for each step that may be recorded; the one that was posted has what was typed."""
    at = now()
    found = flow.recordable(works, leaders_of(request.actor.person_id or 0, at))
    names = Person.objects.in_bulk({person for _, people in found for person in people}) if found else {}
    return [
        Panel(
            work=work, leaders="、".join(names[p].name for p in people),
            form=RecordForm(
                request.POST if work.pk == posted else None, leaders=[(p, names[p].name) for p in people],
                choices=flow.choices_of(work, at),
            ),
        )
        for work, people in found
    ]  # fmt: skip
