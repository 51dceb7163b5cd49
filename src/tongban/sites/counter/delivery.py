"""Handing over at the window: the sealed decision and licence, the proof of it, the applicant's rating, and a withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.casework import api as casework
from tongban.business.licenses import api as licenses
from tongban.foundation.access import api as access
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now
from tongban.sites.counter.desk import at_window, case_of, shown
from tongban.sites.counter.forms import DeliverForm, RateForm, WithdrawForm

OPEN = ("submitted", "supplement", "accepted")


def page(request: HttpRequest, case: casework.Case, *, status: int = 200, **given: Any) -> HttpResponse:
    """What there is to hand over, and the forms that fit the case now; those that came back with messages as they are."""
    licence = licenses.live_of(case.reference)
    context = {
        "state": casework.state_of(case), "letters": casework.letters_of(case), "license": licence,
        "ready": casework.ready_to_deliver(case) if case.decided_at and case.state != "rejected" else False,
        **_forms(request, case), **given,
    }  # fmt: skip
    return shown(request, "counter/case.html", context, case=case, status=status)


def _forms(request: HttpRequest, case: casework.Case) -> dict[str, Any]:
    delivers = access.may(actor=request.actor, permission="casework.deliver", target=case, at=now())
    rates = case.state in ("granted", "denied", "rejected") and not hasattr(case, "rating")
    return {
        "deliver_form": DeliverForm(case=case) if delivers else None,
        "rate_form": RateForm() if rates and (case.delivered_at or case.state == "rejected") else None,
        "withdraw_form": WithdrawForm() if case.state in OPEN else None,
    }


@at_window
@require_POST
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """送达."""
    case = case_of(request, pk)
    form = DeliverForm(request.POST, case=case)
    given: dict[str, Any] = {"case": case, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(casework.deliver, **form.values(), **given):
        messages.success(request, "已送达。请打印送达回证，由签收人签名。")
        return redirect("counter:case", pk=pk)
    return page(request, case, status=422, deliver_form=form)


@at_window
@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """好差评: the applicant's words, entered at the window."""
    case = case_of(request, pk)
    form = RateForm(request.POST)
    given: dict[str, Any] = {"case": case, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(casework.rate, **form.values(), **given):
        messages.success(request, "感谢评价。")
        return redirect("counter:case", pk=pk)
    return page(request, case, status=422, rate_form=form)


@at_window
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回申请."""
    case = case_of(request, pk)
    form = WithdrawForm(request.POST)
    given: dict[str, Any] = {"case": case, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(casework.withdraw, **form.values(), **given):
        messages.success(request, "已登记撤回。")
        return redirect("counter:case", pk=pk)
    return page(request, case, status=422, withdraw_form=form)


@at_window
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """送达回证, to be printed and signed; of electronic service it tells when what was opened."""
    case = case_of(request, pk)
    if case.delivered_at is None:
        raise Conflict("还没有送达，不能打印送达回证。", code="casework.not-delivered")
    context = {"case": case, "way": casework.WAYS[case.delivered_way], "letters": casework.letters_of(case)}
    return render(request, "counter/proof.html", context | {"license": licenses.live_of(case.reference)})
