"""From a document row to what is printed on the page. No typesetting here."""

from datetime import date, datetime

from django.utils.timezone import localdate

from tongban.business.documents.models import Document
from tongban.business.documents.rules import urgency
from tongban.lib.gongwen import model as gongwen
from tongban.lib.gongwen.markdown import read_markdown

DIAMETER = {"star": 42.0, "national": 45.0, "party": 42.0}  # mm; what the layout keeps free for a unit's seal


def body_of(document: Document) -> str:
    """The text as it stands: the last version."""
    return document.versions.get(no=document.version).body


def content_of(document: Document, body: str) -> gongwen.Document:
    """What is printed. 成文日期 is the day of 签发, never of numbering or sealing (GB/T 9704 7.3.5.5)."""
    read = read_markdown(body)
    return gongwen.Document(
        format=gongwen.Format(document.format), kind=document.kind_name, issuers=(document.issuer_name,),
        mark=document.plaque.mark, title=document.title, number=document.number_text, date=_day(document.signed_at),
        main_recipients=document.main_recipients, body=read.body, attachments=read.attachments, note=document.note,
        issued_text=gongwen.issues_text(document.title, read.attachments),
        urgency=urgency.PRINTED[document.urgency], signers=_signers(document), cc=document.cc,
        print_office=document.issuer_name, print_date=document.printed_on, sealed=document.needs_seal,
        seals=(gongwen.Seal(unit=document.issuer_name, diameter_mm=DIAMETER[document.unit.emblem]),),
    )  # fmt: skip


def _signers(document: Document) -> tuple[str, ...]:
    """签发人 stands in up-going documents only (GB/T 9704 7.2.6)."""
    return (document.signer_name,) if document.format == "upward" and document.signer_name else ()


def _day(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None
