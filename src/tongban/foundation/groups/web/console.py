"""用户组: the trees of the units that the viewer manages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.access import api as access
from tongban.foundation.groups import operations, queries
from tongban.foundation.groups.models import Group
from tongban.foundation.groups.web import screens
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

MANAGE = queries.MANAGE


def kept(request: Any) -> QuerySet[Group]:
    return queries.kept_groups(request.actor, now())


PLACE = screens.Place(
    space="groups", base="ui/console.html", title="用户组",
    lead="部门、部门领导、办公室、各科室等，供传阅、转办、表单选人时成组选择。",
    empty="按机构生成一棵，或者自己新增。", rows=kept,
)  # fmt: skip


class LayOutForm(ui.Form):
    unit = forms.TypedChoiceField(label="单位", coerce=int)


@ui.needs(MANAGE)
@require_safe
def groups(request: Any) -> HttpResponse:
    return screens.show(request, PLACE, None)


@ui.needs(MANAGE)
@require_safe
def group(request: Any, pk: int) -> HttpResponse:
    return screens.show(request, PLACE, pk)


@ui.needs(MANAGE)
def lay_out(request: Any) -> HttpResponse:
    """按机构生成, and the way to a first group of a unit by hand."""
    units = _units(request)
    form = LayOutForm(request.POST or None)
    field: Any = form.fields["unit"]
    field.choices = [("", "请选择"), *((unit.pk, unit.full_name) for unit in units)]
    if request.method == "POST" and form.is_valid():
        unit = units.get(pk=form.cleaned_data["unit"])
        if "by_hand" in request.POST:
            return redirect("groups:new", unit.pk)
        if form.carry_out(operations.lay_out, unit=unit, actor=request.actor, at=now()):
            messages.success(request, "已按机构生成，已有的不变。")
            return redirect(PLACE.url("group", form.result.pk))
    context = {"place": PLACE, "form": form}
    return render(request, "groups/lay_out.html", context, status=422 if form.errors else 200)


@ui.needs(MANAGE)
def new(request: Any, unit_pk: int) -> HttpResponse:
    unit = _units(request).filter(pk=unit_pk).first()
    if unit is None:
        raise NotFound
    return screens.write(request, PLACE, unit)


@ui.needs(MANAGE)
def change(request: Any, pk: int) -> HttpResponse:
    found = queries.one_of(kept(request), pk)
    assert found.unit is not None
    return screens.write(request, PLACE, found.unit, found)


@ui.needs(MANAGE)
def add(request: Any, pk: int) -> HttpResponse:
    return screens.add(request, PLACE, pk)


@ui.needs(MANAGE)
@require_POST
def take_out(request: Any, pk: int, person_pk: int) -> HttpResponse:
    return screens.take_out(request, PLACE, pk, person_pk)


@ui.needs(MANAGE)
@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    return screens.remove(request, PLACE, pk)


def _units(request: Any) -> QuerySet[Unit]:
    found = access.units_where(actor=request.actor, permission=MANAGE, at=now())
    rows = Unit.objects.filter(valid_to=None).select_related("organ").order_by("order", "code", "pk")
    return rows if found is None else rows.filter(pk__in=found)
