"""A definition as JSON, read with everything it may not say refused at its place.

    {"code": …, "name": …,
     "schema": {"type": "object", "required": […], "properties": {name: {"type": "string", "title": …, "maxLength": …}}},
     "layout": {"sections": [{"title": …, "fields": [{"name": …, "as": …, "hint": …, "width": "half", "shown": "…", "required": "…"}]}],
                "checks": [{"field": …, "message": …, "wrong_when": "…" | "apart": [name, name]}],
                "steps": {step: {name | "*": "hidden" | "read" | "write" | "required"}}}}

The schema is JSON Schema (2020-12), of which the words below are understood; the layout is ours. Conditions are expressions
of the platform (lib.bpmn) over the fields that stand before.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from tongban.engines.forms.contracts import DefinitionInvalid, Right
from tongban.engines.forms.rules.definition import EVERY, Check, Choice, Definition, Field, Section
from tongban.engines.forms.rules.kinds import KINDS, clean
from tongban.lib.bpmn import Expression, ExpressionError, parse_expression
from tongban.lib.typed import Wrong

MAX_SIZE, MAX_FIELDS = 512 * 1024, 500
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_WORDS = {
    "type", "title", "description", "default", "enum", "oneOf", "items", "uniqueItems", "maxLength", "minLength", "minimum",
    "maximum", "format",
}  # fmt: skip
_RESERVED = {"request_key", "csrfmiddlewaretoken"}
_PLACING = {"name", "as", "hint", "width", "rows", "shown", "required"}
_WIDTHS = ("", "half", "short")
_DEFAULT_KINDS = {"string": "text", "integer": "integer", "boolean": "checkbox"}


def read_definition(data: Mapping[str, Any]) -> Definition:
    """The definition. Raises DefinitionInvalid with every fault at its place."""
    if len(json.dumps(data, ensure_ascii=False)) > MAX_SIZE:
        raise DefinitionInvalid({"": f"表单定义超过 {MAX_SIZE // 1024} KB。"})
    return _Reader(data).definition()


class _Reader:
    """Goes through the JSON once and gathers faults by their place."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: dict[str, str] = {}
        self.before: list[str] = []

    def definition(self) -> Definition:
        schema, layout = self._part(self.data, "schema"), self._part(self.data, "layout")
        self._only(self.data, {"code", "name", "schema", "layout"}, "")
        self._only(layout, {"sections", "checks", "steps"}, "layout")
        self._only(schema, {"$schema", "type", "title", "required", "properties", "additionalProperties"}, "schema")
        properties = self._part(schema, "properties", "schema.")
        required = schema.get("required", [])
        required = [str(name) for name in required] if isinstance(required, list) else [""]
        sections = self._sections(layout, properties, required)
        made = Definition(
            code=self._name(self.data.get("code"), "code"), name=self._text(self.data, "name", ""), sections=sections,
            checks=self._checks(layout), steps=self._steps(layout),
        )  # fmt: skip
        self._all_placed(properties, required)
        if self.faults:
            raise DefinitionInvalid(self.faults)
        return made

    def _sections(
        self, layout: Mapping[str, Any], properties: Mapping[str, Any], required: Collection[str]
    ) -> tuple[Section, ...]:
        made = []
        for at, section in self._rows(layout, "sections", "layout"):
            self._only(section, {"title", "fields"}, at)
            fields = [self._field(row, place, properties, required) for place, row in self._rows(section, "fields", at)]
            made.append(Section(str(section.get("title", "")), tuple(f for f in fields if f is not None)))
        if not self.before or len(self.before) > MAX_FIELDS:
            self._wrong("layout.sections", f"表单要有 1 至 {MAX_FIELDS} 个字段。")
        return tuple(made)

    def _field(
        self, row: Mapping[str, Any], at: str, properties: Mapping[str, Any], required: Collection[str]
    ) -> Field | None:
        name = self._name(row.get("name"), f"{at}.name")
        schema = properties.get(name)
        self._only(row, _PLACING, at)
        if not isinstance(schema, Mapping) or name in self.before:
            self._wrong(at, f"字段 {name} 在 schema 中没有定义，或放了两次。")
            return None
        kind = self._kind(row, schema, at)
        if kind is None:
            return None
        self._only(schema, _WORDS, f"schema.properties.{name}")
        made = Field(
            name=name, label=self._text(schema, "title", f"schema.properties.{name}."), kind=kind,
            choices=self._choices(schema, kind, f"schema.properties.{name}"), hint=str(row.get("hint", "")),
            width=self._one_of(row.get("width", ""), _WIDTHS, f"{at}.width"), rows=self._count(row, "rows", at) or 4,
            required=name in required, default=schema.get("default"), shown=self._condition(row, "shown", at),
            required_when=self._condition(row, "required", at),
            **{key: self._count(schema, word, f"schema.properties.{name}") for key, word in _BOUNDS.items()},
        )  # fmt: skip
        self.before.append(name)
        self._default(made, f"schema.properties.{name}.default")
        return made

    def _default(self, field: Field, at: str) -> None:
        try:
            if field.default is not None and clean(field, field.default) != field.default:
                self._wrong(at, "默认值要写成存放的样子。")
        except Wrong as wrong:
            self._wrong(at, str(wrong))

    def _kind(self, row: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> str | None:
        given = schema.get("type")
        usual = "choice" if {"enum", "oneOf"} & schema.keys() else _DEFAULT_KINDS.get(str(given), "")
        name = row.get("as") or ("date" if schema.get("format") == "date" else usual)
        kind = KINDS.get(name) if isinstance(name, str) else None
        if kind is None or kind.type != given:
            self._wrong(f"{at}.as", f"没有“{name}”这种字段，或它与类型 {given} 不符。")
            return None
        return str(name)

    def _choices(self, schema: Mapping[str, Any], kind: str, at: str) -> tuple[Choice, ...]:
        source = schema.get("items", {}) if schema.get("type") == "array" else schema
        source = source if isinstance(source, Mapping) else {}
        rows = source.get("oneOf") or [{"const": value, "title": value} for value in _list(source.get("enum"))]
        rows = _list(rows)
        found = tuple(
            Choice(row["const"], row["title"])
            for row in rows
            if isinstance(row, Mapping) and isinstance(row.get("const"), str) and isinstance(row.get("title"), str)
        )
        if KINDS[kind].listed != bool(rows) or len({c.value for c in found}) != len(rows):
            self._wrong(at, "选择项要写成不重复的 enum，或 oneOf 的 const 和 title；只有选择类字段有选择项。")
        return found

    def _condition(self, row: Mapping[str, Any], word: str, at: str) -> Expression | None:
        text = row.get(word)
        return None if text is None else self._expression(text, f"{at}.{word}")

    def _expression(self, text: Any, at: str) -> Expression | None:
        try:
            made = parse_expression(text if isinstance(text, str) else "")
        except ExpressionError as error:
            self._wrong(at, str(error))
            return None
        if unknown := sorted(made.names - set(self.before)):
            self._wrong(at, f"条件只能用排在前面的字段，没有：{'、'.join(unknown)}。")
            return None
        return made

    def _checks(self, layout: Mapping[str, Any]) -> tuple[Check, ...]:
        return tuple(self._check(row, at) for at, row in self._rows(layout, "checks", "layout"))

    def _check(self, row: Mapping[str, Any], at: str) -> Check:
        self._only(row, {"field", "message", "wrong_when", "apart"}, at)
        name = str(self._one_of(row.get("field"), self.before, f"{at}.field"))
        message = self._text(row, "message", f"{at}.")
        apart = row.get("apart")
        if apart is None:
            return Check(name, message, wrong_when=self._expression(row.get("wrong_when"), f"{at}.wrong_when"))
        if not isinstance(apart, list) or len(apart) != 2 or not set(map(str, apart)) <= set(self.before):
            self._wrong(f"{at}.apart", "要写两个字段名。")
            return Check(name, message)
        return Check(name, message, apart=(apart[0], apart[1]))

    def _steps(self, layout: Mapping[str, Any]) -> dict[str, dict[str, Right]]:
        steps = self._part(layout, "steps", "layout.") if "steps" in layout else {}
        return {str(step): self._rights(rights, f"layout.steps.{step}") for step, rights in steps.items()}

    def _rights(self, rights: Any, at: str) -> dict[str, Right]:
        rights = rights if isinstance(rights, Mapping) else {"": ""}
        for name, right in rights.items():
            self._one_of(name, [*self.before, EVERY], at)
            self._one_of(right, list(Right), f"{at}.{name}")
        return {name: Right(right) for name, right in rights.items() if right in list(Right)}

    def _all_placed(self, properties: Mapping[str, Any], required: Collection[str]) -> None:
        if missing := sorted(set(properties) - set(self.before)):
            self._wrong("schema.properties", f"这些字段没有放进版面：{'、'.join(missing)}。")
        if not set(required) <= set(properties):
            self._wrong("schema.required", "必填的字段没有定义。")

    def _part(self, data: Mapping[str, Any], word: str, at: str = "") -> Mapping[str, Any]:
        found = data.get(word)
        if isinstance(found, Mapping):
            return found
        self._wrong(f"{at}{word}", "应为一个对象。")
        return {}

    def _rows(self, data: Mapping[str, Any], word: str, at: str) -> list[tuple[str, Mapping[str, Any]]]:
        found = data.get(word, [])
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self._wrong(f"{at}.{word}", "应为一列对象。")
            return []
        return [(f"{at}.{word}[{number}]", row) for number, row in enumerate(found)]

    def _name(self, value: Any, at: str) -> str:
        if not isinstance(value, str) or not _NAME.fullmatch(value) or value in _RESERVED:
            self._wrong(at, "名称用小写字母开头，可含数字和下划线，最多 40 位。")
            return ""
        return value

    def _text(self, data: Mapping[str, Any], word: str, at: str) -> str:
        found = data.get(word)
        if not isinstance(found, str) or not found.strip():
            self._wrong(f"{at}{word}", "请填写文字。")
            return ""
        return found

    def _count(self, data: Mapping[str, Any], word: str, at: str) -> int | None:
        found = data.get(word)
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return found
        self._wrong(f"{at}.{word}", "应为整数。")
        return None

    def _one_of(self, value: Any, known: Collection[str], at: str) -> str:
        if value in known:
            return str(value)
        self._wrong(at, f"“{value}”应为：{'、'.join(filter(None, known))}。")
        return ""

    def _only(self, data: Mapping[str, Any], known: set[str], at: str) -> None:
        if unknown := sorted(map(str, set(data) - known)):
            self._wrong(at, f"不支持：{'、'.join(unknown)}。")

    def _wrong(self, at: str, message: str) -> None:
        self.faults.setdefault(at, message)


_BOUNDS = {"max_length": "maxLength", "min_length": "minLength", "minimum": "minimum", "maximum": "maximum"}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
