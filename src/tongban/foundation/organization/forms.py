"""What administrators fill in. Field names are those of the data in contracts, so that messages of operations find their fields."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tongban.foundation.organization.contracts import Duty, Emblem, PostKind, UnitKind
from tongban.foundation.organization.models import Post, Unit
from tongban.foundation.ui.api import Form, PersonField

UNIT_FORMS: list[tuple[str, str]] = [
    (UnitKind.ORGAN, "机关"), (UnitKind.SECTION, "内设机构"), (UnitKind.BRANCH, "派出机构"), (UnitKind.TASK_FORCE, "临时专班"),
]  # fmt: skip
EMBLEMS: list[tuple[str, str]] = [(Emblem.STAR, "五角星"), (Emblem.NATIONAL, "国徽"), (Emblem.PARTY, "党徽")]
CATEGORIES = ["党群部门", "政府部门", "乡镇街道", "人大政协", "群团组织", "事业单位", "国有企业"]
RANKS = [(PostKind.HEAD, "正职"), (PostKind.DEPUTY, "副职"), (PostKind.STAFF, "工作人员")]
DUTIES = [
    (Duty.RECEIVER, "公文收发员"), (Duty.REGISTRAR, "机要（文号、登记、分发）"), (Duty.VETTER, "核稿"),
    (Duty.SEAL_KEEPER, "公章管理员"), (Duty.DOCUMENT_MANAGER, "公文管理员"),
    (Duty.WINDOW, "窗口（收件、受理、送达）"),
]  # fmt: skip
GENDERS = [("", "未填"), ("男", "男"), ("女", "女")]
ROLES = [("A", "A角"), ("B", "B角")]
LEVELS = ("省级", "市级", "县级", "乡级", "村级")
LINES = [("vertical", "垂直业务"), ("dual", "双重领导")]


def text(label: str, *, required: bool = True, longest: int = 120, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, help_text=hint)


def day(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def position(label: str = "排列顺序", hint: str = "数字小的排在前面") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=999_999, initial=0, help_text=hint)


class ChangeUnitForm(Form):
    """F-ID-06."""

    half: tuple[str, ...] = ("short_name", "category", "code", "credit_code", "emblem", "order")

    short_name = text("简称", longest=40)
    category = forms.CharField(
        label="部门大类", required=False, max_length=20, help_text="选已有的，或写新的；单位树按大类分组",
        widget=forms.TextInput(attrs={"list": "org-categories", "autocomplete": "off"}),
    )  # fmt: skip
    categories = CATEGORIES
    code = text("单位编码", required=False, longest=30, hint="在本县（市）预留的号段内")
    credit_code = text("统一社会信用代码", required=False, longest=18)
    emblem = forms.ChoiceField(label="印章图案", choices=EMBLEMS, initial=Emblem.STAR)
    order = position()
    pays_wages = forms.BooleanField(label="实际工资单位", required=False, initial=True)


class NewUnitForm(ChangeUnitForm):
    half = ("short_name", "form", "category", "word", "code", "credit_code", "emblem", "order")
    name = text("单位全称", hint="与机构编制批复一致，例如：临江县教育局")
    form = forms.ChoiceField(label="类型", choices=UNIT_FORMS)
    word = text("机关代字", required=False, longest=20, hint="例如：临教；填写后同时挂主牌。内设机构不填")
    field_order = ("name", "short_name", "form", "category", "word")


class RenameForm(Form):
    half = ("short_name", "word")
    name = text("新全称")
    short_name = text("新简称", required=False, longest=40)
    word = text("新机关代字", required=False, longest=20, hint="不变可不填")
    on = day("生效日期")
    reason = text("依据", required=False, longest=200, hint="例如：机构改革方案的文号")


class MoveForm(Form):
    parent = forms.TypedChoiceField(label="新的上级单位", coerce=int)


class SuperiorForm(Form):
    relation = forms.ChoiceField(label="关系", choices=LINES)
    superior = forms.TypedChoiceField(
        label="上级单位", coerce=int, required=False, empty_value=None, help_text="选“无”即解除"
    )


class OversightForm(Form):
    role = forms.ChoiceField(label="角色", choices=ROLES)
    leader = forms.TypedChoiceField(
        label="分管领导", coerce=int, required=False, empty_value=None, help_text="选“无”即取消"
    )


class PlaqueForm(Form):
    name = text("牌子名称")
    word = text("机关代字", longest=20)
    mark = text("发文机关标志", required=False, hint="不填则为名称加“文件”")
    on = day("启用日期")
    main = forms.BooleanField(label="作为主牌（原主牌同时停用）", required=False)


class EndForm(Form):
    on = day("日期")


class MergeForm(Form):
    units = forms.TypedMultipleChoiceField(label="并入的单位", coerce=int, widget=forms.CheckboxSelectMultiple)
    on = day("生效日期")
    reason = text("依据", required=False, longest=200)


class CloseForm(Form):
    on = day("撤销日期")
    successor = forms.TypedChoiceField(label="承继单位", coerce=int, required=False, empty_value=None)
    reason = text("依据", required=False, longest=200)


class PostForm(Form):
    half = ("title", "rank")
    title = text("岗位名称", longest=60)
    rank = forms.ChoiceField(label="级别", choices=RANKS, initial=PostKind.STAFF)
    duties = forms.MultipleChoiceField(
        label="职责", required=False, choices=DUTIES, widget=forms.CheckboxSelectMultiple
    )
    order = position()
    single = forms.BooleanField(label="一人一岗", required=False)


class PersonForm(Form):
    """F-ID-08. `half` are the fields that stand two in a line."""

    half: tuple[str, ...] = (
        "name",
        "gender",
        "born_on",
        "grade",
        "mobile",
        "office_phone",
        "email",
        "order",
        "leader_order",
    )

    name = text("姓名", longest=60)
    gender = forms.ChoiceField(label="性别", required=False, choices=GENDERS)
    born_on = day("出生日期", required=False)
    grade = text("职级", required=False, longest=30)
    mobile = text("手机", required=False, longest=20)
    office_phone = text("办公电话", required=False, longest=30)
    email = text("电子邮箱", required=False)
    order = position()
    leader_order = position("领导排序", "领导才需要；数字小的排在前面")


class HireForm(PersonForm):
    half = (*PersonForm.half, "post")
    post = forms.TypedChoiceField(label="岗位", coerce=int)
    username = text("用户名", required=False, longest=60, hint="不填则用姓名全拼，重名时自动加数字，例如 zhangsan01")
    field_order = ("name", "post", "username")


class AppointForm(Form):
    post = forms.TypedChoiceField(label="岗位", coerce=int)
    main = forms.BooleanField(label="作为主要岗位", required=False)


class ReasonForm(Form):
    reason = text("原因", longest=200)


class CertificateForm(Form):
    number = text("证书编号", required=False, longest=64)


class RegionForm(Form):
    half = ("code", "name", "level")
    code = text("区划代码", longest=12, hint="例如：421281")
    name = text("名称", longest=60)
    level = forms.TypedChoiceField(label="级别", coerce=int, choices=list(enumerate(LEVELS, start=1)))
    parent = forms.TypedChoiceField(label="上级区划", coerce=int, required=False, empty_value=None)


class CodesForm(Form):
    half = ("first", "last")
    first = text("号段开始", required=False, longest=30, hint="例如：030000")
    last = text("号段结束", required=False, longest=30, hint="例如：039999")


class TopUnitForm(NewUnitForm):
    region = forms.TypedChoiceField(label="行政区划", coerce=int)
    field_order = ("name", "short_name", "form", "region", "word")


class AddressesForm(Form):
    addresses = text("允许登录的地址", required=False, longest=300, hint="IP 地址或网段，用空格分开；不填则不限制")


class SecretaryForm(Form):
    secretary = PersonField(label="秘书")


class DelegationForm(Form):
    to_person_id = PersonField(label="委托给")
    since = forms.DateTimeField(
        label="开始", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label="结束", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    reason = text("原因", required=False, longest=200, hint="例如：外出学习")


def offer(form: Form, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set the choices of a select whose rows come from the database."""
    chosen: Any = form.fields[field]
    chosen.choices = list(choices)


def units_as_choices(units: Iterable[Unit], *, none: str = "请选择") -> list[tuple[Any, Any]]:
    """Choices of a select: the units' full names; `none` is the first, empty one."""
    return [("", none), *((u.pk, u.full_name) for u in units)]


def posts_as_choices(posts: Iterable[Post], *, none: str = "请选择") -> list[tuple[Any, Any]]:
    """Posts under their units, as groups of a select."""
    groups: dict[Unit, list[tuple[int, str]]] = {}
    for post in posts:
        groups.setdefault(post.unit, []).append((post.pk, f"{post.title}（一人一岗）" if post.single else post.title))
    return [("", none), *((unit.full_name, rows) for unit, rows in groups.items())]
