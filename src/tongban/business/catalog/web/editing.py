"""编制, 审查发布 and 下架 of items. One operation each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.catalog import operations, queries
from tongban.business.catalog.models import Version
from tongban.business.catalog.web.forms import EMPTY, ItemForm, WithdrawForm, typed
from tongban.business.catalog.web.pages import version_page
from tongban.foundation.organization.api import Unit, organ_of
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now


@ui.needs("catalog.edit")
def new(request: HttpRequest) -> HttpResponse:
    """A new item of the viewer's own organ."""
    own = Unit.objects.filter(pk=request.actor.unit_id).select_related("organ").first()
    if own is None:
        raise Conflict("您没有在任何单位任职，不能编制事项。", code="catalog.no-unit")
    form = ItemForm(request.POST or None, initial=typed(EMPTY))
    given: dict[str, Any] = {"unit": organ_of(own), "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.draft, content=form.content(), **given)
    ):
        messages.success(request, "已保存草稿。写全以后由审查人发布。")
        return redirect("catalog:version", pk=form.result.pk)
    return _edit_page(request, form, None)


@ui.needs("catalog.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = queries.version_for(request.actor, pk, at=now())
    form = ItemForm(request.POST or None, initial=typed(found.content))
    given: dict[str, Any] = {"version": found, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.save, content=form.content(), **given)
    ):
        messages.success(request, "已保存草稿。")
        return redirect("catalog:version", pk=pk)
    return _edit_page(request, form, found)


def _edit_page(request: HttpRequest, form: ItemForm, version: Version | None) -> HttpResponse:
    context = {"form": form, "version": version}
    return render(request, "catalog/edit.html", context, status=422 if form.errors else 200)


@ui.needs("catalog.edit")
@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """修订: a new draft."""
    found = queries.version_for(request.actor, pk, at=now())
    made = operations.revise(version=found, actor=request.actor, at=now(), request_key=_key(request))
    return redirect("catalog:edit", pk=made.pk)


@ui.needs("catalog.publish")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """审查发布."""
    found = queries.version_for(request.actor, pk, at=now())
    try:
        operations.publish_version(version=found, actor=request.actor, at=now(), request_key=_key(request))
    except Invalid as error:
        return version_page(request, found, status=422, missing=list(error.fields.values()))
    messages.success(request, "已发布，办事大厅现在显示这一版。")
    return redirect("catalog:version", pk=pk)


@ui.needs("catalog.publish")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """下架."""
    found = queries.version_for(request.actor, pk, at=now())
    form = WithdrawForm(request.POST)
    given: dict[str, Any] = {"version": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.withdraw, **form.values(), **given):
        messages.success(request, "已下架。正在办理的办件不受影响。")
        return redirect("catalog:version", pk=pk)
    return version_page(request, found, status=422, withdraw_form=form)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("request_key") or None
