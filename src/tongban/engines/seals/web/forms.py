"""The forms of seals."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tongban.engines.seals.contracts import SORTS
from tongban.engines.seals.queries import Search
from tongban.engines.seals.rules import PASSWORD_LENGTH
from tongban.foundation.organization.api import Person, Plaque, Unit
from tongban.foundation.ui import api as ui

NEW_PASSWORD = f"至少 {PASSWORD_LENGTH} 位，要有字母和数字。不要与登录密码相同。"


def sent(request: Any) -> dict[str, Any]:
    """A form's arguments: what was posted, even if it is empty; nothing for a page that is only opened."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


class Password(forms.PasswordInput):
    """Never filled in by the browser, never sent back."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "new-password", "spellcheck": "false"})


class DayInput(forms.DateInput):
    input_type = "date"


class PasswordForm(ui.Form):
    """修改印章密码."""

    old_password = forms.CharField(label="原印章密码", widget=Password(), strip=False)
    new_password = forms.CharField(label="新印章密码", widget=Password(), strip=False, help_text=NEW_PASSWORD)
    again_password = forms.CharField(
        label="再输一次", widget=Password(), strip=False, error_messages={"required": "请再输一次新密码。"}
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new, again = data.get("new_password"), data.get("again_password")
        if new and again and new != again:
            self.add_error("again_password", "两次输入的新密码不一样。")
        return data


class RegisterForm(ui.Form):
    """Filters of 用印登记."""

    text = forms.CharField(label="标题、文号、批准人", required=False, max_length=80)
    since = forms.DateField(label="从", required=False, widget=DayInput(format="%Y-%m-%d"))
    until = forms.DateField(label="到", required=False, widget=DayInput(format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "tb-input"

    def search(self) -> Search:
        """What the valid filters ask for; those that are wrong do not narrow."""
        return Search(**{n: v for n, v in self.values().items() if v})

    def chosen(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.values().items() if value}


class VerifyForm(ui.Form):
    """验章."""

    file = forms.FileField(label="要查验的文件")


class ChooseForm(ui.Form):
    """制发, first page: which unit gets which seal."""

    unit = forms.ModelChoiceField(label="用章单位", queryset=Unit.objects.none(), empty_label="请选择")
    sort = forms.ChoiceField(
        label="印章种类", choices=[(k, s.label) for k, s in SORTS.items()], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class MakeForm(ui.Form):
    """制发, second page: what is on the seal, and who keeps it."""

    plaque = forms.ModelChoiceField(
        label="牌子", queryset=Plaque.objects.none(), required=False, empty_label="单位本身"
    )
    holder = ui.PersonField(label="签名的本人", required=False)
    picture = forms.FileField(label="登记的印模图片")
    specimen = forms.BooleanField(label="样章（演示、培训用，印文加“样章”）", required=False)
    keeper = ui.PersonField(label="保管人")
    basis = forms.CharField(label="依据", required=False, max_length=200, help_text="介绍信、批准文件的名称和文号。")
    password = forms.CharField(
        label="初始印章密码", widget=Password(), strip=False, help_text=f"{NEW_PASSWORD}保管人启用时必须改。"
    )

    def __init__(self, *args: Any, about: dict[str, Any], **kwargs: Any) -> None:
        """`about`: plaques, holders, keepers to choose from, and whether a picture is needed."""
        super().__init__(*args, **kwargs)
        self.fields["plaque"].queryset = about["plaques"]  # type: ignore[attr-defined]
        self.fields["keeper"].people = about["keepers"]  # type: ignore[attr-defined]
        self.fields["holder"].people = about["holders"]  # type: ignore[attr-defined]
        self.fields["holder"].required = bool(about["holders"])
        unneeded = {
            "plaque": not about["plaques"].exists(),
            "holder": not about["holders"],
            "picture": not about["picture"],
            "specimen": about["picture"],
        }
        for name in [name for name, absent in unneeded.items() if absent]:
            del self.fields[name]


class HandOverForm(ui.Form):
    to = ui.PersonField(label="新保管人")
    reason = forms.CharField(label="原因", required=False, max_length=200, help_text="例如：轮岗、离任。")

    def __init__(self, *args: Any, people: Iterable[ui.PersonChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].people = list(people)  # type: ignore[attr-defined]

    def person(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["to"])


class ReasonForm(ui.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PlainForm(ui.Form):
    """An act that asks for nothing but the click."""
