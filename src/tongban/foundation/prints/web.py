"""Reading and printing a file, the rights of a thing's files, and the register of printings (打印登记)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.foundation.files import api as files
from tongban.foundation.prints import marking, operations, queries, rules
from tongban.foundation.prints.contracts import LEVELS, Level
from tongban.foundation.prints.forms import FilterForm, PrintForm, RightsForm
from tongban.foundation.prints.models import Run
from tongban.foundation.prints.screen import page_of, printed_lines
from tongban.foundation.references.api import require_visible, resolve
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now
from tongban.kernel.references import Reference

MOST = 20_000  # rows of an exported register
HEAD = ("时间", "查询码", "打印人", "单位", "公文", "文件", "份数", "份号", "去向")


@ui.staff
def file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The pages of one file, and beside them printing, where the rights reach so far."""
    at = now()
    found, right = operations.require(files.file_by_uid(uid), Level.READ, actor=request.actor, at=at)
    may_print = right.allows(Level.PRINT) and right.origin is not None and marking.readable(found)
    form = PrintForm(request.POST or None) if may_print else None
    given: dict[str, Any] = {"file": found, "actor": request.actor, "at": at}
    printing = form is not None and request.method == "POST" and form.is_valid()
    if form is not None and printing and form.carry_out(operations.print_file, **form.values(), **given):
        return redirect("prints:run", code=form.result.code)
    had = queries.printed(right.origin, found.digest) if right.origin else 0
    context = {
        "file": found, "right": right, "level": LEVELS[right.level], "form": form, "had": had,
        "left": None if right.copies is None else max(0, right.copies - had),
        "pages": range(1, marking.pages_of(found) + 1), "of": _of(request, found),
        "downloads": right.allows(Level.DOWNLOAD),
        "controlled": right.origin.subject if queries.controls(request.actor, right.origin, at=at) and right.origin else None,
    }  # fmt: skip
    return render(request, "prints/file.html", context, status=422 if form is not None and form.errors else 200)


@ui.staff
@require_safe
def page_image(request: HttpRequest, uid: UUID, no: int) -> HttpResponse:
    """A page of a file, as this viewer may see it."""
    found, _ = operations.require(files.file_by_uid(uid), Level.READ, actor=request.actor, at=now())
    content, media_type = page_of(found, no, viewer=request.actor, at=now())
    return HttpResponse(content, content_type=media_type)


@ui.staff
@require_safe
def run(request: HttpRequest, code: str) -> HttpResponse:
    """One printing: what a 查询码 stands for, and for its person the way to the printer."""
    found = queries.run_by_code(code, viewer=request.actor, at=now())
    [row] = _rows(request, [found])
    return render(
        request, "prints/run.html", {"run": found, "row": row, "own": found.person_id == request.actor.person_id}
    )


@ui.staff
@require_safe
def run_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The marked pages for the printer."""
    found = queries.run_by_code(code, viewer=request.actor, at=now())
    source = operations.open_run(run=found, actor=request.actor, at=now())
    copies = [printed_lines(found, no) for no in range(found.first, found.last + 1)]
    response = HttpResponse(marking.to_print(source, copies), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@ui.staff
def rights(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What readers of one thing may do with its files."""
    subject = Reference(kind, pk)
    shown = require_visible(subject, viewer=request.actor)
    origin = queries.origin_of(subject)
    if origin is None or not queries.controls(request.actor, origin, at=now()):
        raise NotFound()
    form = RightsForm(request.POST or None, subject=origin.subject)
    given: dict[str, Any] = {"subject": origin.subject, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.set_rights, wanted=form.wanted(), **given)
    ):
        messages.success(request, "权限已改，立即生效。")
        return redirect("prints:rights", kind=kind, pk=pk)
    return render(request, "prints/rights.html", {"form": form, "of": shown}, status=422 if form.errors else 200)


@ui.staff
@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """打印登记: one's own, and those of the units that one looks after; as a table on the screen, on paper, as a file."""
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) for name in ("since", "until")}
    text = (form.cleaned_data.get("q") or "").strip()
    rows = queries.searched(queries.runs(request.actor, at=now()), text=text, **wanted)
    if "export" in request.GET:
        operations.export_register(actor=request.actor, at=now())
        return ui.table_download("打印登记", HEAD, (_cells(row) for row in _rows(request, list(rows[:MOST]))))
    listing = ui.Listing(request, sorts={"time": ("pk",)}, default="-time")
    page = listing.page(rows)
    context = {
        "page": page, "rows": _rows(request, page.rows), "form": form, "seen": _seen(request, text) if text else None,
        "narrowed": any([text, *wanted.values()]), "listing": listing, "export_url": listing.url(export="1", page=None),
    }  # fmt: skip
    return render(request, "prints/register.html", context)


def _rows(request: HttpRequest, found: Any) -> list[tuple[Run, Any, str, str]]:
    """Each printing with what was printed, as far as the viewer sees it."""
    there = resolve({run.subject for run in found}, viewer=request.actor)
    names = queries.names_of(found)
    return [
        (run, there[run.subject], _name(there[run.subject], names.get(str(run.file_uid))), rules.shown(run.code))
        for run in found
    ]


def _name(of: Any, named: files.StoredFile | None) -> str:
    return named.name if named is not None and of.there else ""


def _cells(row: tuple[Run, Any, str, str]) -> tuple[Any, ...]:
    run, of, name, code = row
    return (run.at, code, run.person_name, run.unit_name, of.title, name, run.copies, run.numbers, run.place)


def _seen(request: HttpRequest, text: str) -> dict[str, Any] | None:
    """What a code off a photograph of the screen says, to whoever looks after all printings or sees himself in it."""
    found = queries.seen_on_screen(text)
    if found is None:
        return None
    seen, person, file = found
    of = _of(request, file) if file is not None else None
    at = datetime.fromtimestamp(seen.minute * 60, tz=UTC)
    return {"person": person, "at": at, "of": of, "name": _name(of, file) if of else ""}


def _of(request: HttpRequest, file: files.StoredFile) -> Any:
    """What the file belongs to, as the viewer sees it."""
    return resolve([file.subject], viewer=request.actor)[file.subject] if file.subject else None
