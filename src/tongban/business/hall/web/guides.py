"""办事: items found by words, topic, organ; the guide of one; its checklist (一次性告知单) for paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from tongban.business.catalog import api as catalog
from tongban.business.hall.models import Guide
from tongban.business.hall.queries import guides
from tongban.business.hall.queries.published import content_of, item_of
from tongban.business.hall.web.keeping import kept
from tongban.business.licenses import api as licenses
from tongban.foundation.clocks import api as clocks
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound

AUDIENCES = {"": "全部", "person": "个人办事", "company": "企业办事"}
MOST_FOUND = 200


@ui.public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The items, narrowed by what stands in the address; where nothing is found, the nearest ones are named."""
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "for", "topic", "unit", "initial")}
    rows = guides.of_unit(guides.about(guides.serving(guides.offered(), asked["for"]), asked["topic"]), asked["unit"])
    rows = rows.filter(initials__startswith=asked["initial"].lower()) if asked["initial"] else rows
    found = guides.search(rows, asked["q"])
    listed = ui.Listing(request, sorts={"found": ("name", "pk")}, default="found")
    page = listed.page(list(found.rows[:MOST_FOUND]) if asked["q"] else found.rows)
    tabs = [
        ui.Tab(label=label, url=listed.url(**{"for": code, "page": None}), current=asked["for"] == code)
        for code, label in AUDIENCES.items()
    ]
    narrowed = [(label, listed.chip(name, label)) for name in ("topic", "unit", "initial") if (label := asked[name])]
    context = {
        "page": page, "rows": [(row, content_of(row)) for row in page.rows], "asked": asked, "tabs": tabs, "narrowed": narrowed,
        "nearest": found.nearest,
    }  # fmt: skip
    return render(request, "hall/guides.html", context)


@ui.public
@require_safe
def by_unit(request: HttpRequest) -> HttpResponse:
    """按部门."""
    return render(request, "hall/by.html", {"title": "按部门", "name": "unit", "groups": guides.units()})


@ui.public
@require_safe
def by_initial(request: HttpRequest) -> HttpResponse:
    """按拼音: the first letters of the items' names."""
    counts: dict[str, int] = {}
    for initials in guides.offered().values_list("initials", flat=True):
        letter = initials[:1].upper()
        counts[letter] = counts.get(letter, 0) + 1
    return render(request, "hall/by.html", {"title": "按拼音", "name": "initial", "groups": sorted(counts.items())})


@ui.public
@require_safe
@kept(guides.stamp_of)
def guide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """办事指南. One of a withdrawn item says so."""
    found = guides.guide_by_uid(uid)
    return render(request, "hall/guide.html", guide_context(found), status=410 if found.withdrawn else 200)


@ui.public
@require_safe
def checklist(request: HttpRequest, uid: UUID) -> HttpResponse:
    """一次性告知单, to be printed and taken along."""
    return render(request, "hall/checklist.html", guide_context(guides.guide_by_uid(uid)))


@ui.public
@require_safe
def blank(request: HttpRequest, uid: UUID) -> FileResponse:
    """空白表, for anybody: it says nothing of a person."""
    found = guides.guide_by_uid(uid).blank
    if found is None:
        raise NotFound("这个事项没有空白申请表，请网上填写，或者到窗口领取。")
    return FileResponse(
        files.open_content(found), as_attachment=True, filename=found.name, content_type="application/pdf"
    )


def guide_context(found: Guide) -> dict[str, Any]:
    """What a guide says, in words."""
    item = item_of(found)
    content, form_name = item.content, str(item.form.get("name", ""))
    limit = clocks.limits().get(content.limit)
    return {
        "guide": found, "item": item, "content": content, "kind": catalog.KINDS.get(content.kind, ""),
        "case_kind": catalog.CASE_KINDS.get(content.case_kind, ""), "limit": f"{limit.law}{limit.article}" if limit else "",
        "audience": "、".join(catalog.AUDIENCES.get(code, "") for code in content.audience),
        "pauses": "、".join(label for ground, label in clocks.GROUND_LABELS.items() if ground.value in content.pauses),
        "materials": [(m, catalog.is_the_form(m, form_name)) for m in content.materials],
        "qr": qr_code(address_of(reverse("guide:item", args=[found.uid]))), "conditions": content.conditions.splitlines(),
        "topic": content.topics[0] if content.topics else "",
    }  # fmt: skip


def address_of(path: str) -> str:
    """Where the page stands for anybody outside, for QR codes."""
    return f"{settings.PUBLIC_ADDRESS}{path}"


def qr_code(address: str) -> SafeString:
    """A QR code as SVG in the page."""
    return SafeString(licenses.qr_code(address, omitsize=True))
