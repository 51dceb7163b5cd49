"""Pictures of a .docx paragraph: PNG and JPEG at the size that the draft shows them."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import _Element

from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.model import Figure
from tongban.lib.gongwen.pictures import size_of

MAX_PICTURES = 500
_EMU_PER_MM = 36_000
_WIDEST = 156.0


def figures(paragraph: WordParagraph) -> Iterator[Figure]:
    """The pictures in a paragraph that can be laid out; others are left out."""
    for drawing in paragraph._p.iter(qn("w:drawing")):
        for blip in drawing.iter(qn("a:blip")):
            figure = _figure(paragraph, drawing, blip.get(qn("r:embed"), ""))
            if figure:
                yield figure


def _figure(paragraph: WordParagraph, drawing: _Element, reference: str) -> Figure | None:
    part = paragraph.part.related_parts.get(reference)
    data = bytes(getattr(part, "blob", b""))
    try:
        size_of(data, name=reference)
    except SourceUnreadable:
        return None
    extent = next(drawing.iter(qn("wp:extent")), None)
    across = extent.get("cx", "") if extent is not None else ""
    width = min(int(across) / _EMU_PER_MM, _WIDEST) if across.isdigit() and len(across) < 12 else 0.0
    return Figure(
        data=data, width_mm=round(width, 1), name=str(getattr(part, "partname", reference)).rpartition("/")[2]
    )
