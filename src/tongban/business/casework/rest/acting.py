"""What is done with a case, for programs: one operation each, as on its page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from tongban.business.casework import queries
from tongban.business.casework.models import Case
from tongban.business.casework.operations import conduct, decide, letters, screen
from tongban.business.casework.rest import answers
from tongban.business.casework.rest import schemas as given_by
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

router = Router(tags=["办件"])
Answer = dict[str, Any]


def _case(request: HttpRequest, pk: int) -> Case:
    return queries.case_for(request.actor, pk, at=now())


def _again(request: HttpRequest, pk: int) -> Answer:
    return answers.whole(_case(request, pk))


def _done(request: HttpRequest, pk: int, operation: Callable[..., Any], **given: Any) -> Answer:
    """Carry the operation out on the case, and show it as it is then."""
    operation(case=_case(request, pk), **given, **programs.acting(request))
    return _again(request, pk)


@router.post("/{pk}/acceptance", response=answers.CaseWhole, summary="受理")
def accept(request: HttpRequest, pk: programs.PathId, given: given_by.AcceptIn) -> Answer:
    case, handler = _case(request, pk), Person.objects.filter(pk=given.handler).first()
    if handler is None:
        raise Invalid({"handler": "请选择本单位的承办人。"}, code="casework.handler")
    screen.accept(case=case, handler=handler, **programs.acting(request))
    return _again(request, pk)


@router.post("/{pk}/supplement-notice", response=answers.CaseWhole, summary="补正告知")
def ask_supplement(request: HttpRequest, pk: programs.PathId, given: given_by.SupplementIn) -> Answer:
    missing = {one.material: one.what for one in given.missing}
    return _done(request, pk, screen.ask_supplement, missing=missing)


@router.post("/{pk}/rejection", response=answers.CaseWhole, summary="不予受理")
def reject(request: HttpRequest, pk: programs.PathId, given: given_by.RefusalIn) -> Answer:
    return _done(request, pk, screen.reject, **given.dict())


@router.post("/{pk}/special", response=answers.CaseWhole, summary="特别程序开始")
def begin_special(request: HttpRequest, pk: programs.PathId, given: given_by.SpecialIn) -> Answer:
    return _done(request, pk, conduct.begin_special, **given.values())


@router.post("/{pk}/special/end", response=answers.CaseWhole, summary="特别程序结束")
def end_special(request: HttpRequest, pk: programs.PathId, given: given_by.ResultIn) -> Answer:
    return _done(request, pk, conduct.end_special, result=given.result)


@router.post("/{pk}/extension", response=answers.CaseWhole, summary="延长办理期限")
def extend(request: HttpRequest, pk: programs.PathId, given: given_by.ExtendIn) -> Answer:
    return _done(request, pk, conduct.extend, **given.dict())


@router.post("/{pk}/step", response=answers.CaseWhole, summary="提交现场勘查或者审查意见")
def complete_step(request: HttpRequest, pk: programs.PathId, given: given_by.CaseStepIn) -> Answer:
    flow.complete(work=_work(request, pk), opinion=given.opinion, **programs.acting(request))
    return _again(request, pk)


@router.post("/{pk}/return", response=answers.CaseWhole, summary="退回到办过的一步")
def give_back(request: HttpRequest, pk: programs.PathId, given: given_by.CaseReturnIn) -> Answer:
    flow.send_back(work=_work(request, pk), **given.dict(), **programs.acting(request))
    return _again(request, pk)


def _work(request: HttpRequest, pk: int) -> flow.Work:
    """The step of the case on the caller's desk."""
    work = flow.work_for(_case(request, pk).reference, inbox.keys_of(request.actor, at=now()))
    if work is None:
        raise Conflict("这一步不在您手里。", code="flow.gone")
    return work


@router.post("/{pk}/grant", response=answers.CaseWhole, summary="准予许可")
def grant(request: HttpRequest, pk: programs.PathId) -> Answer:
    return _done(request, pk, decide.grant)


@router.post("/{pk}/denial", response=answers.CaseWhole, summary="不予许可")
def deny(request: HttpRequest, pk: programs.PathId, given: given_by.RefusalIn) -> Answer:
    return _done(request, pk, decide.deny, **given.dict())


@router.post("/{pk}/delivery", response=answers.CaseWhole, summary="送达")
def deliver(request: HttpRequest, pk: programs.PathId, given: given_by.DeliverIn) -> Answer:
    return _done(request, pk, decide.deliver, **given.dict())


@router.post("/{pk}/withdrawal", response=answers.CaseWhole, summary="登记申请人撤回")
def withdraw(request: HttpRequest, pk: programs.PathId, given: programs.ReasonIn) -> Answer:
    return _done(request, pk, decide.withdraw, reason=given.reason)


@router.post("/{pk}/rating", response=answers.CaseWhole, summary="登记评价")
def rate(request: HttpRequest, pk: programs.PathId, given: given_by.RateIn) -> Answer:
    return _done(request, pk, decide.rate, **given.dict())


@router.post("/{pk}/letters/{letter_id}/seal", response=answers.LetterOut, summary="办件文书用印")
def seal_letter(
    request: HttpRequest, pk: programs.PathId, letter_id: programs.PathId, given: programs.SealIn
) -> Answer:
    """印章密码只在这个请求里打开密钥，不写进任何地方。"""
    case, acting = _case(request, pk), programs.acting(request)
    letter = queries.letter_for(request.actor, case, letter_id)
    unlocked = seals.unlock_own(
        given.seal, given.password, unit_id=case.unit_id, sort=None, actor=acting["actor"], at=acting["at"]
    )
    return answers.letter(letters.seal_letter(letter=letter, unlocked=unlocked, **acting))
