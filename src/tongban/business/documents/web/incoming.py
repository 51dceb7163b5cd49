"""One received document: the 收文处理单, what came, and the step on the viewer's desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import queries
from tongban.business.documents.models import Incoming
from tongban.business.documents.web import paper
from tongban.business.documents.web.beside import beside_context, work_of_viewer
from tongban.business.documents.web.forms import StepForm
from tongban.business.documents.web.instructions import instructions_context
from tongban.business.documents.web.phrases import phrases_context
from tongban.business.documents.web.whereabouts import now_with
from tongban.engines.flow import api as flow
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now


@ui.staff
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """One received document."""
    return incoming_page(request, queries.incoming_for(request.actor, pk, at=now()))


def incoming_page(request: HttpRequest, received: Incoming, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with those forms that came back with messages in the place of a fresh one."""
    works = flow.works_of(received.reference)
    mine = work_of_viewer(request, works)
    context = {
        "incoming": received,
        "whereabouts": now_with(works),
        "work": mine,
        **beside_context(request, received, mine),
        "form": _form(received, mine),
        **instructions_context(request, works),
        **(phrases_context(request, mine.box) if mine is not None else {}),
        "boxes": paper.boxes(paper.RECEIVED, works, mine),
        "facts": paper.incoming_facts(received),
        "track": paper.track(flow.track(received.reference, works)),
        "pages": range(1, _pages(received) + 1),
        "targets": flow.return_targets(mine) if mine is not None else [],
        "urgency": paper.urgency_label(received.urgency),
        "due": received.due_at,
        **forms,
    }
    return render(request, "documents/incoming.html", context, status=status)


def _form(received: Incoming, work: flow.Work | None) -> StepForm | None:
    if work is None:
        return None
    choices = flow.hosts["incoming"].choices(received.reference, work.element, now())
    return StepForm(choices=choices, initial={"opinion": work.draft_opinion})


def _pages(received: Incoming) -> int:
    """How many pages can be shown: of the file that came through the system, or of the scan."""
    if received.copy is not None:
        return int(received.copy.document.layout.get("pages", 0))
    return received.scan_pages
