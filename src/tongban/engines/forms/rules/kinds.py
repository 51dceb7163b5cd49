"""The kinds of fields: which JSON type each has, and how what was typed becomes its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules import rich, signatures
from tongban.engines.forms.rules.definition import Field
from tongban.kernel.references import Reference
from tongban.lib.bpmn.functions import day_of, rounded
from tongban.lib.typed import Wrong, checks

MOST_ROWS = 300  # of a table
_TRUE, _FALSE = {"true", "on", "1"}, {"false", "off", "0"}


@dataclass(frozen=True, slots=True)
class Kind:
    """`type` is the JSON Schema type; `empty` the value of a field left empty; `clean` makes a value of what is not empty."""

    label: str
    type: str
    empty: Value
    clean: Callable[[Field, Value], Value]
    chooses: bool = False  # 请选择 instead of 请填写
    listed: bool = False  # needs choices in the schema
    within: bool = False  # may be a column of a table
    computed: bool = False  # may be computed from others


def clean(field: Field, typed: Value) -> Value:
    """The value of what was typed or sent: text from a form or JSON alike. Raises Wrong; emptiness is not judged here."""
    kind = KINDS[field.kind]
    if isinstance(typed, str):
        typed = (
            typed.strip() if kind.type != "string" or field.kind not in ("textarea", "rich") else _lines(typed).strip()
        )
    if typed is None or typed in ("", [], ()):
        return empty_of(field)
    return kind.clean(field, typed)


def empty_of(field: Field) -> Value:
    """The value of this field when nothing is filled in."""
    empty = KINDS[field.kind].empty
    return [] if isinstance(empty, list) else empty


def is_empty(field: Field, value: Value) -> bool:
    """Whether this value counts as not filled in. A box that is not ticked is empty."""
    return value is None or value == KINDS[field.kind].empty


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(field: Field, typed: Value) -> str:
    if not isinstance(typed, str):
        raise Wrong("要写文字。")
    allowed = "\n\t" if field.kind in ("textarea", "rich") else "\t"
    if any((ord(c) < 32 and c not in allowed) or 0xD800 <= ord(c) < 0xE000 for c in typed):
        raise Wrong("含有不能识别的字符，请删去后重新填写。")
    size = len(typed)
    if field.max_length is not None and size > field.max_length:
        raise Wrong(f"最多写 {field.max_length} 个字，现在是 {size} 个。")
    if field.min_length is not None and size < field.min_length:
        raise Wrong(f"至少写 {field.min_length} 个字，现在是 {size} 个。")
    return typed


def _checked(check: Callable[[str], Value]) -> Callable[[Field, Value], Value]:
    def clean_text(field: Field, typed: Value) -> Value:
        return check(_text(field, typed))

    return clean_text


def _choice(field: Field, typed: Value) -> str:
    if not isinstance(typed, str) or typed not in {c.value for c in field.choices}:
        raise Wrong("选的内容已经不在列表里，请重新选择。")
    return typed


def _several(field: Field, typed: Value) -> list[str]:
    values = typed if isinstance(typed, list | tuple) else [typed]
    return list(dict.fromkeys(_choice(field, value) for value in values))


def _tick(field: Field, typed: Value) -> bool:
    if isinstance(typed, bool):
        return typed
    if isinstance(typed, str) and typed.lower() in _TRUE | _FALSE:
        return typed.lower() in _TRUE
    raise Wrong("要选是或否。")


def _integer(field: Field, typed: Value) -> int:
    return _within(field, _number(typed, checks.whole), str)


def _money(field: Field, typed: Value) -> int:
    """Text is yuan, a JSON number is 分."""
    fen = _number(typed, checks.money)
    if not 0 <= fen <= checks.MAX_FEN:
        raise Wrong("金额太大，或小于零，请核对。")
    return _within(field, fen, checks.money_text)


def _number(typed: Value, read: Callable[[str], int]) -> int:
    if isinstance(typed, bool) or not isinstance(typed, int | str):
        raise Wrong("要写数字，例如：40。")
    return read(typed) if isinstance(typed, str) else read_integer(typed)


def read_integer(value: int) -> int:
    if abs(value) > checks.MAX_INTEGER:
        raise Wrong("数字太大，请核对。")
    return value


def _within(field: Field, number: int, shown: Callable[[int], str]) -> int:
    if field.minimum is not None and number < field.minimum:
        raise Wrong(f"不能小于 {shown(field.minimum)}。")
    if field.maximum is not None and number > field.maximum:
        raise Wrong(f"不能大于 {shown(field.maximum)}。")
    return number


def _reference(field: Field, typed: Value) -> int:
    """The id of a unit or person."""
    number = _number(typed, checks.whole)
    if number <= 0:
        raise Wrong("选的内容已经不在列表里，请重新选择。")
    return number


def _references(field: Field, typed: Value) -> list[int]:
    values = typed if isinstance(typed, list | tuple) else [typed]
    return list(dict.fromkeys(_reference(field, value) for value in values))


def _no_rows(field: Field, typed: Value) -> list[Value]:
    """Rows are gone through by rules.validating, column by column; nothing else is cleaned as a table."""
    raise Wrong("要写成一行一行的内容。")


def _codes(field: Field, typed: Value) -> list[str]:
    """Texts that name things: files by their uid, matters as kind:id."""
    values = typed if isinstance(typed, list | tuple) else [typed]
    if not all(isinstance(value, str) and 0 < len(value) <= 200 for value in values):
        raise Wrong("选的内容已经不在列表里，请重新选择。")
    values = list(dict.fromkeys(values))
    counted(field, len(values), "项")
    return values


def counted(field: Field, count: int, unit: str) -> None:
    """Whether there are enough and not too many."""
    if field.least is not None and count < field.least:
        raise Wrong(f"至少要有 {field.least} {unit}，现在是 {count} {unit}。")
    if field.most is not None and count > field.most:
        raise Wrong(f"最多 {field.most} {unit}，现在是 {count} {unit}。")


def _things(field: Field, typed: Value) -> list[str]:
    values = _codes(field, typed)
    if not all(_kind_of(value) in field.of for value in values):
        raise Wrong("选的内容已经不在列表里，请重新选择。")
    return values


def _kind_of(text: str) -> str:
    try:
        return Reference.parse(text).kind
    except ValueError:
        return ""


def _rich(field: Field, typed: Value) -> str:
    cleaned = rich.clean(_text(_UNBOUND, typed))
    _text(field, rich.text_of(cleaned))
    return cleaned


def _signature(field: Field, typed: Value) -> str:
    return signatures.clean(_text(_UNBOUND, typed))


def computed(field: Field, found: Value) -> Value:
    """What an expression gave, as a value of the field; empty where it is none. A half of the smallest unit goes up."""
    kind = KINDS[field.kind]
    if kind.type == "integer":
        number = rounded(found)
        return number if number is not None and abs(number) <= checks.MAX_INTEGER else None
    if kind.type == "boolean":
        return found is True
    if field.kind == "date":
        return day.isoformat() if (day := day_of(found)) else ""
    return "" if found is None or isinstance(found, dict | list) else str(found)


_UNBOUND = Field(name="", label="", kind="textarea")
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind("单行文字", "string", "", _text, within=True, computed=True),
        "textarea": Kind("多行文字", "string", "", _text, within=True),
        "rich": Kind("带格式的文字", "string", "", _rich),
        "choice": Kind("下拉选择", "string", "", _choice, chooses=True, listed=True, within=True),
        "radios": Kind("单选", "string", "", _choice, chooses=True, listed=True),
        "checks": Kind("多选", "array", [], _several, chooses=True, listed=True),
        "checkbox": Kind("是否", "boolean", False, _tick, within=True, computed=True),
        "date": Kind("日期", "string", "", _checked(checks.day), within=True, computed=True),
        "integer": Kind("整数", "integer", None, _integer, within=True, computed=True),
        "money": Kind("金额", "integer", None, _money, within=True, computed=True),
        "phone": Kind("电话", "string", "", _checked(checks.phone), within=True),
        "id_number": Kind("身份证号码", "string", "", _checked(checks.id_number), within=True),
        "credit_code": Kind("统一社会信用代码", "string", "", _checked(checks.credit_code), within=True),
        "unit": Kind("选单位", "integer", None, _reference, chooses=True, within=True),
        "units": Kind("选多个单位", "array", [], _references, chooses=True),
        "person": Kind("选人", "integer", None, _reference, chooses=True, within=True),
        "people": Kind("选多人", "array", [], _references, chooses=True),
        "region": Kind("选区划", "string", "", _text, chooses=True, within=True),
        "code": Kind("字典选择", "string", "", _text, chooses=True, within=True),
        "things": Kind("选公文、办件", "array", [], _things, chooses=True),
        "file": Kind("附件", "string", "", _text, chooses=True),
        "files": Kind("多个附件", "array", [], _codes, chooses=True),
        "signature": Kind("签名", "string", "", _signature),
        "table": Kind("表格", "array", [], _no_rows),
        "group": Kind("重复的一组", "array", [], _no_rows),
        "hidden": Kind("隐藏值", "integer", None, _integer),
    }
)
