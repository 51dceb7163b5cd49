"""An official document laid out by `gongwen`, as OFD: real text in embedded fonts, each element tagged.

The pages are those of the PDF, letter by letter, so both show the same.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from tongban.lib.gongwen.errors import LayoutFailed
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.boxes import Box
from tongban.lib.gongwen.layout.typeset import Typeset
from tongban.lib.gongwen.model import Document
from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.pdf import pages_of_pdf
from tongban.lib.ofd.writing.model import Attached, FontFile, NewDocument
from tongban.lib.ofd.writing.writer import write_ofd

CREATOR = "Tongban"
_POSTSCRIPT_NAME = 6


def ofd_of(
    result: Typeset,
    *,
    document: Document,
    fonts: FontSet,
    at: datetime,
    attachments: Sequence[Attached] = (),
    archival: bool = False,
) -> bytes:
    """The OFD of a document that `typeset` laid out with the same `fonts`; `at` becomes its date of creation.

    Tags carry the names of the boxes (发文字号, 标题 …). `archival` asks for OFD-A. Raises NotWritable.
    """
    files = _files(fonts)
    pages = pages_of_pdf(result.pdf, fonts=files, tagger=_tagger(result.boxes))
    known = {"发文字号": document.number, "文种": document.kind}
    return write_ofd(
        NewDocument(
            pages,
            at,
            fonts=files,
            title=document.title.replace("\n", ""),
            author="、".join(document.issuers),
            creator=CREATOR,
            custom={name: text for name, text in known.items() if text},
            attachments=tuple(attachments),
            archival=archival,
        )
    )


def ofd_writer(document: Document, result: Typeset, fonts: FontSet, at: datetime) -> bytes:
    """`ofd_of` as the command `tongban typeset` takes it. Raises LayoutFailed where the pages cannot be written."""
    try:
        return ofd_of(result, document=document, fonts=fonts, at=at)
    except NotWritable as error:
        raise LayoutFailed(str(error)) from error


def _tagger(boxes: Sequence[Box]) -> Callable[[int, float, float], str]:
    """The smallest box around a point names the element."""
    ordered = sorted(boxes, key=lambda box: box.w * box.h)

    def element(page: int, x: float, y: float) -> str:
        around = (
            box.element
            for box in ordered
            if box.page == page and box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h
        )
        return next(around, "")

    return element


def _files(fonts: FontSet) -> dict[str, FontFile]:
    return {_postscript_name(path): FontFile(path) for path in fonts.paths()}


@lru_cache(maxsize=256)
def _postscript_name(path: Path) -> str:
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return str(font["name"].getDebugName(_POSTSCRIPT_NAME) or path.stem)
