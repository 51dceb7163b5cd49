"""What a text may hold: characters that a reader sees, in the order in which they stand.

Characters that show nothing, or that show the others in another order, let a word pass a search, a rule of secrecy or a
reader's eye. What a browser sends loses them on the way in (`visible`); an operation refuses what still holds one
(`require_visible`), whoever calls it: a screen, an import, another system.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models

from tongban.kernel.errors import Invalid

_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    # Joiners are spelling in Uyghur, Kazakh and Mongolian; anywhere else they hide.
    "|(?<![\u0600-\u06ff\u0750-\u077f\u1800-\u18af])[\u180e\u200c\u200d]"
)


def visible(text: str) -> str:
    """The text without what nobody sees; all kinds of line ends become one."""
    return _HIDDEN.sub("", _LINES.sub("\n", text)) if _HIDDEN.search(text) or "\r" in text else text


def is_visible(text: str) -> bool:
    return _HIDDEN.search(text) is None


def require_visible(arguments: Mapping[str, Any]) -> None:
    """Raise Invalid, at the field's name, where a text among the arguments holds a hidden character."""
    wrong = {name: found for name, text in _texts(arguments) if (found := _HIDDEN.search(text))}
    if wrong:
        raise Invalid(
            {name: f"这里有看不见的字符（U+{ord(found[0]):04X}），请删去后重新输入。" for name, found in wrong.items()},
            code="hidden-characters",
        )


def _texts(named: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for name, value in named.items():
        yield from _within(str(name), value)


def _within(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The texts in a value, each with the name of the field that it stands in; rows of the database were checked on their way in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        yield from _texts(value)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _within(name, part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | models.Model):
        yield from _texts({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
