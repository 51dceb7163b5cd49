"""The typesetter: one compiler for each thread and set of fonts, kept warm."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from tongban.lib.gongwen.errors import LayoutFailed
from tongban.lib.gongwen.fonts import Face, FontSet, Role, link_fonts

TEMPLATES = Path(__file__).parent.parent / "templates"
_local = threading.local()
_Key = tuple[tuple[Role, tuple[Face, ...]], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A finished PDF and the marks found on its pages."""

    pdf: bytes
    marks: list[Mapping[str, Any]]


def compile_page(template: str, *, data: Mapping[str, Any], fonts: FontSet, at: datetime, pdf_a: bool) -> Compiled:
    """Set ``data`` with a template. Same data, fonts and ``at`` give the same bytes.

    A warning of the typesetter is an error (LayoutFailed): warnings there mean that text was dropped.
    """
    assert at.tzinfo is not None, "`at` carries its time zone"
    compiler = _compiler(template, fonts)
    moment = at.astimezone(UTC).replace(microsecond=0)
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", sys_inputs=inputs, pdf_standards="a-2b" if pdf_a else [], timestamp=moment
        )
    except typst.TypstError as error:
        raise LayoutFailed(f"排版失败：{error.message}") from error
    if warnings:
        raise LayoutFailed("排版出现警告：" + "；".join(warning.message for warning in warnings))
    assert isinstance(pdf, bytes)
    return Compiled(pdf, json.loads(compiler.query("<places>", field="value", one=True)))


def _compiler(template: str, fonts: FontSet) -> typst.Compiler:
    kept: dict[tuple[str, _Key], typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    key = (template, fonts.key())
    if key not in kept:
        kept[key] = typst.Compiler(
            str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_loaded(fonts.key()), ignore_system_fonts=True
        )
    return kept[key]


@lru_cache(maxsize=4)
def _loaded(key: _Key) -> typst.Fonts:
    # The files themselves are opened later, so the links live as long as the process.
    folder = TemporaryDirectory(prefix="gongwen-fonts-")
    _folders.append(folder)
    link_fonts(FontSet(dict(key)).paths(), Path(folder.name))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name])


_folders: list[TemporaryDirectory[str]] = []
