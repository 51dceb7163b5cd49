"""待办, 待阅 and 已办 as lists, and as cards of the desk."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from tongban.foundation.inbox import operations, queries
from tongban.foundation.inbox.batches import batch_acts
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.queries import keys_for
from tongban.foundation.references.api import resolve
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

URGENCY = {3: "特急", 2: "加急", 1: "平急"}
ON_DESK = 9
SORTS: dict[str, tuple[str, ...]] = dict.fromkeys(("urgency", "received", "due"), ())  # the orders are in sql.py
DONE_SORTS = {"done": ("done_at", "id")}


def end_of_day(at: datetime) -> datetime:
    return localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def rows_of(items: Iterable[Item], request: HttpRequest) -> list[ui.TodoRow]:
    """Rows for the table, each leading to its subject: a constant number of queries."""
    items = list(items)
    targets = resolve([item.subject for item in items], viewer=request.actor)  # type: ignore[attr-defined]
    return [_row(item, targets[item.subject].url) for item in items]


def _row(item: Item, url: str) -> ui.TodoRow:
    return ui.TodoRow(
        kind_label=item.category, title=item.title, url=url, received_at=item.done_at or item.received_at,
        urgency=URGENCY.get(item.urgency, ""), number=item.number, from_unit=item.from_unit, step=item.step,
        from_person=item.from_person, due_at=item.due_at if item.state == Item.OPEN else None,
        unread=item.state == Item.OPEN and item.seen_at is None, reference=str(item.pk),
    )  # fmt: skip


@ui.staff
def todo(request: HttpRequest) -> HttpResponse:
    """待办: everything that waits for the viewer, the urgent first."""
    category = request.GET.get("tab", "")
    keys = keys_for(request)
    listing = ui.Listing(request, sorts=SORTS, default="-urgency")
    page = listing.page(queries.open_items(keys, category=category, order=listing.sort))
    tallies = queries.count_by_category(keys)
    tabs = [
        ui.Tab(label="全部", url=listing.url(tab=None, page=None), count=sum(tallies.values()), current=not category)
    ]
    tabs += [
        ui.Tab(label=name, url=listing.url(tab=name, page=None), count=count, current=name == category)
        for name, count in tallies.items()
    ]
    return _list(request, "待办", page, tabs, acts=list(batch_acts.values()))


@ui.staff
def to_read(request: HttpRequest) -> HttpResponse:
    """待阅: what was circulated to the viewer."""
    listing = ui.Listing(request, sorts=SORTS, default="-received")
    return _list(request, "待阅", listing.page(queries.to_read(keys_for(request), order=listing.sort)), [])


@ui.staff
def done(request: HttpRequest) -> HttpResponse:
    """已办: what the viewer has done, the latest first."""
    listing = ui.Listing(request, sorts=DONE_SORTS, default="-done")
    return _list(request, "已办", listing.page(queries.done_items(request.actor.person_id)), [])  # type: ignore[attr-defined]


@ui.staff
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """已阅."""
    item = queries.mine(pk, keys_for(request))
    if item is None:
        raise NotFound()
    operations.mark_read(item=item, actor=request.actor, at=now())  # type: ignore[attr-defined]
    messages.success(request, f"已标为已阅：{item.title}")
    return redirect("inbox:to-read")


@ui.staff
def open_item(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a matter on the viewer's desk."""
    item = queries.mine(pk, keys_for(request))
    url = resolve([item.subject], viewer=request.actor)[item.subject].url if item else ""  # type: ignore[attr-defined]
    if not url:
        raise NotFound()
    return redirect(url)


def _list(request: HttpRequest, title: str, page: ui.Page, tabs: list[ui.Tab], **more: object) -> HttpResponse:
    context = {"title": title, "page": page, "rows": rows_of(page.rows, request), "tabs": tabs, **more}
    return render(request, "inbox/list.html", context)


def counter(request: HttpRequest) -> Mapping[str, int]:
    """Counts for the menus: one statement."""
    found = strip(request)
    return {"inbox.todo": found.todo, "inbox.read": found.to_read}


def strip(request: HttpRequest) -> queries.Counts:
    if not hasattr(request, "desk_counts"):
        at = now()
        request.desk_counts = queries.counts(keys_for(request), at=at, end_of_day=end_of_day(at))  # type: ignore[attr-defined]
    return request.desk_counts  # type: ignore[attr-defined]


def figure_todo(request: HttpRequest) -> ui.Figure:
    found = strip(request)
    notes = []
    if found.overdue:
        notes.append(("over", f"超时 {found.overdue}"))
    if found.due_today:
        notes.append(("soon", f"今日到期 {found.due_today}"))
    return ui.Figure(label="待办", value=_capped(found.todo), unit="件", url=reverse("inbox:todo"), notes=tuple(notes))


def figure_read(request: HttpRequest) -> ui.Figure:
    return ui.Figure(label="待阅", value=_capped(strip(request).to_read), unit="件", url=reverse("inbox:to-read"))


def card_todo(request: HttpRequest) -> Mapping[str, object]:
    """The first rows of 待办, with tabs by kind."""
    keys = keys_for(request)
    items = list(queries.open_items(keys)[:ON_DESK])
    tabs = [ui.Tab(label="全部", url=reverse("inbox:todo"), count=strip(request).todo, current=True)]
    tabs += [
        ui.Tab(label=name, url=f"{reverse('inbox:todo')}?tab={name}", count=count)
        for name, count in queries.count_by_category(keys).items()
    ]
    return {"rows": rows_of(items, request), "tabs": tabs}


def card_read(request: HttpRequest) -> Mapping[str, object] | None:
    items = list(queries.to_read(keys_for(request))[:5])
    return {"rows": rows_of(items, request)} if items else None


def _capped(value: int) -> str:
    return "99+" if value >= queries.CAP else str(value)
