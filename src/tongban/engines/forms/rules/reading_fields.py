"""Reading one field of a definition: its schema and its place in the layout, columns of tables among them."""

from collections.abc import Collection, Mapping
from typing import Any

from tongban.engines.forms.rules.definition import Choice, Field
from tongban.engines.forms.rules.faults import Faults
from tongban.engines.forms.rules.kinds import KINDS, clean
from tongban.lib.bpmn import Expression, ExpressionError, parse_expression
from tongban.lib.typed import Wrong

MAX_COLUMNS = 20
TABLES = ("table", "group")
_WORDS = {
    "type", "title", "description", "default", "enum", "oneOf", "items", "uniqueItems", "maxLength", "minLength", "minimum",
    "maximum", "minItems", "maxItems", "format",
}  # fmt: skip
_BOUNDS = {
    "max_length": "maxLength", "min_length": "minLength", "minimum": "minimum", "maximum": "maximum", "least": "minItems",
    "most": "maxItems",
}  # fmt: skip
_PLACING = {"name", "as", "hint", "width", "rows", "shown", "required", "value"}
_OF_KIND = {
    "table": {"columns"}, "group": {"columns"}, "files": {"accept", "megabytes"}, "file": {"accept", "megabytes"},
    "code": {"dictionary"}, "things": {"of"}, "money": {"in_words"},
}  # fmt: skip
_WIDTHS = ("", "half", "short")
_DEFAULT_KINDS = {"string": "text", "integer": "integer", "boolean": "checkbox"}


class Fields:
    """Reads fields one after the other; `before` are those read so far, with the columns of tables."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.before: dict[str, frozenset[str]] = {}
        self.inside = False  # a table: there are none within tables

    def read(
        self, row: Mapping[str, Any], at: str, properties: Mapping[str, Any], required: Collection[str]
    ) -> Field | None:
        """The field, or None where so much is wrong that there is none."""
        name = self.faults.name(row.get("name"), f"{at}.name")
        schema = properties.get(name)
        if not isinstance(schema, Mapping) or name in self.before:
            self.faults.wrong(at, f"字段 {name} 在 schema 中没有定义，或放了两次。")
            return None
        kind = self._kind(row, schema, at)
        if kind is None:
            return None
        self.faults.only(row, _PLACING | _OF_KIND.get(kind, set()), at)
        placed = f"schema.properties.{name}"
        self.faults.only(schema, _WORDS, placed)
        columns = self._columns(row, schema, at) if kind in TABLES and not self.inside else ()
        made = Field(
            name=name, label=self.faults.text(schema, "title", f"{placed}."), kind=kind, columns=columns,
            choices=self._choices(schema, kind, placed), hint=str(row.get("hint", "")), required=name in required,
            width=self.faults.one_of(row.get("width", ""), _WIDTHS, f"{at}.width"), default=schema.get("default"),
            rows=self.faults.count(row, "rows", at) or 4, **self._expressions(row, kind, name in required, at),
            **self._of_kind(row, kind, at) | {k: self.faults.count(schema, w, placed) for k, w in _BOUNDS.items()},
        )  # fmt: skip
        self.before[name] = frozenset(column.name for column in columns)
        self._default(made, f"{placed}.default")
        return made

    def expression(self, text: Any, at: str) -> Expression | None:
        """An expression over the fields read so far."""
        try:
            made = parse_expression(text if isinstance(text, str) else "")
        except ExpressionError as error:
            self.faults.wrong(at, str(error))
            return None
        if unknown := sorted(name for name in made.names if not self._is_known(name)):
            self.faults.wrong(at, f"只能用排在前面的字段，没有：{'、'.join(unknown)}。")
            return None
        return made

    def _is_known(self, name: str) -> bool:
        first, dot, column = name.partition(".")
        return first in self.before and (not dot or column in self.before[first])

    def _expressions(self, row: Mapping[str, Any], kind: str, required: bool, at: str) -> dict[str, Any]:
        words = {"shown": "shown", "required_when": "required", "value": "value"}
        made = {
            key: self.expression(row[word], f"{at}.{word}") if row.get(word) is not None else None
            for key, word in words.items()
        }
        if row.get("value") is not None and (not KINDS[kind].computed or required or row.get("required") is not None):
            self.faults.wrong(f"{at}.value", "只有文字、整数、金额、日期和是否可以算出来，算出来的字段不能必填。")
        return made

    def _of_kind(self, row: Mapping[str, Any], kind: str, at: str) -> dict[str, Any]:
        made: dict[str, Any] = {"megabytes": self.faults.count(row, "megabytes", at)}
        for word in ("accept", "of"):
            made[word] = tuple(str(value) for value in _list(row.get(word)))
        if kind == "code":
            made["dictionary"] = self.faults.name(row.get("dictionary"), f"{at}.dictionary")
        if kind == "things" and not made["of"]:
            self.faults.wrong(f"{at}.of", "要写可以选哪些种类，例如：document、case。")
        made["in_words"] = row.get("in_words") is True
        return made

    def _columns(self, row: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> tuple[Field, ...]:
        items = schema.get("items")
        items = items if isinstance(items, Mapping) else {}
        properties = items.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        outer, self.inside = dict(self.before), True
        rows = self.faults.rows(row, "columns", at)
        found = [self.read(column, place, properties, _list(items.get("required"))) for place, column in rows]
        columns = tuple(column for column in found if column is not None)
        self.before, self.inside = outer, False
        if not columns or len(columns) > MAX_COLUMNS or {c.name for c in columns} != set(properties):
            self.faults.wrong(f"{at}.columns", f"表格要有 1 至 {MAX_COLUMNS} 列，与 items 中的定义一致。")
        if wrong := [c.label for c in columns if not KINDS[c.kind].within]:
            self.faults.wrong(f"{at}.columns", f"这些不能放在表格里：{'、'.join(wrong)}。")
        return columns

    def _default(self, field: Field, at: str) -> None:
        try:
            if field.default is not None and clean(field, field.default) != field.default:
                self.faults.wrong(at, "默认值要写成存放的样子。")
        except Wrong as wrong:
            self.faults.wrong(at, str(wrong))

    def _kind(self, row: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> str | None:
        given = schema.get("type")
        usual = "choice" if {"enum", "oneOf"} & schema.keys() else _DEFAULT_KINDS.get(str(given), "")
        name = row.get("as") or ("date" if schema.get("format") == "date" else usual)
        kind = KINDS.get(name) if isinstance(name, str) else None
        if kind is None or kind.type != given:
            self.faults.wrong(f"{at}.as", f"没有“{name}”这种字段，或它与类型 {given} 不符。")
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
            self.faults.wrong(at, "选择项要写成不重复的 enum，或 oneOf 的 const 和 title；只有选择类字段有选择项。")
        return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
