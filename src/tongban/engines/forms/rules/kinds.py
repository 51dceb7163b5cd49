"""The kinds of fields: which JSON type each has, and how what was typed becomes its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules.definition import Field
from tongban.lib.typed import Wrong, checks

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


def clean(field: Field, typed: Value) -> Value:
    """The value of what was typed or sent: text from a form or JSON alike. Raises Wrong; emptiness is not judged here."""
    kind = KINDS[field.kind]
    if isinstance(typed, str):
        typed = typed.strip() if kind.type != "string" or field.kind != "textarea" else _lines(typed).strip()
    if typed is None or typed in ("", [], ()):
        return list(kind.empty) if isinstance(kind.empty, list) else kind.empty
    return kind.clean(field, typed)


def is_empty(field: Field, value: Value) -> bool:
    """Whether this value counts as not filled in. A box that is not ticked is empty."""
    return value is None or value == KINDS[field.kind].empty


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(field: Field, typed: Value) -> str:
    if not isinstance(typed, str):
        raise Wrong("要写文字。")
    allowed = "\n\t" if field.kind == "textarea" else "\t"
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


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": Kind("单行文字", "string", "", _text),
        "textarea": Kind("多行文字", "string", "", _text),
        "choice": Kind("下拉选择", "string", "", _choice, chooses=True, listed=True),
        "radios": Kind("单选", "string", "", _choice, chooses=True, listed=True),
        "checks": Kind("多选", "array", [], _several, chooses=True, listed=True),
        "checkbox": Kind("是否", "boolean", False, _tick),
        "date": Kind("日期", "string", "", _checked(checks.day)),
        "integer": Kind("整数", "integer", None, _integer),
        "money": Kind("金额", "integer", None, _money),
        "phone": Kind("电话", "string", "", _checked(checks.phone)),
        "id_number": Kind("身份证号码", "string", "", _checked(checks.id_number)),
        "credit_code": Kind("统一社会信用代码", "string", "", _checked(checks.credit_code)),
        "unit": Kind("选单位", "integer", None, _reference, chooses=True),
        "units": Kind("选多个单位", "array", [], _references, chooses=True),
        "person": Kind("选人", "integer", None, _reference, chooses=True),
        "people": Kind("选多人", "array", [], _references, chooses=True),
        "file": Kind("附件", "string", "", _text, chooses=True),
        "hidden": Kind("隐藏值", "integer", None, _integer),
    }
)
