"""The forms of the window."""

from typing import Any

from django import forms

from tongban.business.casework import api as casework
from tongban.business.catalog import api as catalog
from tongban.foundation.organization.api import Person
from tongban.foundation.ui import api as ui

VERDICTS = [("good", "齐全"), ("bad", "不符"), ("none", "缺")]
NEEDED = {"accept": ("handler",), "ask": (), "reject": ("reason", "basis")}  # the fields of each decision
DECISIONS = {
    "accept": ("受理", "受理通知书", casework.Sort.ACCEPTANCE),
    "ask": ("一次性告知补正", "补正告知书", casework.Sort.SUPPLEMENT),
    "reject": ("不予受理", "不予受理通知书", casework.Sort.REJECTION),
}


class ApplicantForm(ui.Beside):
    """申请人: who applies, and the agent who is there."""

    applicant_name = forms.CharField(label="申请人名称", max_length=120)
    applicant_code = forms.CharField(label="统一社会信用代码或证件号码", max_length=30)
    applicant_agent = forms.CharField(label="经办人姓名", max_length=60)
    applicant_phone = forms.CharField(label="联系电话", max_length=20)

    def applicant(self) -> casework.Applicant:
        data = self.cleaned_data
        return casework.Applicant(
            **{name.removeprefix("applicant_"): data[name] for name in data if name.startswith("applicant_")}
        )


class MaterialsForm(ui.Beside):
    """申请材料: for each an upload, or the mark that it was handed in on paper."""

    def __init__(self, *args: Any, materials: tuple[catalog.Material, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.materials = materials
        for material in materials:
            self.fields[f"material_{material.key}"] = forms.FileField(label=f"{material.name}：扫描件", required=False)
            self.fields[f"paper_{material.key}"] = forms.BooleanField(label="已收纸质件", required=False)

    def rows(self) -> list[tuple[catalog.Material, forms.BoundField, forms.BoundField]]:
        return [(m, self[f"material_{m.key}"], self[f"paper_{m.key}"]) for m in self.materials]

    def given(self, received: dict[str, Any]) -> tuple[casework.Given, ...]:
        """What was handed in; `received` are the checked uploads by key."""
        data = self.cleaned_data
        return tuple(
            casework.Given(key=m.key, received=received.get(m.key), on_paper=data[f"paper_{m.key}"])
            for m in self.materials
            if m.key in received or data[f"paper_{m.key}"]
        )


class ScreenForm(ui.Form):
    """受理审查: a verdict on each material, what is to be done about it, and what is decided."""

    decision = forms.ChoiceField(label="受理决定", widget=forms.RadioSelect)
    handler: Any = forms.ModelChoiceField(label="承办人", queryset=None, empty_label="请选择")
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    basis = forms.CharField(label="依据（法律名称和条款）", max_length=300)

    def __init__(self, *args: Any, brought: list[casework.Brought], people: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brought = brought
        for row in brought:
            self._ask_about(row)
        good = not self.wanting(self.initial_verdicts())
        offered = [name for name in DECISIONS if name != "ask" or not asked]
        self.fields["decision"].choices = [(name, DECISIONS[name][0]) for name in offered]  # type: ignore[attr-defined]
        self.fields["decision"].initial = "accept" if good else next(n for n in offered if n != "accept")
        handler = self.fields["handler"]
        handler.queryset = people if people is not None else Person.objects.none()  # type: ignore[attr-defined]
        handler.label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        for name in ("handler", "reason", "basis") if self.is_bound else ():
            self.fields[name].required = name in NEEDED[self.chosen()]

    def _ask_about(self, row: casework.Brought) -> None:
        wanted = row.wanted
        self.fields[f"verdict_{wanted.key}"] = forms.ChoiceField(
            label=f"{wanted.name}：审查", choices=VERDICTS, initial=self._first(row), widget=forms.RadioSelect
        )
        lacking = not row.there and wanted.required
        self.fields[f"problem_{wanted.key}"] = forms.CharField(
            label=f"{wanted.name}：问题和要求", max_length=200, required=False,
            initial=f"没有提交，请提交{wanted.form}{wanted.copies}份。" if lacking else "",
        )  # fmt: skip

    @staticmethod
    def _first(row: casework.Brought) -> str:
        return "good" if row.there or not row.wanted.required else "none"

    def initial_verdicts(self) -> dict[str, str]:
        return {row.wanted.key: self._first(row) for row in self.brought}

    def wanting(self, verdicts: dict[str, str]) -> list[str]:
        """The keys of materials that stand in the way of acceptance."""
        return [row.wanted.key for row in self.brought if verdicts.get(row.wanted.key) not in (None, "good")]

    def verdicts(self) -> dict[str, str]:
        """As they stand in the form now, whole or not."""
        return {row.wanted.key: str(self[f"verdict_{row.wanted.key}"].value() or "") for row in self.brought}

    def missing(self) -> dict[str, str]:
        """What is to be supplemented, as it stands in the form now."""
        return {
            key: str(self[f"problem_{key}"].value() or "").strip() for key in self.wanting(self.verdicts())
        }  # fmt: skip

    def chosen(self) -> str:
        """The decision as it stands in the form now."""
        value = str(self["decision"].value() or "")
        return value if value in DECISIONS else "accept"

    def rows(self) -> list[tuple[casework.Brought, forms.BoundField, forms.BoundField]]:
        return [(r, self[f"verdict_{r.wanted.key}"], self[f"problem_{r.wanted.key}"]) for r in self.brought]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanting = self.wanting(self.verdicts())
        if data.get("decision") == "accept" and wanting:
            self.add_error(
                "decision", f"有{len(wanting)}份材料不齐或者不符，不能受理。请一次性告知补正，或者改审查结果。"
            )
        if data.get("decision") == "ask":
            self._require_problems(wanting)
        return data

    def _require_problems(self, wanting: list[str]) -> None:
        if not wanting:
            self.add_error("decision", "材料都齐全，没有要补正的内容。请受理，或者改审查结果。")
        for key, problem in self.missing().items():
            if not problem:
                self.add_error(f"problem_{key}", "请写明问题和要求，例如：缺少操作流程，请补画。")


class DeliverForm(ui.Beside):
    way = forms.ChoiceField(label="送达方式", widget=forms.RadioSelect)
    receiver = forms.CharField(label="签收人", max_length=60)

    def __init__(self, *args: Any, case: casework.Case, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"way": "window", "receiver": case.agent}, **kwargs})
        ways = [row for row in casework.WAYS.items() if row[0] != "online" or case.electronic]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]


class WithdrawForm(ui.Beside):
    reason = forms.CharField(label="申请人撤回的原因", max_length=200)


class RateForm(ui.Beside):
    stars = forms.TypedChoiceField(label="总体评价", choices=casework.STARS, coerce=int, widget=forms.RadioSelect)
    points = forms.MultipleChoiceField(
        label="具体方面", choices=[(p, p) for p in casework.POINTS], required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
