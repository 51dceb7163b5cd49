"""Administrative divisions, and units at the top of the tree: for whoever manages the whole installation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.foundation.organization import forms
from tongban.foundation.organization.models import Region
from tongban.foundation.organization.operations import create_region, create_unit, reserve_codes
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.web.pages import FormPage, answer
from tongban.foundation.organization.web.unit_forms import unit_data
from tongban.foundation.ui.api import Listing, needs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@needs(managed.MANAGE)
@require_safe
def regions(request: Any) -> HttpResponse:
    """The divisions by code."""
    listing = Listing(request, sorts={"code": ("code",), "level": ("level", "code")}, default="code")
    page = listing.page(Region.objects.select_related("parent"))
    context = {
        "listing": listing,
        "page": page,
        "levels": dict(enumerate(forms.LEVELS, start=1)),
        "whole": _whole(request),
    }
    return render(request, "organization/regions.html", context)


@needs(managed.MANAGE)
def new_region(request: Any) -> HttpResponse:
    above = Region.objects.order_by("code")
    form = forms.RegionForm(request.POST or None)
    forms.offer(form, "parent", [("", "无"), *((r.pk, r.name) for r in above)])
    page = FormPage(title="新增行政区划", back=reverse("regions:list"), back_label="行政区划", done="区划已新增。")
    return answer(
        request, form, page, create_region, lambda given: {**given, "parent": above.filter(pk=given["parent"]).first()}
    )


@needs(managed.MANAGE)
def codes(request: Any, pk: int) -> HttpResponse:
    """单位编码号段 of a division."""
    region = Region.objects.filter(pk=pk).first()
    if region is None:
        raise NotFound
    form = forms.CodesForm(request.POST or None, initial={"first": region.code_first, "last": region.code_last})
    page = FormPage(
        title=f"单位编码号段：{region.name}", back=reverse("regions:list"), back_label="行政区划",
        lead="本区划（和没有另设号段的下级）新设单位的编码须在号段内；都不填即不限制。已有单位的编码不变。",
    )  # fmt: skip
    return answer(request, form, page, reserve_codes, lambda given: {"region": region, **given})


@needs(managed.MANAGE)
def new_top_unit(request: Any) -> HttpResponse:
    """A unit that hangs under no other: the government of the installation's highest level."""
    places = Region.objects.order_by("code")
    form = forms.TopUnitForm(request.POST or None)
    forms.offer(form, "region", [("", "请选择"), *((r.pk, r.name) for r in places)])
    page = FormPage(title="新增最上级单位", back=reverse("units:list"), back_label="单位", done="单位已新增。")
    return answer(request, form, page, create_unit, lambda given: _top(places, given))


def _top(places: Any, given: dict[str, Any]) -> dict[str, Any]:
    region = places.get(pk=given.pop("region"))
    return {"parent": None, "region": region, "data": unit_data(given)}


def _whole(request: Any) -> bool:
    """Whether the viewer manages the whole installation."""
    return managed.units_where()(actor=request.actor, permission=managed.MANAGE, at=now()) is None
