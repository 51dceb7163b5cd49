"""The forms of a case. Each stands on the page beside others: its ids are its own."""

from typing import Any

from django import forms

from tongban.foundation.clocks import api as clocks
from tongban.foundation.ui import api as ui


def long_text(label: str, longest: int = 500, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": 3}))


class DenyForm(ui.Beside):
    """不予许可: why, and by which article."""

    reason = long_text("理由")
    basis = forms.CharField(label="依据（法律名称和条款）", max_length=300)


class StepForm(ui.Beside):
    opinion = long_text("意见")


class ReturnForm(ui.Beside):
    """退回: to which step that was done, and why."""

    to = forms.ChoiceField(label="退回到")
    reason = long_text("理由", 300)

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = targets  # type: ignore[attr-defined]


class SpecialForm(ui.Beside):
    """特别程序: which of those that the item has."""

    ground = forms.ChoiceField(label="程序")
    body = forms.CharField(label="承担机构", max_length=120)
    days = forms.IntegerField(label="所需工作日", min_value=1, max_value=250)

    def __init__(self, *args: Any, grounds: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(word, clocks.GROUND_LABELS[clocks.Ground(word)]) for word in grounds]
        self.fields["ground"].choices = known  # type: ignore[attr-defined]


class EndSpecialForm(ui.Beside):
    result = long_text("结果", 300)


class ExtendForm(ui.Beside):
    days = forms.IntegerField(label="延长的工作日", min_value=1, max_value=60)
    reason = long_text("理由", 200)
