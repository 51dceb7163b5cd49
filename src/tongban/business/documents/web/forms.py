"""The forms of documents, with the words of the paper forms."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow.api import Choice
from tongban.foundation.organization.api import unit_tree
from tongban.foundation.ui import api as ui

DIRECTIONS = (("down", "下行"), ("level", "平行"), ("up", "上行"))
URGENCIES = (("ordinary", "一般"), ("urgent", "加急"), ("express", "特急"))
LEVELS = (("", "非密"), ("内部", "内部"))


class DraftForm(ui.Form):
    """发文起草 (F-OD-02, F-OD-03). Only non-secret levels are offered."""

    title = forms.CharField(label="标题", max_length=200)
    kind = forms.ChoiceField(label="文种", choices=[(name, name) for name in KINDS])
    direction = forms.ChoiceField(label="行文方向", choices=DIRECTIONS)
    urgency = forms.ChoiceField(label="紧急程度", choices=URGENCIES)
    level = forms.ChoiceField(label="密级", choices=LEVELS, required=False, help_text="涉密文件走纸质渠道，不能录入。")
    scope = forms.ChoiceField(label="阅读范围", choices=[("一般", "一般"), ("内部", "内部")])
    openness = forms.ChoiceField(label="公开属性", choices=[("公开发布", "公开发布"), ("不公开发布", "不公开发布")])
    closed_reason = forms.CharField(
        label="不公开理由", required=False, max_length=200, help_text="选择不公开发布时填写。"
    )
    main_recipients = forms.CharField(
        label="主送（印在文件上的）", required=False, max_length=1000, help_text="例如：各乡镇人民政府，县直各单位"
    )
    cc = forms.CharField(label="抄送（印在文件上的）", required=False, max_length=1000)
    to = ui.UnitsField(label="主送单位（分发名单）", required=False)
    copy_to = ui.UnitsField(label="抄送单位（分发名单）", required=False)
    keywords = forms.CharField(label="主题词", required=False, max_length=100)
    note = forms.CharField(label="附注", required=False, max_length=200)
    phone = forms.CharField(label="联系电话", required=False, max_length=40)
    body = forms.CharField(
        label="正文", required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 22, "class": "tb-editor", "spellcheck": "false"}),
        help_text="直接粘贴即可：一、（一）1.（1）各占一段，空行分段；# 附件标题 起一页附件。",
    )  # fmt: skip
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = unit_nodes()
        for name in ("to", "copy_to"):
            self.fields[name].nodes = nodes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if both := set(data.get("to") or []) & set(data.get("copy_to") or []):
            self.add_error("copy_to", f"有 {len(both)} 个单位同时选在主送和抄送里，请只留一处。")
        return data

    def content(self) -> Content:
        """What the operation takes."""
        data = self.cleaned_data
        names = list(DraftFields.__dataclass_fields__)
        receivers = dict.fromkeys(data["copy_to"], "cc") | dict.fromkeys(data["to"], "main")
        body = data["body"].replace("\r\n", "\n")
        return Content(fields=DraftFields(**{n: data[n] for n in names}), body=body, receivers=receivers)


class MoreForm(ui.Form):
    """补发: further units. Those that have the document already are shown, and cannot be chosen."""

    to = ui.UnitsField(label="主送单位", required=False)
    copy_to = ui.UnitsField(label="抄送单位", required=False)

    def __init__(self, *args: Any, without: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [replace(n, choosable=False, warning="已经分发") if n.id in without else n for n in unit_nodes()]
        for name in ("to", "copy_to"):
            self.fields[name].nodes = nodes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("to") or data.get("copy_to")):
            self.add_error("to", "请选择要补发的单位。")
        return data

    def units(self) -> dict[int, str]:
        """Unit id → main or cc."""
        return dict.fromkeys(self.cleaned_data["copy_to"], "cc") | dict.fromkeys(self.cleaned_data["to"], "main")


class IncomingForm(ui.Form):
    """收文登记 (F-IN-02)."""

    title = forms.CharField(label="来文标题", max_length=200)
    from_unit = forms.CharField(label="来文单位", max_length=120)
    from_number = forms.CharField(label="来文字号", max_length=60, required=False)
    kind = forms.ChoiceField(label="文种", choices=[(name, name) for name in KINDS])
    urgency = forms.ChoiceField(label="紧急程度", choices=URGENCIES)
    pages = forms.IntegerField(label="页数", min_value=0, max_value=9999, required=False)
    limit = forms.DateField(label="办理限时", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    series: Any = forms.ModelChoiceField(label="收文代字", queryset=None, empty_label=None)

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        field.queryset = series  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.word  # type: ignore[attr-defined]


class PaperForm(IncomingForm):
    """收文登记 of a paper document, with its scan."""

    scan = ui.FilesField(label="扫描件", required=False)


class ScansForm(ui.Beside):
    """补扫: further pages."""

    scan = ui.FilesField(label="补扫")


class ReturnForm(ui.Beside):
    """初审退回: why it goes back to the sender."""

    reason = forms.CharField(
        label="退回来文单位的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "退回要写明原因。"},
    )  # fmt: skip


class LimitForm(ui.Beside):
    """限时 of one section."""

    limit = forms.DateField(label="限时", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class VoidForm(ui.Beside):
    """作废: why."""

    reason = forms.CharField(label="作废原因", max_length=200)


class OverrideForm(ui.Beside):
    """格式检查: why the errors may stand."""

    reason = forms.CharField(label="放行理由", max_length=200)


class NumberForm(ui.Form):
    """编号: under which 代字."""

    series: Any = forms.ModelChoiceField(label="发文代字", queryset=None, empty_label=None, widget=forms.RadioSelect)

    def __init__(self, *args: Any, series: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["series"]
        field.queryset = series  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.word  # type: ignore[attr-defined]
        field.initial = series.first()


class StepForm(ui.Form):
    """办理: the opinion, and what this step decides. Who returns it or keeps an opinion decides nothing yet."""

    opinion = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, choices: list[Choice], deciding: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = choices
        for choice in choices:
            self.fields[choice.name] = _field_of(choice)
            self.fields[choice.name].required &= deciding

    def chosen(self) -> dict[str, Any]:
        return {choice.name: self.cleaned_data[choice.name] for choice in self.offered}

    def choice_fields(self) -> list[forms.BoundField]:
        return [self[choice.name] for choice in self.offered]


def _field_of(choice: Choice) -> forms.Field:
    """Few options are shown as radios or boxes, many units with a search."""
    options = [(option.value, option.label) for option in choice.options]
    picked = [int(option.value) for option in choice.options if option.chosen]
    if choice.many:
        nodes = [ui.UnitNode(id=int(o.value), name=o.label, search=o.hint) for o in choice.options]
        return ui.UnitsField(
            label=choice.label, nodes=nodes, required=choice.required, help_text=choice.hint, initial=picked
        )
    return forms.ChoiceField(
        label=choice.label, choices=options, widget=forms.RadioSelect, required=choice.required, help_text=choice.hint
    )


def unit_nodes() -> list[ui.UnitNode]:
    """The organs of the tree for pickers: sections are not receivers."""
    found: list[ui.UnitNode] = []

    def walk(nodes: Any, parent: int | None) -> None:
        for node in nodes:
            if node.form != "section":
                found.append(ui.UnitNode(id=node.id, name=node.name, parent=parent, search=node.short_name))
                walk(node.children, node.id)

    walk(unit_tree(on=date.today()), None)  # noqa: DTZ011 - units are valid by calendar days
    return found
