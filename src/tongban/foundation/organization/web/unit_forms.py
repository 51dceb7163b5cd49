"""Changing units: one small page for each verb."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.foundation.organization import forms
from tongban.foundation.organization.contracts import (
    Emblem,
    PlaqueData,
    PostKind,
    Relation,
    Renaming,
    UnitData,
    UnitKind,
)
from tongban.foundation.organization.models import Plaque, Post, Unit
from tongban.foundation.organization.operations import (
    add_plaque,
    change_unit,
    close_unit,
    create_unit,
    end_plaque,
    merge_units,
    move_unit,
    rename_unit,
    set_oversight,
    set_superior,
)
from tongban.foundation.organization.operations.units import CHANGEABLE
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.tree import current_units, units_above, units_below
from tongban.foundation.organization.web.pages import FormPage, answer, at_once
from tongban.foundation.ui.api import needs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


def page_of(unit: Unit, title: str, **more: Any) -> FormPage:
    """A form page that leads back to the unit."""
    return FormPage(title=title, back=reverse("units:unit", args=[unit.pk]), back_label=unit.name, **more)


@needs(managed.MANAGE)
def new_unit(request: Any, pk: int) -> HttpResponse:
    parent = managed.unit_for(request.actor, pk, now())
    form = forms.NewUnitForm(request.POST or None)
    return answer(
        request, form, page_of(parent, "新增下级单位", done="单位已新增。"), create_unit,
        lambda given: {"parent": parent, "data": unit_data(given)},
    )  # fmt: skip


@needs(managed.MANAGE)
def change(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    form = forms.ChangeUnitForm(request.POST or None, initial={name: getattr(unit, name) for name in CHANGEABLE})
    return answer(
        request, form, page_of(unit, "修改单位信息"), change_unit,
        lambda given: {"unit": unit, "data": unit_data({**given, "name": unit.name, "form": unit.form})},
    )  # fmt: skip


@needs(managed.MANAGE)
def rename(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    form = forms.RenameForm(request.POST or None, initial={"on": today()})
    page = page_of(unit, "更名", done="已更名；以前的文件仍用原名称。", lead="更名后主牌随之更换，原名称进入沿革。")
    return answer(request, form, page, rename_unit, lambda given: {"unit": unit, "new": Renaming(**given)})


@needs(managed.MANAGE)
def move(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    form = forms.MoveForm(request.POST or None)
    below = units_below([unit.pk])
    places = _current(request).exclude(pk__in=below).exclude(pk=unit.parent_id)
    forms.offer(form, "parent", forms.units_as_choices(places))
    page = page_of(unit, "调整隶属", done="已调整。", lead="下级单位和人员随之调整。")
    return answer(request, form, page, move_unit, lambda given: {"unit": unit, "parent": _get(places, given["parent"])})


@needs(managed.MANAGE)
def superior(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    form = forms.SuperiorForm(request.POST or None)
    places = current_units(today()).exclude(pk__in=units_below([unit.pk])).exclude(form=UnitKind.SECTION)
    forms.offer(form, "superior", forms.units_as_choices(places, none="无"))
    return answer(
        request, form, page_of(unit, "业务指导和双重领导"), set_superior,
        lambda given: {
            "unit": unit, "relation": Relation(given["relation"]), "superior": _get(places, given["superior"]),
        },
    )  # fmt: skip


@needs(managed.MANAGE)
def oversight(request: Any, pk: int) -> HttpResponse:
    """分管领导: heads and deputies of the unit itself and of those above it."""
    unit = managed.unit_for(request.actor, pk, now())
    leaders = Post.objects.filter(
        unit__in=units_above(unit.pk), rank__in=[PostKind.HEAD, PostKind.DEPUTY], closed_at=None
    )
    leaders = leaders.select_related("unit__organ").order_by("unit__order", "order", "pk")
    form = forms.OversightForm(request.POST or None)
    forms.offer(form, "leader", forms.posts_as_choices(leaders, none="无"))
    return answer(
        request, form, page_of(unit, "分管领导"), set_oversight,
        lambda given: {"unit": unit, "role": given["role"], "leader": _get(leaders, given["leader"])},
    )  # fmt: skip


@needs(managed.MANAGE)
def new_plaque(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    form = forms.PlaqueForm(request.POST or None, initial={"on": today()})
    return answer(
        request, form, page_of(unit, "挂牌", done="已挂牌。"), add_plaque,
        lambda given: {"unit": unit, "on": given.pop("on"), "data": PlaqueData(**given)},
    )  # fmt: skip


@needs(managed.MANAGE)
@require_POST
def stop_plaque(request: Any, pk: int, plaque_pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    plaque = _get(Plaque.objects.filter(unit=unit), plaque_pk)
    return at_once(
        request,
        end_plaque,
        done="已摘牌。",
        back=reverse("units:unit", args=[pk]),
        unit=unit,
        plaque=plaque,
        on=today(),
    )


@needs(managed.MANAGE)
def merge(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    others = _current(request).exclude(pk__in=units_below([unit.pk])).exclude(pk__in=units_above(unit.pk))
    form = forms.MergeForm(request.POST or None, initial={"on": today()})
    forms.offer(form, "units", [(u.pk, u.full_name) for u in others])
    page = page_of(
        unit, f"合并：并入{unit.name}", button="合并", done="已合并。",
        lead="所选单位的科室、岗位和人员转入本单位，原单位撤销。", question="合并后不能自动恢复，确定合并？",
    )  # fmt: skip
    return answer(
        request,
        form,
        page,
        merge_units,
        lambda given: {**given, "into": unit, "units": list(others.filter(pk__in=given["units"]))},
    )


@needs(managed.MANAGE)
def close(request: Any, pk: int) -> HttpResponse:
    unit = managed.unit_for(request.actor, pk, now())
    others = current_units(today()).exclude(pk__in=units_below([unit.pk]))
    form = forms.CloseForm(request.POST or None, initial={"on": today()})
    forms.offer(form, "successor", forms.units_as_choices(others, none="无"))
    page = page_of(
        unit, "撤销单位", button="撤销", done="单位已撤销。", lead="撤销前须无下级单位、无在岗人员。", question=f"确定撤销“{unit.name}”？",
    )  # fmt: skip
    return answer(
        request,
        form,
        page,
        close_unit,
        lambda given: {**given, "unit": unit, "successor": _get(others, given["successor"])},
    )


def today() -> Any:
    return timezone.localdate(now())


def _current(request: Any) -> Any:
    mine = managed.managed_units(request.actor, now())
    return current_units(today()).filter(pk__in=mine.values("pk"))


def _get(rows: Any, pk: int | None) -> Any:
    """One of the rows that were offered; None where nothing was chosen."""
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def unit_data(given: dict[str, Any]) -> UnitData:
    return UnitData(**{**given, "form": UnitKind(given["form"]), "emblem": Emblem(given["emblem"])})
