"""扫描件: the pages of a paper document. Files stay as they were handed in; order and turning may be put right while it is handled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from tongban.business.documents.models import Incoming, ScanPage
from tongban.business.documents.rules import secrecy
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation

PURPOSE = "documents.scan"
TURNS = (0, 90, 180, 270)
MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Scan:
    """An uploaded scan of a paper document, and how many of its pages can be shown."""

    received: files.Received
    pages: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A page at its new place: turned clockwise by so many degrees."""

    page: int
    turn: int = 0


@operation(may="documents.receive", on="incoming")
def add_scans(*, incoming: Incoming, scans: Sequence[Scan], actor: Actor, at: datetime) -> Incoming:
    """补扫: further pages behind those that are there."""
    incoming = _locked(incoming)
    if not scans:
        raise Invalid({"scan": "请选择扫描件。"})
    append(incoming, scans)
    return incoming


@operation(may="documents.receive", on="incoming")
def arrange_scan(*, incoming: Incoming, pages: Sequence[Placed], actor: Actor, at: datetime) -> Incoming:
    """The pages in this order, turned like this. Those left out are taken away, and with its last page a file."""
    incoming = _locked(incoming)
    there = {sheet.pk: sheet for sheet in incoming.sheets.select_related("file")}
    wanted = [placed.page for placed in pages]
    if not wanted or len(set(wanted)) != len(wanted) or not there.keys() >= set(wanted):
        raise Conflict("扫描件刚被别人整理过，请刷新页面后再整理。", code="documents.scan-changed")
    if any(placed.turn not in TURNS for placed in pages):
        raise Invalid({"turn": "旋转只能是 90 度的倍数。"})
    ScanPage.objects.filter(incoming=incoming).delete()
    ScanPage.objects.bulk_create(
        ScanPage(incoming=incoming, order=order, file=there[p.page].file, no=there[p.page].no, turn=p.turn)
        for order, p in enumerate(pages, 1)
    )
    _drop_files(incoming, {sheet.file for sheet in there.values()} - {there[pk].file for pk in wanted})
    note(pages=len(pages), removed=len(there) - len(pages))
    return incoming


@inside_operation
def append(incoming: Incoming, scans: Sequence[Scan]) -> None:
    """Keep the files, and their pages behind the last one. A secret's scan is refused by its name."""
    secrecy.refuse_secret("", *(scan.received.name for scan in scans))
    last = incoming.sheets.aggregate(last=Max("order"))["last"] or 0
    if last + sum(scan.pages for scan in scans) > MOST_PAGES:
        raise Invalid({"scan": f"扫描件超过 {MOST_PAGES} 页，请分成几份登记。"}, code="documents.scan-too-long")
    rows = []
    for scan in scans:
        file = files.keep(received=scan.received, subject=incoming.reference)
        if incoming.file_id is None:
            incoming.file = file
            incoming.save(update_fields=["file"])
        rows += [(file, no) for no in range(1, scan.pages + 1)]
    ScanPage.objects.bulk_create(
        ScanPage(incoming=incoming, order=last + place, file=file, no=no) for place, (file, no) in enumerate(rows, 1)
    )
    note(pages=len(rows))


def _locked(incoming: Incoming) -> Incoming:
    incoming = Incoming.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if incoming.copy_id is not None:
        raise Conflict("这是系统内的来文，没有扫描件。", code="documents.not-paper")
    if incoming.state != "handling":
        raise Conflict("这份收文已经办完，扫描件不能再改。", code="documents.not-handling")
    return incoming


def _drop_files(incoming: Incoming, gone: set[files.StoredFile]) -> None:
    if incoming.file in gone:
        incoming.file = incoming.sheets.order_by("order")[0].file
        incoming.save(update_fields=["file"])
    for file in sorted(gone, key=lambda file: file.pk):
        files.discard(file=file)
