"""Receipts and blank forms as PDF: made by the worker after the commit. A second run changes nothing."""

import io
from collections.abc import Callable
from datetime import datetime

import structlog

from tongban.business.hall import papers
from tongban.business.hall.contracts import PAPERS
from tongban.business.hall.models import Guide, Submission
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.operations import inside_operation, operation
from tongban.kernel.references import Reference
from tongban.lib.gongwen.errors import GongwenError

log = structlog.get_logger("hall")


@operation(may="hall.take", on="submission")
def draw_receipt(*, submission: Submission, actor: Actor, at: datetime) -> None:
    """回执. Where no font draws a name there is none: the page on the screen is printed instead."""
    found = Submission.objects.select_for_update(of=("self",)).select_related("guide").get(pk=submission.pk)
    if found.paper_id is None and (pdf := _drawn(lambda: papers.receipt(found, at=at))):
        found.paper = _keep(pdf, f"回执 {found.receipt}.pdf", found.reference)
        found.save(update_fields=["paper"])


@operation(may="hall.take", on="guide")
def draw_blank(*, guide: Guide, actor: Actor, at: datetime) -> None:
    """空白表 of the item as it stands now; the one of before goes."""
    found = Guide.objects.select_for_update(of=("self",)).select_related("blank").get(pk=guide.pk)
    before, pdf = found.blank, _drawn(lambda: papers.blank(found, at=at))
    found.blank = _keep(pdf, f"空白申请表 {found.name}.pdf", found.reference) if pdf else None
    found.save(update_fields=["blank"])
    if before is not None:
        files.discard(file=before)


def _drawn(draw: Callable[[], bytes]) -> bytes | None:
    try:
        return draw()
    except GongwenError as error:
        log.warning("hall.paper-not-drawn", reason=error.message)
        return None


@inside_operation
def _keep(pdf: bytes, name: str, subject: Reference) -> files.StoredFile:
    received = files.receive(source=io.BytesIO(pdf), name=name.replace("/", " "), purpose=PAPERS)
    return files.keep(received=received, subject=subject)
