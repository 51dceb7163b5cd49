"""The forms of the moves: to whom, why, where to."""

from typing import Any

from django import forms

from tongban.foundation.groups import api as groups
from tongban.foundation.organization.api import Holder
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor

REASON: dict[str, Any] = {"max_length": 200, "widget": forms.Textarea(attrs={"rows": 3})}
SEEN = "对方会看到，也记在办理过程里。"


class ReasonForm(ui.Form):
    """Why."""

    reason = forms.CharField(label="原因", help_text="记在办理过程和审计里。", **REASON)


class PlainForm(ui.Form):
    """Why, if there is something to say."""

    reason = forms.CharField(label="说明", required=False, help_text=SEEN, **REASON)


class WordsForm(ui.Form):
    """催办: what is said."""

    words = forms.CharField(label="催办内容", required=False, help_text="不要写公文的内容。", **REASON)


class PersonForm(ui.Form):
    """To one person, and why."""

    to = ui.PersonField(label="交给", error_messages={"required": "请选择交给谁。"})
    reason = forms.CharField(label="说明", help_text=SEEN, **REASON)
    holders: dict[int, Holder]

    def offer(self, holders: list[Holder], actor: Actor) -> None:
        """Let the form choose among these people, found by the groups of the actor."""
        self.holders = {holder.person_id: holder for holder in holders}
        field: Any = self.fields["people" if "people" in self.fields else "to"]
        people = [
            ui.PersonChoice(id=h.person_id, name=h.name, post=h.post_title, unit="" if h.unit_id == h.organ_id else h.unit_name)
            for h in self.holders.values()
        ]  # fmt: skip
        field.people = groups.offered(people, actor)

    def chosen(self) -> list[Holder]:
        """The people who were chosen, in the order of choosing."""
        data = self.cleaned_data
        return [self.holders[pk] for pk in (data["people"] if "people" in data else [data["to"]])]


class PeopleForm(PersonForm):
    """To several people, and why."""

    to = None  # type: ignore[assignment]
    people = ui.PeopleField(label="请谁", error_messages={"required": "请选择人员。"})
    field_order = ("people", "reason")


class OneOfForm(ReasonForm):
    """One of several, and why."""

    to = forms.ChoiceField(label="转到", widget=forms.RadioSelect, error_messages={"required": "请选择一项。"})
    field_order = ("to", "reason")

    def offer(self, options: list[tuple[str, str]], label: str) -> None:
        """What is chosen from."""
        field: Any = self.fields["to"]
        field.choices, field.label = options, label


class MembersForm(ReasonForm):
    """Who else takes part in a 会签, and why."""

    items = forms.MultipleChoiceField(
        label="增加", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择增加谁。"}
    )
    field_order = ("items", "reason")

    def offer(self, options: list[tuple[str, str]]) -> None:
        """What is chosen from."""
        field: Any = self.fields["items"]
        field.choices = options


class AnswerForm(ui.Beside):
    """答复 of what somebody asked."""

    words = forms.CharField(label="答复", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
