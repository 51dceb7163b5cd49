"""The moves of a step for programs: what the page of a document or a case has buttons for."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from tongban.engines.flow import operations
from tongban.engines.flow.beside import ANSWERED
from tongban.engines.flow.models import Aside, Instance, Work
from tongban.engines.flow.offers import offers
from tongban.engines.flow.queries import works_of
from tongban.foundation.organization.api import Holder, holder_of
from tongban.foundation.programs import api as programs
from tongban.foundation.references import api as references
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

router = Router(tags=["流程"])


class OfferOut(Schema):
    """A move that the caller may make now, and the step that it is about."""

    work: int
    move: str
    label: str
    lead: str


class MoveIn(programs.Given):
    """What a move takes: `people` for 转办, 委派 (one) and 加签, 征询, 传阅, 抄送 (several); `to`, the id of a step, for 跳转 and 恢复办理;
    `items` and `member` for the members of a 会签; `person` for who is struck off."""

    reason: Annotated[str, Field(max_length=500)] = ""
    people: list[programs.Id] = Field([], max_length=100)
    to: Annotated[str, Field(max_length=60)] = ""
    items: list[programs.Id] = Field([], max_length=100)
    member: int = Field(0, ge=0, le=1000)
    person: int = Field(0, ge=0, le=2**62)


class AsideAnswerIn(programs.Given):
    words: Annotated[str, Field(max_length=500)]


class AsideOut(Schema):
    """Somebody who was asked beside a step. `sort`: parallel 并行加签, consult 征询, circulate 传阅, copy 抄送."""

    id: int
    sort: str
    step: str
    person_name: str
    by_name: str
    words: str
    answer: str


def _people(given: MoveIn) -> list[Holder]:
    found = [holder_of(pk, now()) for pk in given.people]
    if not found or None in found:
        raise Invalid({"people": "请选择现在有任职的人。"}, code="flow.nobody-chosen")
    return [holder for holder in found if holder is not None]


def _one(work: Work, given: MoveIn) -> dict[str, Any]:
    return {"work": work, "to": _people(given)[0], "reason": given.reason}


def _several(work: Work, given: MoveIn) -> dict[str, Any]:
    return {"work": work, "people": _people(given), "reason": given.reason}


def _whole(work: Work, given: MoveIn) -> dict[str, Any]:
    return {"instance": Instance.objects.get(pk=work.instance_id), "reason": given.reason}


MOVES: dict[str, tuple[Callable[..., Any], Callable[[Work, MoveIn], dict[str, Any]]]] = {
    "claim": (operations.claim, lambda work, given: {"work": work}),
    "put-back": (operations.put_back, lambda work, given: {"work": work, "reason": given.reason}),
    "transfer": (operations.transfer, _one), "delegate": (operations.delegate, _one),
    "add-before": (operations.add_before, _several), "add-after": (operations.add_after, _several),
    "add-parallel": (operations.add_parallel, _several), "consult": (operations.consult, _several),
    "circulate": (operations.circulate, _several), "copy": (operations.copy, _several),
    "remove": (
        operations.remove_asked, lambda work, given: {"work": work, "person": given.person, "reason": given.reason}
    ),
    "add-member": (
        operations.add_members, lambda work, given: {"work": work, "items": given.items, "reason": given.reason}
    ),
    "remove-member": (
        operations.remove_member, lambda work, given: {"work": work, "member": given.member, "reason": given.reason}
    ),
    "suspend": (operations.suspend, _whole), "resume": (operations.resume, _whole), "stop": (operations.stop, _whole),
    "jump": (operations.jump, lambda work, given: {"work": work, "to": given.to, "reason": given.reason}),
    "reopen": (operations.reopen, lambda work, given: {**_whole(work, given), "to": given.to}),
    "urge": (operations.urge, lambda work, given: {"work": work, "words": given.reason}),
}  # fmt: skip


@router.get("/steps/{pk}/moves", response=list[OfferOut], summary="现在可以怎样办")
def moves(request: HttpRequest, pk: programs.PathId) -> list[OfferOut]:
    work = _work(request, pk)
    found = offers(request, works_of(work.subject))
    return [OfferOut(work=w.pk, move=o.move, label=o.label, lead=o.lead) for w, o in found]


@router.post("/steps/{pk}/moves/{name}", response={204: None}, summary="转办、委派、加签、征询等")
def move(request: HttpRequest, pk: programs.PathId, name: str, given: MoveIn) -> Status[None]:
    work = _work(request, pk)
    if name not in MOVES:
        raise NotFound("没有这种办理方式。")
    operation, arguments = MOVES[name]
    operation(**arguments(work, given), **programs.acting(request))
    return Status(204, None)


@router.get("/asked", response=list[AsideOut], summary="请我答复的加签和征询")
def asked(request: HttpRequest) -> list[Aside]:
    rows = Aside.objects.filter(sort__in=ANSWERED, person_id=request.actor.person_id, answered_at=None, closed_at=None)
    return list(rows.order_by("pk")[:100])


@router.post("/asked/{pk}/answer", response={204: None}, summary="答复")
def answer(request: HttpRequest, pk: programs.PathId, given: AsideAnswerIn) -> Status[None]:
    operations.answer(aside=_aside(request, pk), words=given.words, **programs.acting(request))
    return Status(204, None)


@router.post("/asked/{pk}/recall", response={204: None}, summary="收回自己发出的加签、征询、传阅")
def recall(request: HttpRequest, pk: programs.PathId) -> Status[None]:
    operations.take_back(aside=_aside(request, pk), **programs.acting(request))
    return Status(204, None)


def _work(request: HttpRequest, pk: int) -> Work:
    found = Work.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    references.require_visible(found.subject, viewer=request.actor)
    return found


def _aside(request: HttpRequest, pk: int) -> Aside:
    found = Aside.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    references.require_visible(found.subject, viewer=request.actor)
    return found
