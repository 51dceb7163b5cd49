"""Setting GB/T 9704-2012 pages, with the fonts of this installation. Runs in the worker."""

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.business.documents.models import Document
from tongban.business.documents.printed import body_of, content_of
from tongban.kernel.errors import Conflict, Unavailable
from tongban.lib.gongwen.errors import GlyphsMissing, GongwenError
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.typeset import Typeset
from tongban.lib.gongwen.layout.typeset import typeset as set_pages


@functools.cache
def fonts() -> FontSet:
    """The fonts of this installation: an office's own licensed ones first, then the open ones that ship with us."""
    try:
        import tongban_fonts  # noqa: PLC0415 - a wheel of its own; the web process never needs it
    except ImportError as error:
        raise Unavailable(
            "没有安装公文字体，不能制版。请管理员安装 tongban-fonts。", code="documents.no-fonts"
        ) from error
    return FontSet.of(*(Path(p) for p in settings.FONT_FOLDERS), tongban_fonts.directory())


def typeset(document: Document, *, at: datetime, draft: bool = False) -> Typeset:
    """The pages. Conflict for a text that cannot be laid out; a character that no font draws stops all but a draft."""
    try:
        content = content_of(document, body_of(document))
        return set_pages(content, fonts=fonts(), at=at.astimezone(UTC), draft=draft)
    except GlyphsMissing as error:
        raise Conflict(_without_shape(error), code="documents.missing-glyphs") from error
    except GongwenError as error:
        raise Conflict(f"不能制版：{error.message}", code="documents.layout-failed") from error


def _without_shape(error: GlyphsMissing) -> str:
    lost = "、".join(f"“{g.character}”（U+{ord(g.character):04X}）" for g in error.missing if not g.replaced_by)
    return f"字体中没有这些字：{lost}。请登记包含这些字的字体，或退回修改正文。"


def layout_facts(pages: Typeset) -> dict[str, Any]:
    """What is kept of the layout: the places of the seals, which fonts served, which characters were replaced or are missing."""
    return {
        "pages": pages.pages,
        "seals": [
            {"unit": p.unit, "page": p.page, "x": p.x, "y": p.y, "diameter": p.diameter} for p in pages.seal_places
        ],
        "fonts": [{"role": f.role.value, "family": f.family, "file": f.file} for f in pages.fonts_used],
        "missing": [{"character": g.character, "replaced_by": g.replaced_by} for g in pages.missing_glyphs],
        "warnings": list(pages.warnings),
    }


def remarks(pages: Typeset) -> list[str]:
    """What the drafter should know of the pages, in sentences."""
    found = list(pages.warnings)
    lost = "、".join(dict.fromkeys(g.character for g in pages.missing_glyphs if not g.replaced_by))
    spare = "、".join(dict.fromkeys(g.character for g in pages.missing_glyphs if g.replaced_by))
    if lost:
        found.insert(0, f"字体中没有这些字：{lost}（页面上印作〓），请更换，否则不能制版。")
    if spare:
        found.append(f"这些字用备用字体印：{spare}。")
    return found
