"""What the automatic 催办 of a day is about: steps past their limit, copies that nobody has signed for."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from tongban.business.documents.models import Copy, Document, Incoming, Urging
from tongban.engines.flow import api as flow
from tongban.foundation.options import api as options
from tongban.kernel.references import Reference

PATIENCE, MOST_REMINDERS = "documents.remind_hours", "documents.remind_most"
AT_ONCE = 100  # of one run; the next goes on


def late_things(*, since: datetime, at: datetime) -> list[Document | Incoming]:
    """Documents with an open step past its limit, of which nobody was reminded since `since`, neither by hand nor by the process."""
    reminded = Urging.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), at__gte=since
    )
    works = flow.Work.objects.filter(state=flow.Work.OPEN, due_at__lt=at, subject_kind__in=("document", "incoming"))
    rows = (
        works.exclude(Exists(reminded))
        .exclude(late_at__gte=since)
        .order_by("due_at")
        .values_list("subject_kind", "subject_id")
    )
    late = list(dict.fromkeys(Reference(kind, pk) for kind, pk in rows[:AT_ONCE]))
    found = {
        model.kind: model.objects.in_bulk([r.id for r in late if r.kind == model.kind])
        for model in (Document, Incoming)
    }
    return [found[r.kind][r.id] for r in late]


def waiting_copies(*, at: datetime) -> dict[Document, list[int]]:
    """Copies that have waited long since they were sent or spoken of, by document; how long and how often are settings."""
    before, most = at - timedelta(hours=options.whole(PATIENCE)), options.whole(MOST_REMINDERS)
    quiet = Q(reminded_at=None) | Q(reminded_at__lt=before)
    rows = Copy.objects.filter(quiet, state="unsigned", sent_at__lt=before, reminders__lt=most)
    found: dict[Document, list[int]] = {}
    for copy in rows.filter(document__state="issued").select_related("document").order_by("sent_at")[:AT_ONCE]:
        found.setdefault(copy.document, []).append(copy.pk)
    return found
