"""The page behind the search box of the top bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from tongban.foundation.search import queries
from tongban.foundation.search.contracts import Found
from tongban.foundation.search.registries import groups
from tongban.foundation.search.rules import MOST_QUERY
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

OF_EACH, ON_PAGE = 5, 20


@ui.staff
def results(request: HttpRequest) -> HttpResponse:
    """Some hits of every kind, or with `kind` a page of that kind."""
    query, kind = " ".join(request.GET.get("q", "").split())[:MOST_QUERY], request.GET.get("kind", "")
    groups = _of_kind(request, query, kind) if kind else _of_all(request, query)
    context = {
        "q": query,
        "kind": kind,
        "groups": [(found, _more(query, found)) for found in groups],
        "tabs": _tabs(query, kind),
    }
    return render(request, "search/results.html", context)


def _of_all(request: HttpRequest, query: str) -> list[Found]:
    return queries.find(query, viewer=request.actor, at=now(), limit=OF_EACH)  # type: ignore[attr-defined]


def _of_kind(request: HttpRequest, query: str, kind: str) -> list[Found]:
    before = request.GET.get("before", "")
    if kind not in dict(groups()):
        raise NotFound()
    found = queries.find_kind(
        kind,
        query,
        viewer=request.actor,
        at=now(),
        limit=ON_PAGE,
        before=int(before) if before.isdecimal() else None,  # type: ignore[attr-defined]
    )
    return [found] if found.hits else []


def _more(query: str, found: Found) -> str:
    """Where the hits go on; "" at their end."""
    if not found.more:
        return ""
    asked = {"q": query, "kind": found.kind} | ({"before": found.last} if found.last else {})
    return f"{reverse('search:results')}?{urlencode(asked)}"


def _tabs(query: str, kind: str) -> list[ui.Tab]:
    if not query:
        return []
    address = reverse("search:results")
    tabs = [ui.Tab(label="全部", url=f"{address}?{urlencode({'q': query})}", current=not kind)]
    return tabs + [
        ui.Tab(label=label, url=f"{address}?{urlencode({'q': query, 'kind': name})}", current=name == kind)
        for name, label in groups()
    ]
