"""Small pieces of SVG: escaped attributes, and definitions that are written once and named."""

from collections.abc import Iterable
from html import escape

from tongban.lib.ofd.geometry import IDENTITY, Matrix, short

_FORBIDDEN = {code: None for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}


def written(text: str) -> str:
    """Text for the inside of an element or an attribute: nothing in it can become markup."""
    return escape(text.translate(_FORBIDDEN), quote=True)


def tag(name: str, attributes: dict[str, str], inside: str | Iterable[str] = "") -> str:
    """One element; attributes that are empty are left out. `inside` is markup."""
    body = inside if isinstance(inside, str) else "".join(inside)
    heads = "".join(f' {key}="{written(value)}"' for key, value in attributes.items() if value != "")
    return f"<{name}{heads}>{body}</{name}>" if body else f"<{name}{heads}/>"


def transform(matrix: Matrix) -> str:
    """The attribute of that transformation; empty where it changes nothing."""
    if matrix == IDENTITY:
        return ""
    if (matrix.a, matrix.b, matrix.c, matrix.d) == (1, 0, 0, 1):
        return f"translate({short(matrix.e)} {short(matrix.f)})"
    linear = " ".join(_fine(each) for each in (matrix.a, matrix.b, matrix.c, matrix.d))
    return f"matrix({linear} {short(matrix.e)} {short(matrix.f)})"


def _fine(value: float) -> str:
    return f"{value:.7g}" if abs(value) >= 1e-9 else "0"


class Definitions:
    """The contents of <defs>. `prefix` keeps the names of several pictures in one web page apart."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._names: dict[str, str] = {}
        self._markup: list[str] = []

    def name_of(self, key: str) -> str | None:
        """The name under which `key` was defined; None if it was not."""
        return self._names.get(key)

    def add(self, key: str, element: str, attributes: dict[str, str], inside: str = "") -> str:
        """Define an element once for each key; its name."""
        if key not in self._names:
            self._names[key] = f"{self.prefix}{len(self._names)}"
            self._markup.append(tag(element, {"id": self._names[key], **attributes}, inside))
        return self._names[key]

    def __str__(self) -> str:
        return tag("defs", {}, self._markup) if self._markup else ""
