"""From a document row to GB/T 9704 pages: what is printed, with which fonts. Runs in the worker."""

import functools
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from tongban.business.documents.models import Document
from tongban.business.documents.rules import urgency
from tongban.kernel.errors import Unavailable
from tongban.lib.gongwen import model as gongwen
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.typeset import Typeset
from tongban.lib.gongwen.layout.typeset import typeset as set_pages
from tongban.lib.gongwen.markdown import read_markdown

DIAMETER = {
    "star": 42.0,
    "national": 45.0,
    "party": 42.0,
}  # mm; layout-relevant default of a unit's seal


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


def content_of(document: Document, body: str) -> gongwen.Document:
    """What is printed. 成文日期 is the day of 签发, never of numbering or sealing (GB/T 9704 7.3.5.5)."""
    read = read_markdown(body)
    return gongwen.Document(
        format=gongwen.Format(document.format), kind=document.kind_name, issuers=(document.issuer_name,),
        mark=document.plaque.mark, title=document.title, number=document.number_text, date=_day(document.signed_at),
        main_recipients=document.main_recipients, body=read.body, attachments=read.attachments, note=document.note,
        urgency=urgency.PRINTED[document.urgency], signers=(document.signer_name,) if document.direction == "up" else (),
        cc=document.cc, print_office=document.issuer_name, print_date=document.printed_on, sealed=document.needs_seal,
        seals=(gongwen.Seal(unit=document.issuer_name, diameter_mm=DIAMETER[document.unit.emblem]),),
    )  # fmt: skip


def typeset(document: Document, body: str, *, at: datetime) -> Typeset:
    """The pages. Raises the library's errors for a text that cannot be laid out."""
    return set_pages(content_of(document, body), fonts=fonts(), at=at.astimezone(UTC))


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


def _day(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None
