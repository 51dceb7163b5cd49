"""印章管理 on the workbench: the seals in one's custody or of one's unit, with the register of their use."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tongban.engines.seals import opening, queries
from tongban.engines.seals.export import csv_lines
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations.use import export_register
from tongban.engines.seals.web import shown
from tongban.engines.seals.web.forms import PasswordForm, RegisterForm, sent
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

SIZES = (20, 100, 500)  # a print-out takes the page as it stands


@ui.staff
@require_safe
def seals(request: Any) -> HttpResponse:
    """My seals, and those whose register I may see."""
    at = now()
    mine = list(queries.kept_by(request.actor))
    others = queries.seen_by(request.actor, at=at).exclude(keeper_id=request.actor.person_id)
    listing = ui.Listing(request, sorts={"unit": ["unit__order", "unit_id", "sort", "-pk"]}, default="unit")
    page = listing.page(others)
    context = {"mine": shown.rows(mine, at=at), "page": page, "others": shown.rows(page.rows, at=at)}
    return render(request, "seals/seals.html", context)


@ui.staff
@require_safe
def seal(request: Any, pk: int) -> HttpResponse:
    """One seal: picture, facts, life, and 用印登记."""
    at = now()
    found = queries.seal_for(request.actor, pk, at=at)
    form = RegisterForm(request.GET or {})
    form.is_valid()
    listing = ui.Listing(request, sorts={"at": ["-at", "-pk"]}, default="at", sizes=SIZES)
    context = {
        **shown.row(found, at=at), "facts": shown.facts(found), "life": shown.life(queries.life_of(found)), "form": form,
        "page": listing.page(queries.register_of(found, form.search())), "chosen": form.chosen(),
        "clear_url": listing.url(text=None, since=None, until=None), "mine": found.keeper_id == request.actor.person_id,
    }  # fmt: skip
    return render(request, "seals/seal.html", context)


@ui.staff
def password(request: Any, pk: int) -> HttpResponse:
    """修改印章密码: at the take-over, and whenever the keeper thinks it time."""
    at = now()
    found = queries.seal_for(request.actor, pk, at=at)
    form = PasswordForm(**sent(request))
    if request.method == "POST" and form.is_valid() and _changed(request, form, found):
        messages.success(request, "印章密码已修改，可以用印了。请牢记新密码，忘记了只能重新制发。")
        return redirect("seals:seal", pk)
    context = {**shown.row(found, at=at), "form": form}
    return render(request, "seals/password.html", context, status=422 if form.errors else 200)


def _changed(request: Any, form: PasswordForm, found: Seal) -> bool:
    typed = form.cleaned_data
    return form.carry_out(
        opening.change_password,
        seal=found,
        old=typed["old_password"],
        new=typed["new_password"],
        actor=request.actor,
        at=now(),
    )


@ui.staff
@require_safe
def impression(request: Any, pk: int) -> HttpResponse:
    return shown.impression(queries.seal_for(request.actor, pk, at=now()))


@ui.staff
@require_POST
def export(request: Any, pk: int) -> StreamingHttpResponse:
    """用印登记 as a CSV; who took it stands in the audit trail before the first line."""
    at = now()
    found = queries.seal_for(request.actor, pk, at=at)
    form = RegisterForm(request.POST)
    form.is_valid()
    export_register(seal=found, filters=form.chosen(), actor=request.actor, at=at)
    lines = csv_lines(found, queries.register_of(found, form.search()).iterator(chunk_size=500))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = urlencode({"": f"用印登记-{found.name}-{timezone.localtime(at):%Y%m%d}.csv"})[1:]
    response["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
    return response
