"""What the portal prints, with the fonts of this installation. Runs in the worker."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils.timezone import localtime

from tongban.business.hall.models import Guide, Submission
from tongban.business.hall.queries.own import definition_of
from tongban.business.hall.queries.published import item_of
from tongban.business.hall.rules import receipts
from tongban.business.licenses import api as licenses
from tongban.engines.forms import api as forms
from tongban.engines.seals import api as seals
from tongban.lib.gongwen.slip import Part, Row, Slip, slip

LINE, BOX = 7, 24  # millimetres to write in


def receipt(made: Submission, *, at: datetime) -> bytes:
    """网上申请回执. Raises GongwenError where the fonts cannot draw it."""
    sent = "、".join(row.name for row in made.files.filter(supplement=None).order_by("pk")) or "申请书"
    rows = (
        ("办件编号", made.receipt), ("查询码", receipts.spoken_code(made.code)), ("申请事项", made.guide.name),
        ("办理单位", made.guide.unit), ("申请人", made.applicant),
        ("提交时间", f"{localtime(made.submitted_at):%Y年%m月%d日 %H:%M}"), ("材料", sent),
    )  # fmt: skip
    content = Slip(
        title="网上申请回执", parts=(Part("", tuple(Row(label, value) for label, value in rows)),),
        note="凭编号和查询码，不用登录就能查进度，也可以扫右边的二维码。本回执只证明收到申请，是否受理另行通知。",
        code=licenses.qr_code(f"{settings.PUBLIC_ADDRESS}/progress/?number={made.receipt}"),
    )  # fmt: skip
    return slip(content, fonts=seals.fonts(), at=at.astimezone(UTC))


def blank(guide: Guide, *, at: datetime) -> bytes:
    """The item's form with nothing in it, to be filled in by hand and taken to the window."""
    item = item_of(guide)
    definition = definition_of(item.form)
    asked = tuple(Part(section.title, tuple(map(_to_write, section.fields))) for section in definition.sections)
    who = Part("申请人", tuple(Row(label) for label in ("名称（姓名）", "证件号码", "经办人", "联系电话")))
    signed = Part("", (Row("申请人签名（盖章）", height=BOX), Row("日期", "　　　　年　　月　　日")))
    content = Slip(
        title=definition.name, under=f"{guide.name}　{item.unit}", parts=(who, *asked, signed),
        note="用黑色笔填写，在方框里打勾。填好以后和材料一起交到窗口；网上申请的不用填这张表。",
    )  # fmt: skip
    return slip(content, fonts=seals.fonts(), at=at.astimezone(UTC))


def _to_write(field: forms.Field) -> Row:
    label = field.label if field.required else f"{field.label}（选填）"
    if field.kind == "checkbox":
        return Row(label, "□ 是　□ 否")
    if field.choices:
        return Row(label, "　".join(f"□ {choice.label}" for choice in field.choices))
    return Row(label, height=BOX if field.kind == "textarea" else LINE)
