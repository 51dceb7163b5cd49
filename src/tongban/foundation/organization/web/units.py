"""The tree of units, and the page of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.foundation.organization.forms import DUTIES, EMBLEMS, LINES, RANKS, UNIT_FORMS
from tongban.foundation.organization.models import Oversight, Succession, Unit, UnitLink
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.search import search_units
from tongban.foundation.organization.queries.tree import open_tree
from tongban.foundation.ui.api import Fact, needs
from tongban.kernel.now import now

FORM_NAMES, EMBLEM_NAMES, LINE_NAMES = dict(UNIT_FORMS), dict(EMBLEMS), dict(LINES)
CHANGES = {"rename": "更名", "merge": "合并", "close": "撤销"}


@needs(managed.MANAGE)
@require_safe
def units(request: Any) -> HttpResponse:
    """The units that the viewer manages; with ?q= those found by name, short name, pinyin or initials."""
    text = request.GET.get("q", "").strip()
    whole = managed.units_where()(actor=request.actor, permission=managed.MANAGE, at=now()) is None
    context = _side(request, None) | {"q": text, "whole": whole}
    if text:
        mine = set(managed.managed_units(request.actor, now()).values_list("pk", flat=True))
        context["found"] = [u for u in search_units(text, at=now(), limit=100) if u.id in mine]
    return render(request, "organization/units.html", context)


@needs(managed.MANAGE)
@require_safe
def unit(request: Any, pk: int) -> HttpResponse:
    """One unit: facts, 牌子, posts and people, leaders in charge, history of names. A constant number of queries."""
    at = now()
    found = managed.unit_for(request.actor, pk, at)
    context = _side(request, found) | {
        "unit": found, "facts": _facts(found), "plaques": managed.plaques_of(found),
        "posts": list(managed.posts_of(found, at)), "ranks": dict(RANKS), "duties": dict(DUTIES),
        "overseers": Oversight.objects.filter(unit=found).select_related("leader__unit").order_by("role"),
        "history": [(CHANGES[row.change], row) for row in _history(found)], "closed": found.valid_to is not None,
    }  # fmt: skip
    return render(request, "organization/unit.html", context)


def _side(request: Any, current: Unit | None) -> dict[str, Any]:
    at = now()
    mine = managed.managed_units(request.actor, at)
    return {"tree": open_tree(mine, on=timezone.localdate(at), current=current), "current": current}


def _facts(unit: Unit) -> list[Fact]:
    lines = UnitLink.objects.filter(lower=unit, depth=1).exclude(relation="subordinate").select_related("upper")
    return [
        Fact(label="简称", value=unit.short_name),
        Fact(label="类型", value=FORM_NAMES.get(unit.form, unit.form)),
        Fact(label="隶属", value=unit.parent.name if unit.parent else "（最上级）"),
        *(Fact(label=LINE_NAMES[line.relation], value=line.upper.name) for line in lines),
        Fact(label="对外名义", value=unit.organ.name if unit.organ else unit.name),
        Fact(label="部门大类", value=unit.category or "—"),
        Fact(label="行政区划", value=unit.region.name),
        Fact(label="单位编码", value=unit.code or "—"),
        Fact(label="统一社会信用代码", value=unit.credit_code or "—"),
        Fact(label="印章图案", value=EMBLEM_NAMES.get(unit.emblem, unit.emblem)),
        Fact(label="排列顺序", value=str(unit.order)),
        Fact(label="实际工资单位", value="是" if unit.pays_wages else "否"),
    ]


def _history(unit: Unit) -> Any:
    """What happened to the unit, and what was merged into it."""
    rows = Succession.objects.filter(old=unit) | Succession.objects.filter(new=unit)
    return rows.select_related("new", "old").order_by("-on", "-pk")
