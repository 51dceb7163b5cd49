"""Pages of any OFD as a PDF: what is seen as vectors, the text invisible above it so that it can be searched and copied.

Fonts that the OFD only names are drawn with those of the installation, which also goes for pages shown on screen.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.content import printable
from tongban.lib.gongwen.layout.engine import compile_page
from tongban.lib.ofd.document import Document, Page
from tongban.lib.ofd.errors import TooLarge
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.resources import Font
from tongban.lib.ofd.signatures.stamps import stamps_of
from tongban.lib.ofd.text import page_pieces

MAX_PAGES = 1_000
_TEXT = re.compile(r"<text\b[^>]*>.*?</text>", re.DOTALL)
_KINDS = (
    (re.compile("仿宋|fangsong|fang", re.IGNORECASE), Role.FANG),
    (re.compile("楷|kai", re.IGNORECASE), Role.KAI),
    (re.compile("黑|hei|sans|yahei|gothic|arial", re.IGNORECASE), Role.HEI),
    (re.compile("小标宋|xiaobiaosong", re.IGNORECASE), Role.TITLE),
)


def spare_font(fonts: FontSet) -> Callable[[Font], bytes | None]:
    """The bytes of the face nearest to a font that is only named; 宋体 for what says nothing."""

    def nearest(font: Font) -> bytes | None:
        named = f"{font.name} {font.family}"
        role = next((role for pattern, role in _KINDS if pattern.search(named)), Role.DIGITS)
        return fonts.main(role).path.read_bytes()

    return nearest


def pdf_of(document: Document, *, fonts: FontSet, at: datetime) -> bytes:
    """All pages with annotations and seals, as PDF/A-2b; `at` is the time of creation written into it.

    Raises TooLarge beyond MAX_PAGES, OfdError where a page cannot be read, LayoutFailed.
    """
    if len(document.pages) > MAX_PAGES:
        raise TooLarge(f"超过 {MAX_PAGES} 页")
    renderer = Renderer(document, stamps=stamps_of(document), spare=spare_font(fonts))
    families = [face.family for face in fonts.chains[Role.FANG] if not face.covers]
    data = {
        "title": printable(document.info.title),
        "families": families,
        "sheets": [_sheet(page, renderer) for page in document.pages],
    }
    return compile_page("sheets.typ", data=data, fonts=fonts, at=at, pdf_a=True).pdf


def _sheet(page: Page, renderer: Renderer) -> dict[str, Any]:
    box = page.box
    texts = [
        {"text": printable(piece.text), "x": piece.x - box.x, "y": piece.y - box.y, "size": piece.size}
        for piece in page_pieces(page)
        if piece.text.strip() and 0.1 < piece.size < 200
    ]
    # The invisible letters of the SVG would need its reader's fonts; here they come from `texts`.
    return {"svg": _TEXT.sub("", renderer.svg(page)), "width": box.width, "height": box.height, "texts": texts}
