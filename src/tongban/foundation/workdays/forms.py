"""The forms of the calendar. Each makes a change, which is previewed before it is applied."""

from typing import Any

from django import forms

from tongban.foundation.ui.api import Form
from tongban.foundation.workdays import operations
from tongban.foundation.workdays.operations import MOST_DAYS
from tongban.foundation.workdays.rules.changes import Change
from tongban.kernel.errors import Invalid
from tongban.lib.days.words import DAY_LABELS, DayKind, Hours

BACK = "back"
KINDS = [*((kind.value, label) for kind, label in DAY_LABELS.items()), (BACK, "恢复全年安排")]


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def clock_field(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class ChangeForm(Form):
    """`change()` is what the form says; `base` the version that the preview was made on."""

    source = forms.CharField(label="依据", max_length=200, help_text="通知的名称和文号，历史中会显示。")
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def change(self) -> Change:
        raise NotImplementedError

    def arguments(self) -> dict[str, Any]:
        """For the operation, beside source and base."""
        raise NotImplementedError


class NoticeForm(ChangeForm):
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2099)
    text = forms.CharField(
        label="放假安排", widget=forms.Textarea(attrs={"rows": 10}), max_length=20_000,
        help_text="粘贴通知中的放假条目，或每行一条：日期，休/班，名称。例如：2027-02-05至2027-02-11，休，春节。",
    )  # fmt: skip
    field_order = ["year", "source", "text"]

    def change(self) -> Change:
        return operations.notice_change(self.cleaned_data["year"], self.cleaned_data["text"])

    def arguments(self) -> dict[str, Any]:
        return {"year": self.cleaned_data["year"], "text": self.cleaned_data["text"]}


class DaysForm(ChangeForm):
    first = day_field("从")
    last = day_field("到", required=False, help_text="只有一天时不填。")
    what = forms.ChoiceField(label="安排", choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label="名称", max_length=20, required=False, help_text="例如：妇女节。")
    field_order = ["first", "last", "what", "name", "source"]

    def change(self) -> Change:
        return operations.days_change(**self.arguments())

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        first, last = said["first"], said["last"] or said["first"]
        if last < first:
            raise Invalid({"last": f"应不早于开始的日期；一次可以设1至{MOST_DAYS}天。"})
        kind = None if said["what"] == BACK else DayKind(said["what"])
        return {"days": operations.range_of_days(first, last, kind, said["name"])}


class HoursForm(ChangeForm):
    since = day_field("从哪天起")
    morning_from = clock_field("上午上班")
    morning_to = clock_field("上午下班")
    afternoon_from = clock_field("下午上班")
    afternoon_to = clock_field("下午下班")
    field_order = ["since", "morning_from", "morning_to", "afternoon_from", "afternoon_to", "source"]

    def change(self) -> Change:
        return operations.hours_change(**self.arguments())

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        morning = (said["morning_from"], said["morning_to"])
        return {"since": said["since"], "hours": Hours(morning, (said["afternoon_from"], said["afternoon_to"]))}
