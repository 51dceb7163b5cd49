"""代录: a secretary writes down what the leader said elsewhere; the leader confirms it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.web.acting import whole
from tongban.business.documents.web.handling import document_page
from tongban.business.documents.web.incoming import incoming_page
from tongban.business.documents.web.instructions import Panel, panels
from tongban.business.documents.web.whereabouts import after
from tongban.engines.flow import api as flow
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now

PAGES = {"document": "documents:page", "incoming": "documents:incoming"}
Again = Callable[[list[Panel]], HttpResponse]


@ui.staff
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """代录 of a step of an outgoing document."""
    document = queries.document_for(request.actor, pk, at=now())
    return _record(request, document, lambda shown: document_page(request, document, status=422, recording=shown))


@ui.staff
@require_POST
def record_incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a received document."""
    received = queries.incoming_for(request.actor, pk, at=now())
    return _record(request, received, lambda shown: incoming_page(request, received, status=422, recording=shown))


def _record(request: HttpRequest, thing: Document | Incoming, again: Again) -> HttpResponse:
    asked = whole(request.POST.get("work"))
    works = flow.works_of(thing.reference)
    if any(w.pk == asked and w.recorded_by and w.recorded_by_id == request.actor.person_id for w in works):
        return redirect(PAGES[thing.kind], pk=thing.pk)  # a second click: it is done
    shown = panels(request, works, posted=asked)
    panel = next((p for p in shown if p.work.pk == asked), None)
    if panel is None:
        raise Conflict("这一步已经办理，或者不能由您代录。请刷新页面。", code="flow.not-there")
    form = panel.form
    if form.is_valid() and form.carry_out(
        flow.record_for, work=panel.work, instruction=form.instruction(), actor=request.actor, at=now()
    ):
        messages.success(request, f"已代录，等待{form.result.person_name}本人确认。{after(thing.reference)}")
        return redirect(PAGES[thing.kind], pk=thing.pk)
    return again(shown)


@ui.staff
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认: the leader says that it is what he said."""
    own = flow.Work.objects.filter(person_id=request.actor.person_id or 0, subject_kind__in=PAGES)
    work = own.filter(pk=pk).first()
    if work is None:
        raise NotFound()
    key = request.POST.get("request_key") or None
    flow.confirm_recorded(work=work, actor=request.actor, at=now(), request_key=key)
    messages.success(request, "已确认，处理单上不再注明待确认。")
    return redirect(PAGES[work.subject_kind], pk=work.subject_id)
