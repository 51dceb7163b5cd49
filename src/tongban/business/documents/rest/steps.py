"""办理 for programs: the steps of a document, sent or received, and every move with them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from tongban.business.documents.operations import circulate as circulating
from tongban.business.documents.operations import urge as urging
from tongban.business.documents.rest import answers, found
from tongban.business.documents.rest import schemas as given_by
from tongban.business.documents.rules import secrecy
from tongban.business.documents.web.handling import withdrawable
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import holder_of
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now

router = Router(tags=["办理"])
Steps = list[dict[str, Any]]
STEP = "/{kind}/{pk}/steps/{work}"


@router.get("/{kind}/{pk}/steps", response=list[answers.WorkOut], summary="办理过程")
def steps(request: HttpRequest, kind: found.Kind, pk: programs.PathId) -> Steps:
    reference = found.thing(request, kind, pk).reference
    mine = flow.work_for(reference, inbox.keys_of(request.actor, at=now()))
    return [answers.work(w, mine is not None and w.pk == mine.pk) for w in flow.works_of(reference)]


@router.post(f"{STEP}/completion", response=list[answers.WorkOut], summary="提交这一步")
def complete(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId, given: given_by.StepIn
) -> Steps:
    step = found.step(request, kind, pk, work)
    secrecy.refuse_secret("", given.opinion)
    flow.complete(work=step, opinion=given.opinion, choices=given.choices, **programs.acting(request))
    return steps(request, kind, pk)


@router.post(f"{STEP}/return", response=list[answers.WorkOut], summary="退回修改")
def give_back(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId, given: given_by.ReturnIn
) -> Steps:
    step = found.step(request, kind, pk, work)
    secrecy.refuse_secret("", given.reason)
    flow.send_back(work=step, reason=given.reason, to=given.to, **programs.acting(request))
    return steps(request, kind, pk)


@router.post(f"{STEP}/opinion", response={204: None}, summary="暂存意见")
def keep(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId, given: given_by.OpinionIn
) -> Status[None]:
    step = found.step(request, kind, pk, work)
    secrecy.refuse_secret("", given.opinion)
    flow.keep_opinion(work=step, opinion=given.opinion, **programs.acting(request))
    return Status(204, None)


@router.post(f"{STEP}/transfer", response=list[answers.WorkOut], summary="转办")
def transfer(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId, given: given_by.TransferIn
) -> Steps:
    step, to = found.step(request, kind, pk, work), holder_of(given.to, now())
    if to is None:
        raise NotFound("没有这个人，或者他现在没有任职。")
    flow.transfer(work=step, to=to, reason=given.reason, **programs.acting(request))
    return steps(request, kind, pk)


@router.post(f"{STEP}/recording", response=list[answers.WorkOut], summary="代录领导意见")
def record(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId, given: given_by.RecordIn
) -> Steps:
    step = found.step(request, kind, pk, work)
    secrecy.refuse_secret("", given.opinion)
    said = flow.Instruction(leader_id=given.leader, way=given.way, opinion=given.opinion, choices=given.choices)
    flow.record_for(work=step, instruction=said, **programs.acting(request))
    return steps(request, kind, pk)


@router.post(f"{STEP}/confirmation", response=list[answers.WorkOut], summary="确认代录的意见")
def confirm(request: HttpRequest, kind: found.Kind, pk: programs.PathId, work: programs.PathId) -> Steps:
    flow.confirm_recorded(work=found.step(request, kind, pk, work), **programs.acting(request))
    return steps(request, kind, pk)


@router.post("/{kind}/{pk}/steps/withdrawal", response=list[answers.WorkOut], summary="撤回自己刚提交的一步")
def withdraw_step(request: HttpRequest, kind: found.Kind, pk: programs.PathId) -> Steps:
    work = withdrawable(request, flow.works_of(found.thing(request, kind, pk).reference))
    if work is None:
        raise Conflict("后面的人已经办理，不能撤回了。", code="flow.cannot-withdraw")
    flow.withdraw(work=work, **programs.acting(request))
    return steps(request, kind, pk)


@router.post("/{kind}/{pk}/urging", response={201: answers.UrgingOut}, tags=["办理"], summary="催办正在办理的人")
def urge(request: HttpRequest, kind: found.Kind, pk: programs.PathId, given: given_by.UrgeIn) -> Status[Any]:
    thing = found.thing(request, kind, pk)
    return Status(201, urging.urge(thing=thing, **given.dict(), **programs.acting(request)))


@router.post("/{kind}/{pk}/circulation", response=programs.Count, summary="传阅")
def circulate(
    request: HttpRequest, kind: found.Kind, pk: programs.PathId, given: given_by.CirculateIn
) -> dict[str, int]:
    thing = found.thing(request, kind, pk)
    return {"count": circulating.circulate(thing=thing, readers=given.readers, **programs.acting(request))}
