"""The staff's list of items, and one version of an item as its guide shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.catalog import queries, rules
from tongban.business.catalog.contracts import Content, State
from tongban.business.catalog.models import Version
from tongban.business.catalog.web.forms import WithdrawForm
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SORTS = {"name": ("name", "pk"), "unit": ("item__unit__name", "pk"), "changed": ("changed_at", "pk")}
STATES = {
    "draft": ("taken", "编制中"), "published": ("done", "已发布"), "replaced": ("future", "已有新版"), "withdrawn": ("returned", "已下架"),
}  # fmt: skip


@ui.needs("catalog.read", "catalog.edit", "catalog.publish")
def listing(request: HttpRequest) -> HttpResponse:
    """事项清单: what is published, and the drafts of those whose unit one edits for."""
    rows = queries.versions(request.actor, at=now())
    state = request.GET.get("tab", "published")
    rows = rows.filter(state=state) if state in STATES else rows
    text = request.GET.get("q", "").strip()
    listed = ui.Listing(request, sorts=SORTS, default="name")
    page = listed.page(queries.search(rows, text))
    tabs = [
        ui.Tab(label=label, url=listed.url(tab=name, page=None), current=state == name)
        for name, (_, label) in STATES.items()
    ]
    context = {
        "page": page, "listing": listed, "tabs": tabs, "q": text,
        "may_edit": ui.permission_check()(request, "catalog.edit"),
        "rows": [(v, *STATES[v.state], rules.KINDS.get(v.sort, ""), v.content) for v in page.rows],
    }  # fmt: skip
    return render(request, "catalog/list.html", context)


@ui.staff
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of an item."""
    return version_page(request, queries.version_for(request.actor, pk, at=now()))


def version_page(request: HttpRequest, found: Version, *, status: int = 200, **more: Any) -> HttpResponse:
    rights = {
        name: access.may(actor=request.actor, permission=f"catalog.{name}", target=found, at=now())
        for name in ("edit", "publish")
    }
    context = {
        "version": found, "state": STATES[found.state], "history": [(v, *STATES[v.state]) for v in queries.history(found.item)],
        "may_edit": rights["edit"] and found.state == State.DRAFT,
        "may_revise": rights["edit"] and found.state in (State.PUBLISHED, State.WITHDRAWN),
        "may_publish": rights["publish"] and found.state == State.DRAFT,
        "may_withdraw": rights["publish"] and found.state == State.PUBLISHED,
        "withdraw_form": WithdrawForm(), **guide_context(found.content), **more,
    }  # fmt: skip
    return render(request, "catalog/version.html", context, status=status)


def guide_context(content: Content) -> dict[str, Any]:
    """What a guide shows of a content, in words."""
    limit = clocks.limits().get(content.limit)
    return {
        "content": content, "kind": rules.KINDS.get(content.kind, ""), "case_kind": rules.CASE_KINDS.get(content.case_kind, ""),
        "audience": "、".join(rules.AUDIENCES.get(code, "") for code in content.audience),
        "pauses": "、".join(label for ground, label in clocks.GROUND_LABELS.items() if ground.value in content.pauses),
        "limit": f"{limit.law}{limit.article}" if limit else "",
    }  # fmt: skip
