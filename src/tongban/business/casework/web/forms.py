"""The forms of a case. Each stands on the page beside others: its ids are its own."""

from typing import Any

from django import forms

from tongban.business.casework.contracts import POINTS, STARS, Applicant, Given
from tongban.business.casework.operations.decide import WAYS
from tongban.business.catalog import api as catalog
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Person
from tongban.foundation.ui import api as ui


def long_text(label: str, longest: int = 500, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, widget=forms.Textarea(attrs={"rows": 3}))


class ApplicantForm(ui.Beside):
    """申请人: who applies, and the agent who is there."""

    applicant_name = forms.CharField(label="申请人名称", max_length=120)
    applicant_code = forms.CharField(label="统一社会信用代码或证件号码", max_length=30)
    applicant_agent = forms.CharField(label="经办人姓名", max_length=60)
    applicant_phone = forms.CharField(label="联系电话", max_length=20)

    def applicant(self) -> Applicant:
        data = self.cleaned_data
        return Applicant(
            **{name.removeprefix("applicant_"): data[name] for name in data if name.startswith("applicant_")}
        )


class MaterialsForm(ui.Beside):
    """申请材料: for each an upload, or the mark that it was handed in on paper."""

    def __init__(
        self, *args: Any, materials: tuple[catalog.Material, ...], only: set[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.materials = [material for material in materials if only is None or material.key in only]
        for material in self.materials:
            label = material.name
            self.fields[f"material_{material.key}"] = forms.FileField(label=label, required=False)
            self.fields[f"paper_{material.key}"] = forms.BooleanField(label="已收纸质件", required=False)

    def rows(self) -> list[tuple[catalog.Material, forms.BoundField, forms.BoundField]]:
        return [(m, self[f"material_{m.key}"], self[f"paper_{m.key}"]) for m in self.materials]

    def given(self, received: dict[str, Any]) -> tuple[Given, ...]:
        """What was handed in; `received` are the checked uploads by key."""
        data = self.cleaned_data
        return tuple(
            Given(key=m.key, received=received.get(m.key), on_paper=data[f"paper_{m.key}"])
            for m in self.materials
            if m.key in received or data[f"paper_{m.key}"]
        )


class AcceptForm(ui.Beside):
    """受理: who handles it."""

    handler: Any = forms.ModelChoiceField(label="承办人", queryset=None, empty_label="请选择")

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["handler"]
        field.queryset = people if people is not None else Person.objects.none()  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: person.name  # type: ignore[attr-defined]


class SupplementForm(ui.Beside):
    """补正: for each material what is wrong with it; what is in order stays empty."""

    def __init__(self, *args: Any, materials: tuple[catalog.Material, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for material in materials:
            self.fields[material.key] = forms.CharField(label=material.name, max_length=200, required=False)

    def missing(self) -> dict[str, str]:
        return {name: text for name, text in self.values().items() if text.strip()}


class RefuseForm(ui.Beside):
    """不予受理 and 不予许可: why, and by which article."""

    reason = long_text("理由")
    basis = forms.CharField(label="依据（法律名称和条款）", max_length=300)


class DenyForm(RefuseForm):
    pass


class StepForm(ui.Beside):
    opinion = long_text("意见")


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


class DeliverForm(ui.Beside):
    way = forms.ChoiceField(label="送达方式", choices=list(WAYS.items()), widget=forms.RadioSelect)
    receiver = forms.CharField(label="签收人", max_length=60)


class WithdrawForm(ui.Beside):
    reason = forms.CharField(label="申请人撤回的原因", max_length=200)


class RateForm(ui.Beside):
    stars = forms.TypedChoiceField(label="总体评价", choices=STARS, coerce=int, widget=forms.RadioSelect)
    points = forms.MultipleChoiceField(
        label="具体方面", choices=[(p, p) for p in POINTS], required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = long_text("说明", required=False)
