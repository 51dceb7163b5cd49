"""办件 for programs at the window: lists, one case, 收件 and 补正."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from tongban.business.casework import queries
from tongban.business.casework.contracts import MATERIAL, Application, Given
from tongban.business.casework.models import Case
from tongban.business.casework.operations.submit import resubmit, submit
from tongban.business.casework.rest import answers
from tongban.business.casework.rest import schemas as given_by
from tongban.business.catalog import api as catalog
from tongban.foundation.files import api as files
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

router = Router(tags=["办件"])


@router.get("", response=programs.Page[answers.CaseOut], summary="办件清单")
def cases(request: HttpRequest, asked: Query[given_by.Wanted]) -> dict[str, Any]:
    wanted = queries.Wanted(text=asked.text, state=asked.state or "", unit=asked.unit)
    return programs.page(queries.cases(request.actor, at=now(), wanted=wanted), asked, answers.case)


@router.post("", response={201: answers.CaseWhole}, summary="收件")
def take_in(request: HttpRequest, given: given_by.CaseIn) -> Status[dict[str, Any]]:
    version, acting = _version(given.item), programs.acting(request)
    submit.require(version, actor=acting["actor"], at=acting["at"])
    made = submit(version=version, application=_application(request, given), **acting)
    return Status(201, answers.whole(made))


@router.post("/uploads", response={201: answers.UploadOut}, summary="上传一份申请材料")
def upload(request: HttpRequest, given: Form[given_by.UploadIn], file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """先上传，再在收件或补正时写上凭据。和窗口收件的页面一样检查类型、大小和病毒。"""
    acting = programs.acting(request)
    submit.require(_version(given.item), actor=acting["actor"], at=acting["at"])
    received = files.receive(source=file, name=file.name or "材料", purpose=MATERIAL)
    ticket = files.ticket_of(received, account_id=request.actor.account_id)
    shown = {"name": received.name, "size": received.size, "type": received.type.media_type}
    return Status(201, {"upload": ticket, **shown})


@router.get("/{pk}", response=answers.CaseWhole, summary="一个办件")
def one(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.whole(queries.case_for(request.actor, pk, at=now()))


@router.post("/{pk}/supplement", response=answers.CaseWhole, summary="收取补正材料")
def supplement(request: HttpRequest, pk: programs.PathId, given: given_by.ApplicationIn) -> dict[str, Any]:
    case, acting = queries.case_for(request.actor, pk, at=now()), programs.acting(request)
    resubmit.require(case, actor=acting["actor"], at=acting["at"])
    done: Case = resubmit(case=case, application=_application(request, given), **acting)
    return answers.whole(done)


def _version(pk: int) -> catalog.Version:
    try:
        return catalog.published_version(pk)
    except NotFound as error:
        raise Invalid({"item": error.message}) from error


def _application(request: HttpRequest, given: given_by.ApplicationIn) -> Application:
    keys = [material.key for material in given.materials]
    if len(keys) != len(set(keys)):
        raise Invalid({"materials": "同一份材料只能写一次。"})
    materials = tuple(
        Given(key=one.key, received=_received(request, one), on_paper=one.on_paper) for one in given.materials
    )
    return Application(applicant=given.applicant.applicant(), data=given.data, materials=materials)


def _received(request: HttpRequest, one: given_by.MaterialIn) -> files.Received | None:
    if not one.upload:
        if not one.on_paper:
            raise Invalid({f"material_{one.key}": "请上传这份材料，或者注明已收纸质件。"})
        return None
    return files.redeem(one.upload, account_id=request.actor.account_id, purpose=MATERIAL)
