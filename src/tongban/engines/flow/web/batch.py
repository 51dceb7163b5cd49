"""批量办理: ticked rows of 待办 with one opinion, each in a transaction of its own, with its result beside it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations import complete_in_batch
from tongban.engines.flow.queries import not_in_batch
from tongban.foundation.inbox import api as inbox
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Anticipated, Invalid
from tongban.kernel.now import now

MOST = 100


class BatchForm(ui.Form):
    """What is said of all of them."""

    opinion = forms.CharField(label="意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(slots=True)
class Row:
    """One ticked row: why it cannot be done with the others, or what became of it."""

    item: Any
    work: Work | None
    hinder: str = ""
    done: bool = False


@ui.staff
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """First the rows and the box for the opinion (`go` is not there yet), then the results."""
    rows = _rows(request)
    going = "go" in request.POST
    form = BatchForm(request.POST if going else None)
    if going and form.is_valid():
        for row in rows:
            if not row.hinder:
                _do(request, row, form)
        done = sum(row.done for row in rows)
        return render(request, "flow/batch_done.html", {"rows": rows, "done": done, "left": len(rows) - done})
    ready = sum(not row.hinder for row in rows)
    context = {"rows": rows, "form": form, "ready": ready}
    return render(request, "flow/batch.html", context, status=422 if form.errors else 200)


def _rows(request: HttpRequest) -> list[Row]:
    asked = [
        int(ref) for ref in request.POST.getlist("ref")[:MOST] if ref.isascii() and ref.isdigit() and len(ref) < 19
    ]
    items = inbox.mine_among(asked, inbox.keys_for(request))
    works = Work.objects.in_bulk([item.source_id for item in items if item.source_kind == Work.kind])
    found = [Row(item, works.get(item.source_id) if item.source_kind == Work.kind else None) for item in items]
    for row in found:
        row.hinder = not_in_batch(row.work) if row.work is not None else "这一件要打开后办理。"
    return found


def _do(request: HttpRequest, row: Row, form: BatchForm) -> None:
    """One row; what refuses it stands beside it, the others go on."""
    key = f"{form.cleaned_data['request_key']}:{row.item.pk}"
    try:
        complete_in_batch(
            work=row.work, opinion=form.cleaned_data["opinion"], actor=request.actor, at=now(), request_key=key
        )
    except Invalid as error:
        row.hinder = "".join(error.fields.values())
    except Anticipated as error:
        row.hinder = error.message
    else:
        row.done = True
