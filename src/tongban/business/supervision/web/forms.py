"""The forms of supervision."""

from django import forms

from tongban.business.supervision.contracts import Level
from tongban.business.supervision.operations.cards import WORDS
from tongban.foundation.ui import api as ui


def long_text(label: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": 3}))


class OrderForm(ui.Beside):
    demand = long_text("督办要求", 500)
    days = forms.IntegerField(label="答复期限（工作日）", min_value=1, max_value=60, initial=3)


class WithdrawForm(ui.Beside):
    reason = forms.CharField(label="撤销的理由", max_length=300)


class CardForm(ui.Beside):
    level = forms.TypedChoiceField(
        label="牌", choices=[(x.value, WORDS[x]) for x in Level], coerce=lambda v: Level(int(v))
    )
    reason = long_text("事实和依据", 300)


class AnswerForm(ui.Beside):
    answer = long_text("核查情况和整改措施", 1000)


class CloseForm(ui.Beside):
    verdict = long_text("了结意见", 300)
