"""Lists of documents: the viewer's own, the issued ones, what arrived, what was received."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import queries
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SORTS = {"time": ("pk",)}
STATES = {
    "draft": ("future", "拟稿"), "review": ("taken", "审核中"), "signed": ("taken", "已签发"), "numbered": ("taken", "已编号"),
    "laid_out": ("taken", "已制版"), "sealed": ("taken", "已用印"), "issued": ("done", "已分发"), "void": ("returned", "作废"),
}  # fmt: skip
COPY_STATES = {
    "unsigned": ("wait", "未签收"), "signed": ("taken", "已签收"), "refused": ("returned", "退回"), "completed": ("done", "已办结"),
}  # fmt: skip


@ui.staff
def mine(request: HttpRequest) -> HttpResponse:
    """发文跟踪: what the viewer drafted or met, wherever it stands."""
    return _documents(request, "发文跟踪", None)


@ui.staff
def finished(request: HttpRequest) -> HttpResponse:
    """成文管理: issued documents (F-OD-29)."""
    return _documents(request, "成文管理", "issued")


def _documents(request: HttpRequest, title: str, state: str | None) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    listing = ui.Listing(request, sorts=SORTS, default="-time")
    page = listing.page(queries.documents(request.actor, at=now(), state=state, text=text))
    rows = [(document, *STATES[document.state]) for document in page.rows]
    context = {"title": title, "page": page, "rows": rows, "q": text, "listing": listing}
    return render(request, "documents/list.html", context)


@ui.staff
def arrived(request: HttpRequest) -> HttpResponse:
    """电子来文: copies that came to the viewer's unit (F-IN-03)."""
    state = request.GET.get("tab", "unsigned")
    listing = ui.Listing(request, sorts=SORTS, default="-time")
    page = listing.page(queries.copies(request.actor, at=now(), state=state if state in COPY_STATES else None))
    tabs = [ui.Tab(label="全部", url=listing.url(tab="all", page=None), current=state == "all")]
    tabs += [
        ui.Tab(label=label, url=listing.url(tab=name, page=None), current=state == name)
        for name, (_, label) in COPY_STATES.items()
    ]
    rows = [(copy, *COPY_STATES[copy.state]) for copy in page.rows]
    return render(request, "documents/arrived.html", {"page": page, "rows": rows, "tabs": tabs})


@ui.staff
def incoming(request: HttpRequest) -> HttpResponse:
    """收文管理: what the viewer's unit has registered."""
    text = request.GET.get("q", "").strip()
    listing = ui.Listing(request, sorts=SORTS, default="-time")
    page = listing.page(queries.received(request.actor, at=now(), text=text))
    return render(request, "documents/incoming_list.html", {"page": page, "q": text, "listing": listing})
