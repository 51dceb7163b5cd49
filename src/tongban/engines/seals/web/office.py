"""印章制发: the seal office's list, the making of a seal, and one seal with its life."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.engines.seals import impressions, queries, rules
from tongban.engines.seals.contracts import SORTS
from tongban.engines.seals.impressions import Look
from tongban.engines.seals.operations.make import Making, make
from tongban.engines.seals.web import choices, shown
from tongban.engines.seals.web.acts import acts_of
from tongban.engines.seals.web.forms import ChooseForm, MakeForm, sent
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now
from tongban.lib.gongwen.impression import MAX_PICTURE_BYTES

MAY = "seals.make"
SORTED = {"unit": ["unit__order", "unit_id", "sort", "-pk"], "to": ["valid_to", "pk"], "made": ["-made_at", "-pk"]}
TABS = (("", "在用"), ("ended", "已注销、销毁"))


@ui.needs(MAY)
@require_safe
def seals(request: Any) -> HttpResponse:
    """Every seal that this office looks after."""
    at, tab = now(), request.GET.get("tab", "")
    rows = queries.made_under(request.actor, at=at)
    rows = rows.exclude(state__in=rules.LIVE) if tab == "ended" else rows.filter(state__in=rules.LIVE)
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(queries.named(text))
    listing = ui.Listing(request, sorts=SORTED, default="unit")
    page = listing.page(rows)
    tabs = [ui.Tab(label=word, url=listing.url(tab=key, page=None), current=tab == key) for key, word in TABS]
    context = {"page": page, "rows": shown.rows(page.rows, at=at), "tabs": tabs, "q": text, "listing": listing}
    return render(request, "seals/office/seals.html", context)


@ui.needs(MAY)
@require_safe
def seal(request: Any, pk: int) -> HttpResponse:
    """One seal with its life, and what the office may do with it now."""
    at = now()
    found = queries.seal_to_manage(request.actor, pk, at=at)
    context = {
        **shown.row(found, at=at), "facts": shown.facts(found), "life": shown.life(queries.life_of(found)),
        "acts": acts_of(found), "uses": queries.register_of(found)[:10], "tries": rules.LOCK_AFTER,
    }  # fmt: skip
    return render(request, "seals/office/seal.html", context)


@ui.needs(MAY)
@require_safe
def impression(request: Any, pk: int) -> HttpResponse:
    return shown.impression(queries.seal_to_manage(request.actor, pk, at=now()))


@ui.needs(MAY)
@require_safe
def choose(request: Any) -> HttpResponse:
    """制发, first page: the unit and the sort. The choice is in the address, so that nothing is lost going back."""
    form = ChooseForm(request.GET or None, units=queries.units_to_make_for(request.actor, at=now()))
    if form.is_bound and form.is_valid():
        unit, sort = form.cleaned_data["unit"], form.cleaned_data["sort"]
        if sort in queries.live_sorts(unit) and not choices.plaques_of(unit).exists():
            form.add_error("sort", f"{unit.name}已有一枚有效的{SORTS[sort].label}。更换的，先注销原来的。")
        else:
            return redirect("console-seals:make", unit.pk, sort)
    return render(request, "seals/office/choose.html", {"form": form}, status=422 if form.errors else 200)


@ui.needs(MAY)
def make_seal(request: Any, unit_pk: int, sort: str) -> HttpResponse:
    """制发, second page: the impression, the keeper, the first password."""
    unit, look = _wanted(request, unit_pk, sort)
    about = choices.about(unit, sort, picture=look.needs_picture, at=now())
    form = MakeForm(**sent(request), about=about, initial=choices.initial())
    if request.method == "POST" and form.is_valid():
        making = _making(form, sort)
        if making is not None and form.carry_out(make, unit=unit, making=making, actor=request.actor, at=now()):
            messages.success(request, f"已制发{look.name}{SORTS[sort].label}，请把初始密码当面交给保管人。")
            return redirect("console-seals:seal", form.result.pk)
    context = {"form": form, "unit": unit, "sort": SORTS[sort], "look": look, "sort_key": sort}
    return render(request, "seals/office/make.html", context, status=422 if form.errors else 200)


@ui.needs(MAY)
@require_safe
def preview(request: Any, unit_pk: int, sort: str) -> HttpResponse:
    """The star seal as it would be drawn, as a specimen: nobody copies a seal from here (F-SE-15)."""
    _, look = _wanted(request, unit_pk, sort, specimen="样章")
    return HttpResponse(impressions.drawn(look).svg, content_type="image/svg+xml")


def _wanted(request: Any, unit_pk: int, sort: str, specimen: str = "") -> tuple[Unit, Look]:
    unit = queries.units_to_make_for(request.actor, at=now()).filter(pk=unit_pk).first()
    if unit is None or sort not in SORTS:
        raise NotFound()
    return unit, Look(unit.name, unit.emblem, sort, specimen)


def _making(form: MakeForm, sort: str) -> Making | None:
    data = form.cleaned_data
    png = _picture(form, data.get("picture"))
    if form.errors:
        return None
    people = Person.objects.in_bulk([pk for pk in (data["keeper"], data.get("holder")) if pk])
    return Making(
        sort, people[data["keeper"]], data["password"], png=png, lower="样章" if data.get("specimen") else "",
        plaque=data.get("plaque"), holder=people.get(data.get("holder")), basis=data["basis"],
    )  # fmt: skip


def _picture(form: MakeForm, upload: UploadedFile | None) -> bytes:
    if upload is None:
        return b""
    if (upload.size or 0) > MAX_PICTURE_BYTES:
        form.add_error("picture", "印模图片不能超过 5 MB。")
        return b""
    return upload.read()
