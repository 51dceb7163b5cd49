"""Going through JSON that people and programs wrote, gathering every fault at its place."""

import re
from collections.abc import Collection, Mapping
from typing import Any

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
RESERVED = {
    "request_key", "csrfmiddlewaretoken", "forms_act", "forms_base", "forms_form", "forms_subject",
    # What templates ask of the form itself: a field of that name would stand before it.
    "sections", "secrets", "computes", "overtaken", "keep", "restored", "stamp", "errors", "non_field_errors",
}  # fmt: skip


class Faults:
    """The faults by their place; a reading that found one goes on with something empty."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def part(self, data: Mapping[str, Any], word: str, at: str = "") -> Mapping[str, Any]:
        found = data.get(word)
        if isinstance(found, Mapping):
            return found
        self.wrong(f"{at}{word}", "应为一个对象。")
        return {}

    def rows(self, data: Mapping[str, Any], word: str, at: str) -> list[tuple[str, Mapping[str, Any]]]:
        found = data.get(word, [])
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self.wrong(f"{at}.{word}", "应为一列对象。")
            return []
        return [(f"{at}.{word}[{number}]", row) for number, row in enumerate(found)]

    def name(self, value: Any, at: str) -> str:
        if not isinstance(value, str) or not NAME.fullmatch(value) or value in RESERVED:
            self.wrong(at, "名称用小写字母开头，可含数字和下划线，最多 40 位。")
            return ""
        return value

    def text(self, data: Mapping[str, Any], word: str, at: str) -> str:
        found = data.get(word)
        if not isinstance(found, str) or not found.strip():
            self.wrong(f"{at}{word}", "请填写文字。")
            return ""
        return found

    def count(self, data: Mapping[str, Any], word: str, at: str) -> int | None:
        found = data.get(word)
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return found
        self.wrong(f"{at}.{word}", "应为整数。")
        return None

    def one_of(self, value: Any, known: Collection[str], at: str) -> str:
        if value in known:
            return str(value)
        self.wrong(at, f"“{value}”应为：{'、'.join(filter(None, known))}。")
        return ""

    def only(self, data: Mapping[str, Any], known: set[str], at: str) -> None:
        if unknown := sorted(map(str, set(data) - known)):
            self.wrong(at, f"不支持：{'、'.join(unknown)}。")

    def wrong(self, at: str, message: str) -> None:
        self.found.setdefault(at, message)
