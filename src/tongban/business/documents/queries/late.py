"""What the automatic 催办 of a day is about: steps past their limit, copies that nobody has signed for."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from tongban.business.documents.models import Copy, Document, Incoming, Urging
from tongban.engines.flow import api as flow
from tongban.kernel.references import Reference

PATIENCE = timedelta(days=1)  # after the sending, and after the last reminder
MOST_REMINDERS = 3  # of one copy, automatic ones and others together
AT_ONCE = 100  # of one run; the next goes on


def late_things(*, since: datetime, at: datetime) -> list[Document | Incoming]:
    """Documents with an open step past its limit, of which nobody was reminded since `since`."""
    reminded = Urging.objects.filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"), at__gte=since
    )
    works = flow.Work.objects.filter(state=flow.Work.OPEN, due_at__lt=at, subject_kind__in=("document", "incoming"))
    rows = works.exclude(Exists(reminded)).order_by("due_at").values_list("subject_kind", "subject_id")
    late = list(dict.fromkeys(Reference(kind, pk) for kind, pk in rows[:AT_ONCE]))
    found = {
        model.kind: model.objects.in_bulk([r.id for r in late if r.kind == model.kind])
        for model in (Document, Incoming)
    }
    return [found[r.kind][r.id] for r in late]


def waiting_copies(*, at: datetime) -> dict[Document, list[int]]:
    """Copies that wait for a day since they were sent or spoken of, by document."""
    quiet = Q(reminded_at=None) | Q(reminded_at__lt=at - PATIENCE)
    rows = Copy.objects.filter(quiet, state="unsigned", sent_at__lt=at - PATIENCE, reminders__lt=MOST_REMINDERS)
    found: dict[Document, list[int]] = {}
    for copy in rows.filter(document__state="issued").select_related("document").order_by("sent_at")[:AT_ONCE]:
        found.setdefault(copy.document, []).append(copy.pk)
    return found
