"""One outgoing document: the 处理单, the text, and what the viewer may do with it now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import checking, queries
from tongban.business.documents.models import Document
from tongban.business.documents.operations.number import PURPOSE
from tongban.business.documents.printed import body_of
from tongban.business.documents.web import paper
from tongban.business.documents.web.basis import linked_lines
from tongban.business.documents.web.beside import beside_context, work_of_viewer
from tongban.business.documents.web.forms import NumberForm, OverrideForm, StepForm, VoidForm
from tongban.business.documents.web.instructions import instructions_context
from tongban.business.documents.web.phrases import phrases_context
from tongban.business.documents.web.whereabouts import now_with
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.files import api as files
from tongban.foundation.numbering import api as numbering
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

EDITING = {"draft", "review", "vet"}
CHECKED = {*EDITING, "number"}
OWN_PAGES = {"number", "seal", "distribute"}  # steps that are done by an operation of their own


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One outgoing document."""
    return document_page(request, queries.document_for(request.actor, pk, at=now()))


@ui.staff
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The process as a picture, with where it stands."""
    document = queries.document_for(request.actor, pk, at=now())
    return render(request, "documents/picture.html", {"document": document, **flow.picture_of(document.reference)})


def document_page(request: HttpRequest, document: Document, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with those forms in the place of fresh ones that came back with messages."""
    works = flow.works_of(document.reference)
    mine = work_of_viewer(request, works)
    context = {
        **_paper(document, works, mine),
        "whereabouts": now_with(works, service=document.state in ("signed", "numbered")),
        **_actions(request, document, works, mine),
        **(_checked(document) if mine is not None and mine.element in CHECKED else {}),
        **beside_context(request, document, works, mine),
        "override_form": OverrideForm(),
        "void_form": VoidForm(),
        "related": queries.related_to(document, viewer=request.actor),
        "bases": linked_lines(request.actor, document),
        "form": form_for(request, document, mine),
        **instructions_context(request, works),
        **forms,
    }
    return render(request, "documents/page.html", context, status=status)


def _paper(document: Document, works: list[flow.Work], mine: flow.Work | None) -> dict[str, Any]:
    return {
        "document": document,
        "boxes": paper.boxes(paper.OUTGOING, works, mine),
        "facts": paper.facts(document),
        "track": paper.track(flow.track(document.reference, works), without=paper.passed_by(document)),
        "number": paper.open_number(document),
        "urgency": paper.urgency_label(document.urgency),
        "paragraphs": paper.preview(body_of(document)),
        "pages": range(1, document.layout.get("pages", 0) + 1) if document.page_file_id else (),
        "attachments": list(files.files_of(subject=document.reference, purpose="documents.attachment")),
        "receivers": document.receivers.count(),
    }


def _actions(
    request: HttpRequest, document: Document, works: list[flow.Work], mine: flow.Work | None
) -> dict[str, Any]:
    element = mine.element if mine is not None else ""
    returnable = mine is not None and element not in {"draft", *OWN_PAGES}
    return {
        "work": mine,
        "may_void": element == "draft",
        "may_edit": element in EDITING and document.state in ("draft", "review"),
        "last_own": withdrawable(request, works),
        "targets": flow.return_targets(mine) if returnable and mine is not None else [],
        **(phrases_context(request, mine.box) if mine is not None else {}),
    }


def _checked(document: Document) -> dict[str, Any]:
    """格式检查 for those who may still mend something, and for the one who numbers."""
    found = checking.findings(document)
    return {
        "checked": True, "findings": found, "blocking": checking.blocking(document, found),
        "overrides": list(document.overrides.order_by("pk")),
    }  # fmt: skip


def withdrawable(request: HttpRequest, works: list[flow.Work]) -> flow.Work | None:
    """The viewer's own last step, while nobody has acted after it."""
    closed = [w for w in works if w.state != flow.Work.OPEN]
    last = max(closed, key=lambda w: (w.done_at, w.pk), default=None)
    return last if last and last.undo and last.person_id == request.actor.person_id else None


def form_for(request: HttpRequest, document: Document, work: flow.Work | None, data: Any = None) -> Any:
    """The form of the step: most have an opinion, some a form of their own."""
    if work is None:
        return None
    if work.element == "seal":
        return seals.SealForm(data, seals=seals.usable_by(request.actor, unit_id=document.unit_id, at=now()))
    if work.element == "number":
        return NumberForm(data, series=numbering.series_of(unit_id=document.unit_id, purpose=PURPOSE))
    choices = flow.choices_of(work, now())
    return StepForm(data, choices=choices, initial={"opinion": work.draft_opinion})
