"""Rules of the catalog on plain values: what an item must say before it may be published, and its lists as lines of text."""

import re
from collections.abc import Iterable, Mapping

from tongban.business.catalog.contracts import Content, Material, Question, Stage

# GB/T 39046: kinds of power and of service.
KINDS: Mapping[str, str] = {
    "01": "行政许可", "02": "行政处罚", "03": "行政强制", "04": "行政征收", "05": "行政给付", "06": "行政检查",
    "07": "行政确认", "08": "行政奖励", "09": "行政裁决", "10": "其他行政权力", "20": "公共服务",
}  # fmt: skip
AUDIENCES: Mapping[str, str] = {
    "1": "自然人", "2": "企业法人", "3": "事业法人", "4": "社会组织法人", "5": "行政机关", "6": "其他组织",
}  # fmt: skip
CASE_KINDS: Mapping[str, str] = {"1": "即办件", "2": "承诺件"}
FORMS = ("原件", "复印件", "原件和复印件", "电子件")
NEEDED = {"必要": True, "非必要": False}
CODE = re.compile(r"[0-9]{2}(0[1-9]|10|20)[0-9]{8}")
BAR = re.compile(r"\s*[|｜]\s*")


def faults(content: Content) -> dict[str, str]:
    """What keeps this version from being published, by field; empty when nothing does."""
    found = {name: f"请填写{label}。" for name, label in NEEDED_TEXTS.items() if not getattr(content, name)}
    if content.code and not code_right(content.code, content.kind):
        found["code"] = "基本编码为12位数字：地区2位、事项类型2位、主项5位、子项3位，类型要与所选的一致。"
    if not 1 <= content.promised_days <= content.legal_days:
        found["promised_days"] = f"承诺时限应在1至{content.legal_days}个工作日之间，不能超过法定时限。"
    if not content.materials:
        found["materials"] = "请列出申请材料；确实不要材料的，写明“无”并标为非必要。"
    if twice := _doubled(m.name for m in content.materials):
        found["materials"] = f"材料“{twice}”写了两次。"
    if content.fee and not content.fee_basis:
        found["fee_basis"] = "收费的事项要写明收费依据。"
    return found


NEEDED_TEXTS = {
    "name": "事项名称", "basis": "设定依据", "conditions": "受理条件", "stages": "办理流程", "place": "办理地点",
    "hours": "办理时间", "phone": "咨询电话", "complaints": "监督投诉方式", "form": "申请表", "reconsideration": "行政复议机关",
    "court": "管辖法院",
}  # fmt: skip


def code_right(code: str, kind: str) -> bool:
    """Whether a 基本编码 has its twelve digits and tells the kind of the item."""
    return bool(CODE.fullmatch(code)) and code[2:4] == kind


def is_the_form(material: Material, form_name: str) -> bool:
    """Whether a material is the application form itself: whoever applies online fills it in and uploads nothing."""
    return material.form == "电子件" and material.name in form_name


def to_upload(content: Content, form_name: str) -> list[Material]:
    """The materials that somebody who applies online uploads."""
    return [material for material in content.materials if not is_the_form(material, form_name)]


def material_lines(materials: Iterable[Material]) -> str:
    """One line a material: 名称｜必要｜原件｜1｜来源｜说明."""
    return "\n".join(
        "｜".join((m.name, "必要" if m.required else "非必要", m.form, str(m.copies), m.source, m.note)).rstrip("｜")
        for m in materials
    )


def read_materials(text: str) -> tuple[Material, ...]:
    """The reverse; what is left out has its usual value. ValueError, with the line, for what cannot be read."""
    return tuple(_material(no, line) for no, line in enumerate(_lines(text), start=1))


def _material(no: int, line: str) -> Material:
    name, needed, form, copies, source, note = (*BAR.split(line), *[""] * 6)[:6]
    if needed and needed not in NEEDED:
        raise ValueError(f"第{no}行：第二项写“必要”或“非必要”。")
    if form and form not in FORMS:
        raise ValueError(f"第{no}行：材料形式写{'、'.join(FORMS)}之一。")
    if copies and not (copies.isascii() and copies.isdigit() and 0 < int(copies) < 100):
        raise ValueError(f"第{no}行：份数写1至99的数字。")
    return Material(
        key=f"m{no}", name=name, required=NEEDED.get(needed, True), form=form or FORMS[0], copies=int(copies or 1),
        source=source or "申请人自备", note=note,
    )  # fmt: skip


def stage_lines(stages: Iterable[Stage]) -> str:
    """One line a step: 名称｜办理人｜说明."""
    return "\n".join("｜".join((s.name, s.who, s.text)).rstrip("｜") for s in stages)


def read_stages(text: str) -> tuple[Stage, ...]:
    rows = ((*BAR.split(line, maxsplit=2), "", "")[:3] for line in _lines(text))
    return tuple(Stage(name=name, who=who, text=said) for name, who, said in rows)


def question_lines(questions: Iterable[Question]) -> str:
    """One line a question: 问｜答."""
    return "\n".join(f"{q.asked}｜{q.answer}" for q in questions)


def read_questions(text: str) -> tuple[Question, ...]:
    rows = [(*BAR.split(line, maxsplit=1), "")[:2] for line in _lines(text)]
    for no, (_, answer) in enumerate(rows, start=1):
        if not answer:
            raise ValueError(f"第{no}行：问题和回答之间用“｜”隔开。")
    return tuple(Question(asked=asked, answer=answer) for asked, answer in rows)


def read_lines(text: str) -> tuple[str, ...]:
    return tuple(_lines(text))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _doubled(names: Iterable[str]) -> str:
    seen: set[str] = set()
    return next((name for name in names if name in seen or seen.add(name)), "")  # type: ignore[func-returns-value]
