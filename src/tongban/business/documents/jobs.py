"""Background entry points of documents."""

from contextlib import suppress
from datetime import timedelta

from django.utils.timezone import localtime

from tongban.business.documents import queries
from tongban.business.documents.contracts import URGES_LATE, Urgency
from tongban.business.documents.models import Document
from tongban.business.documents.operations.distribute import remind
from tongban.business.documents.operations.lay_out import lay_out as lay_out_document
from tongban.business.documents.operations.lay_out import report_trouble
from tongban.business.documents.operations.preview import make_preview
from tongban.business.documents.operations.urge import urge
from tongban.foundation.options import api as options
from tongban.foundation.workdays import api as workdays
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Unavailable
from tongban.kernel.jobs import job
from tongban.kernel.now import now

OVERDUE = "已经超过办理时限，请尽快办理。"


@job(label="制版")
def lay_out(*, document: int, token: int) -> None:
    """A failure is told to the people concerned, and tried again: an administrator may register a font meanwhile."""
    found, actor = Document.objects.get(pk=document), system_actor("制版")
    try:
        lay_out_document(document=found, token=token, actor=actor, at=now())
    except (Conflict, Unavailable) as error:
        report_trouble(document=found, trouble=error.message, actor=actor, at=now())
        raise


@job(label="版式预览", attempts=2)
def preview(*, document: int) -> None:
    """The document may be gone or sent on meanwhile: then there is nothing to draw."""
    found = Document.objects.filter(pk=document).first()
    if found is not None:
        make_preview(document=found, actor=system_actor("版式预览"), at=now())


@job(every=1800, label="自动催办")
def urge_late() -> None:
    """In working hours: once a day whoever has a step past its limit, and units that have not signed for long, as the settings say."""
    at, actor = now(), system_actor("自动催办")
    if not workdays.calendar().work_seconds(at, at + timedelta(minutes=1)):
        return
    morning = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    for thing in queries.late_things(since=morning, at=at) if options.flag(URGES_LATE) else ():
        with suppress(Conflict):  # somebody was quicker than the limit
            urge(thing=thing, text=OVERDUE, by_sms=False, actor=actor, at=at)
    for document, copies in queries.waiting_copies(at=at).items():
        by_sms = document.urgency != Urgency.ORDINARY
        with suppress(Conflict):
            remind(document=document, copies=copies, text="", by_sms=by_sms, actor=actor, at=at)
