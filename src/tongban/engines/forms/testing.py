"""A definition with every kind of field, for tests and for the preview of the engine itself."""

import copy
from typing import Any

_FIELDS: dict[str, tuple[str, dict[str, Any]]] = {
    "name": ("text", {"type": "string", "title": "姓名", "maxLength": 20}),
    "reason": ("textarea", {"type": "string", "title": "事由", "minLength": 2, "maxLength": 200}),
    "sort": ("choice", {"type": "string", "title": "请假种类", "enum": ["年休假", "病假", "事假"]}),
    "half": ("radios", {"type": "string", "title": "时段", "oneOf": [{"const": "am", "title": "上午"}, {"const": "pm", "title": "下午"}]}),
    "tasks": ("checks", {"type": "array", "title": "交接事项", "items": {"type": "string", "enum": ["公文", "会议", "值班"]}}),
    "abroad": ("checkbox", {"type": "boolean", "title": "出国（境）"}),
    "since": ("date", {"type": "string", "title": "开始", "format": "date"}),
    "days": ("integer", {"type": "integer", "title": "天数", "minimum": 1, "maximum": 30}),
    "cost": ("money", {"type": "integer", "title": "费用", "maximum": 5_000_000}),
    "phone": ("phone", {"type": "string", "title": "联系电话"}),
    "identity": ("id_number", {"type": "string", "title": "身份证号码"}),
    "hotel": ("credit_code", {"type": "string", "title": "酒店统一社会信用代码"}),
    "unit": ("unit", {"type": "integer", "title": "单位"}),
    "told": ("units", {"type": "array", "title": "告知单位", "items": {"type": "integer"}}),
    "deputy": ("person", {"type": "integer", "title": "代办人"}),
    "witnesses": ("people", {"type": "array", "title": "知情人", "items": {"type": "integer"}}),
    "proof": ("file", {"type": "string", "title": "证明"}),
    "items": ("table", {"type": "array", "title": "费用明细", "minItems": 1, "maxItems": 5, "items": {
        "type": "object", "required": ["what"], "properties": {
            "what": {"type": "string", "title": "项目", "maxLength": 20}, "price": {"type": "integer", "title": "单价"},
            "count": {"type": "integer", "title": "数量", "minimum": 1}, "sum": {"type": "integer", "title": "小计"}}}}),
    "total": ("money", {"type": "integer", "title": "合计"}),
    "back": ("date", {"type": "string", "title": "到岗", "format": "date"}),
    "plan": ("rich", {"type": "string", "title": "行程安排", "maxLength": 500}),
    "place": ("region", {"type": "string", "title": "前往地区"}),
    "grade": ("code", {"type": "string", "title": "人员类别"}),
    "about": ("things", {"type": "array", "title": "相关公文", "maxItems": 3, "items": {"type": "string"}}),
    "papers": ("files", {"type": "array", "title": "附件", "maxItems": 2, "items": {"type": "string"}}),
    "sign": ("signature", {"type": "string", "title": "签名"}),
    "base": ("hidden", {"type": "integer", "title": "依据的版本"}),
}  # fmt: skip


def sample() -> dict[str, Any]:
    """A fresh copy: 请假外出报备, with conditions, a check across fields, and the rights of three steps."""
    placed: list[dict[str, Any]] = [{"name": name, "as": kind} for name, (kind, _) in _FIELDS.items()]
    by_name = {row["name"]: row for row in placed}
    by_name["half"] |= {"width": "half", "shown": "sort == '事假'", "required": "sort == '事假'"}
    by_name["identity"] |= {"shown": "abroad", "required": "abroad"}
    by_name["hotel"] |= {"shown": "cost > 100000", "hint": "费用超过一千元时填写。"}
    columns = [{"name": "what"}, {"name": "price", "as": "money"}, {"name": "count"}]
    by_name["items"] |= {"columns": [*columns, {"name": "sum", "as": "money", "value": "price * count"}]}
    by_name["total"] |= {"value": "sum(items.sum)", "in_words": True}
    by_name["back"] |= {"value": "add_days(since, days)"}
    by_name["grade"] |= {"dictionary": "staff"}
    by_name["about"] |= {"of": ["document"]}
    by_name["papers"] |= {"accept": ["pdf"], "megabytes": 1}
    return {
        "code": "leave",
        "name": "请假外出报备单",
        "schema": {
            "type": "object", "required": ["name", "sort", "since", "days"],
            "properties": copy.deepcopy({name: schema for name, (_, schema) in _FIELDS.items()}),
        },
        "layout": {
            "sections": [{"title": "请假", "fields": placed[:9]}, {"title": "联系", "fields": placed[9:]}],
            "checks": [
                {"field": "days", "wrong_when": "sort == '事假' and days > 5", "message": "事假一次不超过 5 天。"},
                {"field": "witnesses", "apart": ["told", "witnesses"], "message": "有 {count} 项重复。"},
            ],
            "steps": {
                "review": {"*": "read", "deputy": "required", "cost": "write", "identity": "hidden"},
                "closed": {"*": "read"},
            },
        },
    }  # fmt: skip
