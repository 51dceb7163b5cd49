"""What people do with a case on its page. One operation each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.business.casework import queries
from tongban.business.casework.models import Case
from tongban.business.casework.operations import conduct, decide, letters
from tongban.business.casework.web.pages import acts, case_page
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now

# act → the operation, what it takes of the form, what is said afterwards
Row = tuple[Callable[..., Any], Callable[[Any], dict[str, Any]], str]
ACTS: dict[str, Row] = {
    "special": (
        conduct.begin_special, lambda f: {**f.values(), "ground": clocks.Ground(f.cleaned_data["ground"])},
        "特别程序开始，时限已暂停。",
    ),
    "end_special": (conduct.end_special, lambda f: f.values(), "特别程序结束，时限继续计算。"),
    "extend": (conduct.extend, lambda f: f.values(), "已批准延长。"),
    "grant": (decide.grant, lambda f: {}, "已准予许可。决定书和证照制作后由印章保管人用印。"),
    "deny": (decide.deny, lambda f: f.values(), "已作出不予许可决定。"),
}  # fmt: skip
STEPS: dict[str, tuple[Callable[..., Any], str]] = {
    "step": (flow.complete, "已提交{}意见。"), "return": (flow.send_back, "已退回。"),
}  # fmt: skip


@ui.staff
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act of ACTS; the operation checks the right again."""
    case = queries.case_for(request.actor, pk, at=now())
    if name in STEPS:
        return _step(request, case, name)
    form = acts(request, case, now(), request.POST, only=name).get(name)
    if name not in ACTS or form is None:
        raise Conflict("现在不能这样办理，请刷新页面后再看。", code="casework.not-now")
    operation, given, said = ACTS[name]
    if form.is_valid() and form.carry_out(operation, case=case, **given(form), actor=request.actor, at=now()):
        messages.success(request, said)
        return redirect("casework:page", pk=pk)
    return case_page(request, case, status=422, **{name: form})


def _step(request: HttpRequest, case: Case, name: str) -> HttpResponse:
    """提交 of 现场勘查 or 审查, 退回 of these and of 决定."""
    form = acts(request, case, now(), request.POST, only=name).get(name)
    work = flow.work_for(case.reference, inbox.keys_of(request.actor, at=now()))
    if form is None or work is None:
        raise Conflict("这一步已经不在您手里，请刷新页面。", code="flow.gone")
    given: dict[str, Any] = {"work": work, "actor": request.actor, "at": now()}
    operation, said = STEPS[name]
    if form.is_valid() and form.carry_out(operation, **form.values(), **given):
        messages.success(request, said.format(work.step))
        return redirect("casework:page", pk=case.pk)
    return case_page(request, case, status=422, **{name: form})


@ui.staff
@require_POST
def seal(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """用印 of a letter. The password goes from this request into the key store and nowhere else."""
    case = queries.case_for(request.actor, pk, at=now())
    letter = queries.letter_for(request.actor, case, letter_pk)
    usable = queries.seals_for(request.actor, letter, at=now())
    form = seals.SealForm(request.POST, seals=usable, label=seals.name_and_sort_of, auto_id=f"seal{letter.pk}_%s")
    given: dict[str, Any] = {"letter": letter, "actor": request.actor, "at": now()}
    if form.is_valid() and form.seal_with(letters.seal_letter, **given):
        messages.success(request, "已用印，可以送达。")
        return redirect("casework:page", pk=pk)
    return case_page(request, case, status=422, seal_form=(letter.pk, form))
