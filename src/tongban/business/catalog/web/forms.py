"""The form of an item: its lists are typed one a line."""

from dataclasses import replace
from typing import Any

from django import forms

from tongban.business.catalog import rules
from tongban.business.catalog.contracts import Content
from tongban.foundation.clocks import api as clocks
from tongban.foundation.ui import api as ui

# Fields of Content that are typed as lines: how they are read, and how they are written.
LINES = {
    "basis": (rules.read_lines, "\n".join),
    "topics": (rules.read_lines, "\n".join),
    "materials": (rules.read_materials, rules.material_lines),
    "stages": (rules.read_stages, rules.stage_lines),
    "questions": (rules.read_questions, rules.question_lines),
}


def lines(label: str, hint: str = "", rows: int = 4, *, required: bool = False) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows, "class": "tb-textarea"})
    return forms.CharField(label=label, help_text=hint, required=required, widget=box, max_length=20_000)


def text(label: str, hint: str = "", longest: int = 200, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest)


class ItemForm(ui.Form):
    """事项编制. Nothing but the name is asked of a draft; publication asks for the rest."""

    name = text("事项名称", required=True)
    kind = forms.ChoiceField(label="事项类型", choices=list(rules.KINDS.items()))
    code = text("基本编码", "12位数字", 12)
    case_kind = forms.ChoiceField(label="办件类型", choices=list(rules.CASE_KINDS.items()))
    audience = forms.MultipleChoiceField(
        label="服务对象", choices=list(rules.AUDIENCES.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    topics = lines("主题", "一行一个，例如：开办企业", 2)
    basis = lines("设定依据", "一行一条：法律名称和条款", 3)
    conditions = lines("受理条件", rows=6)
    limit = forms.ChoiceField(label="法定时限的依据")
    legal_days = forms.IntegerField(label="法定办结时限（工作日）", min_value=1, max_value=999)
    promised_days = forms.IntegerField(label="承诺办结时限（工作日）", min_value=1, max_value=999)
    pauses = forms.MultipleChoiceField(
        label="特别程序", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(g.value, clocks.GROUND_LABELS[g]) for g in clocks.Ground if g != clocks.Ground.THIRD_PARTY],
        help_text="只有《行政许可法》第四十五条列举的程序不计入时限；现场勘查不在其中。",
    )  # fmt: skip
    inspection = forms.BooleanField(label="办理中要现场勘查（计入时限）", required=False)
    materials = lines("申请材料", "一行一份：名称｜必要或非必要｜原件、复印件或电子件｜份数｜来源｜说明", 7)
    stages = lines("办理流程", "一行一步：步骤｜办理人｜说明", 5)
    fee = text("收费", "不收费的留空")
    fee_basis = text("收费依据")
    visits = forms.IntegerField(label="到办事现场次数", min_value=0, max_value=9)
    place = text("办理地点")
    hours = text("办理时间", "例如：工作日 9:00—12:00，13:30—17:30")
    phone = text("咨询电话", longest=60)
    complaints = text("监督投诉方式")
    form = text("申请表", "在“表单”中发布的表单代码", 60)
    result = text("审批结果名称", "例如：食品经营许可证；不发证的留空", 60)
    result_type = text("证照类型代码", "21位：定义机构统一社会信用代码18位和流水3位", 21)
    result_years = forms.IntegerField(label="有效期（年，0为长期）", min_value=0, max_value=99)
    reconsideration = text("行政复议机关")
    court = text("管辖法院")
    questions = lines("常见问题", "一行一问：问题｜回答", 4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (row.code, f"{row.law}{row.article} {row.name}（{row.amount}个工作日）")
            for row in clocks.limits().values()
            if row.counting == clocks.Counting.AFTER and row.amount and str(row.unit) == "workday"
        ]
        self.fields["limit"].choices = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, (read, _) in LINES.items():
            try:
                data[name] = read(data.get(name) or "")
            except ValueError as error:
                self.add_error(name, str(error))
        return data

    def content(self) -> Content:
        """What the operations take."""
        values = self.values()
        return Content(**{**values, "audience": tuple(values["audience"]), "pauses": tuple(values["pauses"])})


def typed(content: Content) -> dict[str, Any]:
    """The initial values of the form for a content."""
    values = {name: getattr(content, name) for name in Content.__dataclass_fields__}
    return values | {name: write(values[name]) for name, (_, write) in LINES.items()}  # type: ignore[operator]


EMPTY = replace(Content(name="新事项"), name="")


class WithdrawForm(ui.Form):
    reason = text("下架原因", required=True)
