"""The table of elements at the head of a Markdown draft (front matter), and its values as the model wants them."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import yaml

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.model import Format, Seal

MAX_FRONT = 100_000
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_UNCLOSED = re.compile(r"\A\ufeff?---[ \t]*\r?\n\w+[ \t]*:")
_TABLES = {"attachments", "attachment_title", "seals"}  # whose items may have parts of their own

Keys = Mapping[str, Any]


def divided(source: str) -> tuple[Keys, str]:
    """The elements and the body of a draft; a draft without front matter has none. Raises SourceUnreadable."""
    match = _FRONT.match(source)
    if match is None and _UNCLOSED.match(source):
        raise SourceUnreadable("文稿开头的要素表（front matter）没有结尾的“---”。")
    return (_read(match.group(1)), source[match.end() :]) if match else ({}, source)


def _read(text: str) -> Mapping[str, Any]:
    if len(text) > MAX_FRONT:
        raise SourceUnreadable("文稿开头的要素表（front matter）过长。")
    try:
        keys = yaml.load(text, Loader=_Loader)  # noqa: S506 - it builds nothing but text
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceUnreadable(f"文稿开头的要素表（front matter）格式不对：{_problem(error)}") from error
    if keys is None:
        return {}
    if not isinstance(keys, dict):
        raise SourceUnreadable("文稿开头的要素表（front matter）应为“键: 值”各占一行。")
    for key, value in keys.items():
        _check_shape(str(key), value)
    return keys


class _Loader(yaml.BaseLoader):
    """Every value stays text: 000012 is a 份号, not a number in base eight. No aliases: a few lines of them would unfold
    into gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "alias", self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _check_shape(key: str, value: Any) -> None:
    """A value is a text, or for keys that name several things a list of texts or of small tables of texts."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        parts = item.values() if isinstance(item, dict) and key in _TABLES else [item]
        if not all(isinstance(part, str) for part in parts):
            raise SourceUnreadable(f"文稿开头的要素“{key}”应写成文字，或每行一项的清单。")


def _problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"第{mark.line + 2}行。" if mark else "请检查。"


def text(keys: Keys, key: str) -> str:
    """The value as one text; the items of a list with commas between."""
    value = keys.get(key, "")
    if isinstance(value, list):
        return "，".join(str(item) for item in value)
    return str(value)


def listed(keys: Keys, key: str) -> list[Any]:
    """The value as a list."""
    value = keys.get(key) or []
    return value if isinstance(value, list) else [value]


def names(keys: Keys, key: str) -> tuple[str, ...]:
    """The value as normalised texts, one for each item."""
    return tuple(normalise.line(str(item)) for item in listed(keys, key))


def layout_format(word: str) -> Format:
    """The format of that name, the file format without one. Raises SourceUnreadable."""
    try:
        return Format(word or "file")
    except ValueError as error:
        known = "、".join(Format)
        raise SourceUnreadable(f"不认识的格式“{word}”，可用：{known}。") from error


def flag(keys: Keys, key: str, default: bool) -> bool:
    """Yes or no."""
    return str(keys[key]).lower() in {"true", "yes", "是", "1"} if key in keys else default


def day(keys: Keys, key: str) -> dt.date | None:
    """A date, None where none is given. Raises SourceUnreadable."""
    written = text(keys, key).strip()
    if not written:
        return None
    match = re.fullmatch(r"(\d{4})(?:年|-|/|\.)(\d{1,2})(?:月|-|/|\.)(\d{1,2})日?", written)
    try:
        return dt.date(*(int(part) for part in match.groups())) if match else dt.date.fromisoformat(written)
    except ValueError as error:
        raise SourceUnreadable(f"日期“{written}”不对，应写作 2012-07-01 或 2012年7月1日。") from error


def seal(item: Any) -> Seal:
    """A seal given by its unit alone or with its diameter. Raises SourceUnreadable."""
    if isinstance(item, dict):
        return Seal(
            unit=normalise.line(str(item.get("unit", ""))), diameter_mm=_millimetres(item.get("diameter", "42"))
        )
    return Seal(unit=normalise.line(str(item)))


def _millimetres(value: Any) -> float:
    try:
        size = float(value)
    except (TypeError, ValueError) as error:
        raise SourceUnreadable(f"印章直径“{value}”应为毫米数。") from error
    if not 10 <= size <= 60:
        raise SourceUnreadable("印章直径应在10至60毫米之间。")
    return size
