"""办事指南 for everybody: found by a word, read without script and without login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.business.catalog import queries, rules
from tongban.business.catalog.web.pages import guide_context
from tongban.foundation.ui import api as ui

SORTS = {"name": ("name", "pk")}


@ui.public
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The published items, narrowed by words and by whom they serve (F-SV-04)."""
    text, audience = request.GET.get("q", "").strip()[:60], request.GET.get("for", "")
    rows = queries.search(queries.published(), text)
    if audience in rules.AUDIENCES:
        rows = queries.serving(rows, audience)
    listed = ui.Listing(request, sorts=SORTS, default="name")
    page = listed.page(rows)
    tabs = [
        ui.Tab(label="全部", url=listed.url(**{"for": None, "page": None}), current=audience not in rules.AUDIENCES)
    ]
    tabs += [
        ui.Tab(label=label, url=listed.url(**{"for": code, "page": None}), current=audience == code)
        for code, label in rules.AUDIENCES.items()
        if code != "5"
    ]
    context = {"page": page, "rows": [(v, v.content) for v in page.rows], "q": text, "tabs": tabs}
    return render(request, "catalog/guides.html", context)


@ui.public
@require_safe
def guide(request: HttpRequest, pk: int) -> HttpResponse:
    """The guide of one item, as it counts now."""
    found = queries.guide(pk)
    return render(request, "catalog/guide.html", {"version": found, **guide_context(found.content)})
