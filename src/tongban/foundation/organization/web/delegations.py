"""委托代办: everybody's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.foundation.organization.contracts import DelegationTerms
from tongban.foundation.organization.forms import DelegationForm
from tongban.foundation.organization.models import Delegation, Person, Unit
from tongban.foundation.organization.operations import delegate, recall_delegation
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.web.choices import people_choices
from tongban.foundation.organization.web.pages import at_once
from tongban.foundation.ui.api import staff
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

SHOWN = 50


@staff
def delegations(request: Any) -> HttpResponse:
    """What one has entrusted to others, what others have entrusted to one, and the form for the next."""
    me = request.actor.person_id
    if me is None:
        raise NotFound("您的账号没有对应的人员，不能委托。")
    form = DelegationForm(request.POST or None, initial={"since": timezone.localtime(now())})
    form.fields["to_person_id"].people = _colleagues(request)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _made(request, form):
        messages.success(request, "已委托。到期自动收回，也可以随时收回。")
        return redirect("organization:delegations")
    rows = [(d, _state(d)) for d in managed.delegations_of(me)[:SHOWN]]
    context = {
        "form": form, "me": me, "given": [r for r in rows if r[0].person_id == me],
        "received": [r for r in rows if r[0].to_id == me],
    }  # fmt: skip
    return render(request, "organization/delegations.html", context, status=422 if form.errors else 200)


@staff
@require_POST
def recall(request: Any, pk: int) -> HttpResponse:
    delegation = managed.own_delegation(request.actor.person_id, pk)
    return at_once(request, recall_delegation, done="已收回。", back="organization:delegations", delegation=delegation)


def _made(request: Any, form: DelegationForm) -> bool:
    person = Person.objects.get(pk=request.actor.person_id)
    terms = DelegationTerms(**form.values())
    return form.carry_out(delegate, person=person, terms=terms, actor=request.actor, at=now())


def _colleagues(request: Any) -> Any:
    actor = request.actor
    organ = Unit.objects.filter(pk=actor.unit_id).values_list("organ_id", flat=True).get()
    return people_choices(organ or actor.unit_id, but=actor.person_id, near=actor.unit_id, at=now())


def _state(delegation: Delegation) -> tuple[str, str, bool]:
    """Shape and word of the state, and whether it can be recalled."""
    at = now()
    if delegation.recalled_at is not None:
        return "paused", "已收回", False
    if delegation.until <= at:
        return "done", "已到期", False
    return ("taken", "进行中", True) if delegation.since <= at else ("future", "未开始", True)
