"""The filters of the auditor's list, read from the address."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from tongban.foundation.audit.contracts import OUTCOMES, label_of
from tongban.foundation.audit.queries import Search
from tongban.kernel.operations import operations
from tongban.kernel.references import Reference

ANY = ("", "全部")


def actions() -> list[tuple[str, str]]:
    """All actions of the running system: word and dotted name, by app."""
    return [ANY, *((name, _shown(name)) for name in sorted(operations))]


def _shown(name: str) -> str:
    label = label_of(name)
    return f"{label}（{name}）" if label != name else name


class DateInput(forms.DateInput):
    input_type = "date"


class SearchForm(forms.Form):
    """All filters are optional; a wrong one stands with its message, and what was typed stays."""

    action = forms.ChoiceField(label="动作", required=False, choices=actions)
    person = forms.CharField(label="人员", required=False, max_length=60)
    since = forms.DateField(label="从", required=False, widget=DateInput(format="%Y-%m-%d"))
    until = forms.DateField(label="到", required=False, widget=DateInput(format="%Y-%m-%d"))
    outcome = forms.ChoiceField(label="结果", required=False, choices=[ANY, *OUTCOMES.items()])
    reference = forms.CharField(label="对象", required=False, max_length=60)
    text = forms.CharField(label="关键词", required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "tb-select" if isinstance(field, forms.ChoiceField) else "tb-input"
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = "日期要写成 2026-11-18 的样子。"

    def clean_reference(self) -> Reference | None:
        text: str = re.sub(r"\s+", "", self.cleaned_data["reference"]).replace("：", ":")
        try:
            return Reference.parse(text) if text else None
        except ValueError:
            raise forms.ValidationError("对象要写“类型:编号”，例如：document:12。") from None

    def search(self) -> Search:
        """What the valid filters ask for; those that are wrong do not narrow."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "since" in found:
            found["since"] = midnight(found["since"])
        if "until" in found:
            found["until"] = midnight(found["until"] + timedelta(days=1))
        return Search(**found)

    def chosen(self) -> dict[str, str]:
        """The valid filters as text, for links, the export and its entry."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def midnight(day: date) -> datetime:
    """The start of a day as people here count it."""
    return timezone.make_aware(datetime.combine(day, time()))
