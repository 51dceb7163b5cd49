"""One received document: the 收文处理单, what came, and the step on the viewer's desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Incoming
from tongban.business.documents.operations import screen
from tongban.business.documents.operations.handling import set_limit
from tongban.business.documents.operations.scans import PURPOSE as SCANS
from tongban.business.documents.web import paper
from tongban.business.documents.web.beside import beside_context, work_of_viewer
from tongban.business.documents.web.forms import LimitForm, ReturnForm, StepForm
from tongban.business.documents.web.instructions import instructions_context
from tongban.business.documents.web.phrases import phrases_context
from tongban.business.documents.web.whereabouts import now_with
from tongban.engines.flow import api as flow
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@ui.staff
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """One received document."""
    return incoming_page(request, queries.incoming_for(request.actor, pk, at=now()))


def incoming_page(request: HttpRequest, received: Incoming, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with those forms that came back with messages in the place of a fresh one."""
    works = flow.works_of(received.reference)
    mine = work_of_viewer(request, works)
    handled, readings = queries.handled_by(received, works), queries.circulated_to(received.reference)
    context = {
        "incoming": received,
        "whereabouts": now_with(works),
        "work": mine,
        **beside_context(request, received, works, mine),
        "form": _form(received, mine),
        **instructions_context(request, works),
        **(phrases_context(request, mine.box) if mine is not None else {}),
        "boxes": paper.received_boxes(works, mine, handled, readings),
        "handled": handled,
        "limit_form": LimitForm(),
        "may_limit": queries.looks_after(request.actor, received, keys=inbox.keys_for(request)),
        "readings": readings,
        "related": queries.related_to(received, viewer=request.actor),
        "scans": files.files_of(subject=received.reference, purpose=SCANS) if received.copy_id is None else (),
        "return_form": ReturnForm(),
        "facts": paper.incoming_facts(received),
        "track": paper.track(flow.track(received.reference, works)),
        "pages": _pages(received),
        "targets": flow.return_targets(mine) if mine is not None else [],
        "urgency": paper.urgency_label(received.urgency),
        "due": received.due_at,
        **forms,
    }
    return render(request, "documents/incoming.html", context, status=status)


def _form(received: Incoming, work: flow.Work | None) -> StepForm | None:
    if work is None:
        return None
    choices = flow.choices_of(work, now())
    return StepForm(choices=choices, initial={"opinion": work.draft_opinion})


def _pages(received: Incoming) -> list[tuple[int, int]]:
    """The pages that can be shown, with their turning: of the file that came through the system, or of the scan."""
    if received.copy is not None:
        return [(no, 0) for no in range(1, received.copy.document.layout.get("pages", 0) + 1)]
    return list(received.sheets.order_by("order").values_list("order", "turn"))


@ui.staff
@require_POST
def return_to_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """初审退回."""
    received = queries.incoming_for(request.actor, pk, at=now())
    form = ReturnForm(request.POST)
    given: dict[str, Any] = {"incoming": received, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(screen.return_to_sender, reason=form.cleaned_data["reason"], **given):
        messages.success(request, "已退回来文单位。" if received.copy_id else "已退回，请把纸质件送还来文单位。")
        return redirect("documents:incoming", pk=pk)
    return incoming_page(request, received, status=422, return_form=form)


@ui.staff
@require_POST
def limit(request: HttpRequest, pk: int, handling_pk: int) -> HttpResponse:
    """限时 of one section."""
    received = queries.incoming_for(request.actor, pk, at=now())
    handling = received.handlings.filter(pk=handling_pk).first()
    if handling is None:
        raise NotFound()
    form = LimitForm(request.POST)
    given: dict[str, Any] = {"handling": handling, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(set_limit, limit=form.cleaned_data["limit"], **given):
        messages.success(request, f"已定{handling.unit_name}的限时。")
        return redirect("documents:incoming", pk=pk)
    return incoming_page(request, received, status=422, limit_form=form, limit_of=handling.pk)
