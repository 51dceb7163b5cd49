"""Applying, on plain values: for whom an item is, what is known already, which materials are missing."""

from collections.abc import Collection, Mapping
from typing import Any

from tongban.business.catalog.api import Content, PublishedItem, to_upload
from tongban.business.hall.models import Draft
from tongban.engines.forms.api import Definition, Field, read_definition
from tongban.kernel.errors import Invalid

PERSON = "1"
AUDIENCES = {"": PERSON, "household": "6", "company": "2", "cooperative": "2", "organisation": "4"}


def audience_of(sort: str) -> str:
    """The code of 服务对象 for a kind of enterprise; "" is the member himself."""
    return AUDIENCES[sort]


def key_is_known(key: str, content: Content) -> None:
    if key not in {material.key for material in content.materials}:
        raise Invalid({"": "这份材料不属于这个事项，请刷新后再试。"}, code="hall.unknown-material")


def missing(content: Content, form_name: str, there: Collection[str]) -> dict[str, str]:
    """Messages for required materials that are not there, by the names of their fields."""
    needed = [m for m in to_upload(content, form_name) if m.required and m.key not in there]
    return {f"file_{m.key}": f"请上传{m.name}。" for m in needed}


def same_fields(data: Mapping[str, Any], definition: Definition) -> dict[str, Any]:
    """What of the data the form still knows."""
    names = {field.name for field in definition.fields}
    return {name: value for name, value in data.items() if name in names}


def prefilled(
    definition: Definition,
    *,
    phone: str,
    id_number: str,
    credit_code: str,
    before: tuple[Definition, Mapping[str, Any]] | None,
) -> dict[str, Any]:
    """Values for the fields whose kind says what they ask for, and for those that the last application asked in the same words."""
    by_kind = {"phone": phone, "id_number": id_number, "credit_code": credit_code}
    earlier = {(f.name, f.label, f.kind): before[1].get(f.name) for f in before[0].fields} if before else {}
    values = {f.name: _value(f, by_kind, earlier) for f in definition.fields}
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


def _value(field: Field, by_kind: Mapping[str, str], earlier: Mapping[tuple[str, str, str], Any]) -> Any:
    found = earlier.get((field.name, field.label, field.kind))
    return found if found not in (None, "", []) else by_kind.get(field.kind, "")


def changes(draft: Draft, item: PublishedItem) -> list[str]:
    """What a draft that was begun under an earlier version has to be told."""
    said = [f"办事指南从第{draft.version}版改为第{item.version}版。"] if draft.version != item.version else []
    if draft.form_no == item.form_no:
        return said
    definition = read_definition(item.form)
    new = [f.label for f in definition.fields if f.name not in draft.data and draft.data]
    gone = len(set(draft.data) - {f.name for f in definition.fields})
    said.append(
        "申请表改了。" + (f"新增要填的：{'、'.join(new)}。" if new else "") + (f"有{gone}项不用再填。" if gone else "")
    )
    return said
