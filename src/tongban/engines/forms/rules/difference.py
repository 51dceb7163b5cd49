"""What differs between two definitions, in sentences that an administrator reads. Works on the JSON, sound or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.contracts import Right

RIGHTS = {Right.HIDDEN: "不可见", Right.READ: "只读", Right.WRITE: "可填", Right.REQUIRED: "必填"}
WORDS = {
    "title": "名称", "as": "类型", "hint": "提示", "width": "宽度", "rows": "行数", "shown": "显示条件", "required": "必填条件",
    "value": "计算", "must": "必填", "enum": "选项", "oneOf": "选项", "items": "内容", "default": "默认值", "maxLength": "最多字数",
    "minLength": "最少字数", "minimum": "最小", "maximum": "最大", "minItems": "最少几项", "maxItems": "最多几项",
    "columns": "列", "accept": "文件种类", "megabytes": "文件大小（MB）", "dictionary": "字典", "of": "可选的种类", "in_words": "大写",
    "type": "数据类型", "format": "数据格式", "section": "所在部分",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what is different, before and after. `sign`: added, removed, changed."""

    sign: str
    place: str
    what: str = ""
    before: str = ""
    after: str = ""


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference, fields first in the order of the page; nothing for definitions that say the same."""
    found = list(_named(before, after))
    old, new = _fields(before), _fields(after)
    found += [Change("added", _title(new[name], name)) for name in new if name not in old]
    found += [Change("removed", _title(old[name], name)) for name in old if name not in new]
    for name in new:
        if name in old:
            found += _attributes(_title(new[name], name), old[name], new[name])
    found += _moved(old, new)
    found += _checks(before, after)
    found += _steps(before, after, {**old, **new})
    return found


def _named(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    if before.get("name") != after.get("name"):
        yield Change("changed", "表单", "名称", _said(before.get("name")), _said(after.get("name")))


def _fields(definition: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Everything that is said of each field, by its name, in the order of the page."""
    schema = _part(definition, "schema")
    properties, required = _part(schema, "properties"), _rows(schema, "required")
    found: dict[str, dict[str, Any]] = {}
    for section in _rows(_part(definition, "layout"), "sections"):
        for row in _rows(section, "fields"):
            if isinstance(row, Mapping) and isinstance(row.get("name"), str):
                name = row["name"]
                said = {"must": name in required, "section": section.get("title", "")}
                found[name] = {**_part(properties, name), **{k: v for k, v in row.items() if k != "name"}, **said}
    return found


def _attributes(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for word in dict.fromkeys([*new, *old]):
        before, after = old.get(word), new.get(word)
        if before != after and (before or after):
            yield Change("changed", place, WORDS.get(word, word), _value(word, before), _value(word, after))


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Fields that stand elsewhere among those that stayed: as few as explain the new order."""
    stayed = [name for name in old if name in new]
    target = [name for name in new if name in old]
    kept = _longest_run([stayed.index(name) for name in target])
    for at, name in enumerate(target):
        if at not in kept:
            after = target[at - 1] if at else ""
            where = f"“{_title(new[after], after)}”之后" if after else "最前面"
            yield Change("changed", _title(new[name], name), "移到", "", where)


def _longest_run(places: list[int]) -> set[int]:
    """Which of these stay: the positions of a longest rising run."""
    best: list[list[int]] = []
    for at, place in enumerate(places):
        best.append([*_longest([run for run in best if places[run[-1]] < place]), at])
    return set(_longest(best))


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []


def _checks(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    old, new = (_rows(_part(d, "layout"), "checks") for d in (before, after))
    yield from (Change("added", "校验", after=_said(row.get("message"))) for row in new if row not in old)
    yield from (Change("removed", "校验", before=_said(row.get("message"))) for row in old if row not in new)


def _steps(before: Mapping[str, Any], after: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[Change]:
    old, new = (_part(_part(d, "layout"), "steps") for d in (before, after))
    for step in dict.fromkeys([*new, *old]):
        was, now = _part(old, step), _part(new, step)
        for name in dict.fromkeys([*now, *was]):
            if was.get(name) != now.get(name):
                title = "其余字段" if name == "*" else _title(fields.get(name, {}), name)
                yield Change("changed", f"环节 {step}", title, _right(was.get(name)), _right(now.get(name)))


def _right(value: Any) -> str:
    return RIGHTS[Right(value)] if value in list(Right) else _said(value)


def _title(field: Mapping[str, Any], name: str) -> str:
    return str(field.get("title") or name)


def _value(word: str, value: Any) -> str:
    if word in ("enum", "oneOf", "accept", "of", "columns"):
        rows = value if isinstance(value, list) else []
        return "、".join(_said(r.get("title") or r.get("name")) if isinstance(r, Mapping) else _said(r) for r in rows)
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _part(data: Mapping[str, Any], word: str) -> Mapping[str, Any]:
    found = data.get(word)
    return found if isinstance(found, Mapping) else {}


def _rows(data: Mapping[str, Any], word: str) -> list[Any]:
    found = data.get(word) if isinstance(data, Mapping) else None
    return found if isinstance(found, list) else []
