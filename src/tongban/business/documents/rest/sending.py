"""发文 for programs: from the draft to the receivers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from tongban.business.documents import queries
from tongban.business.documents.operations import attachments, phone
from tongban.business.documents.operations import check as check_operation
from tongban.business.documents.operations import distribute as sendings
from tongban.business.documents.operations import number as numbers
from tongban.business.documents.operations import seal as sealing
from tongban.business.documents.operations import void as voiding
from tongban.business.documents.operations.draft import draft, save
from tongban.business.documents.rest import answers, found
from tongban.business.documents.rest import schemas as given_by
from tongban.business.documents.rules import secrecy
from tongban.engines.seals import api as seals
from tongban.foundation.files import api as files
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

router = Router(tags=["发文"])


@router.get("/documents", response=programs.Page[answers.DocumentOut], summary="发文清单")
def documents(request: HttpRequest, asked: Query[given_by.Wanted]) -> dict[str, Any]:
    wanted = queries.Wanted(text=asked.text.strip(), state=asked.state or "")
    return programs.page(queries.documents(request.actor, at=now(), wanted=wanted), asked, answers.document)


@router.post("/documents", response={201: answers.DocumentWhole}, summary="拟稿")
def create(request: HttpRequest, given: given_by.DraftIn) -> Status[dict[str, Any]]:
    section = found.unit_of(request)
    made = draft(section=section, content=given.content(), **programs.acting(request))
    return Status(201, answers.whole(made))


@router.get("/documents/{pk}", response=answers.DocumentWhole, summary="一份发文")
def document(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.whole(found.own(request, pk))


@router.put("/documents/{pk}", response=answers.DocumentWhole, summary="修改草稿")
def change(request: HttpRequest, pk: programs.PathId, given: given_by.SaveIn) -> dict[str, Any]:
    own = found.own(request, pk)
    return answers.whole(save(document=own, content=given.content(), base=given.base, **programs.acting(request)))


@router.post("/documents/{pk}/attachments", response={201: programs.FileOut}, summary="上传附件")
def attach(request: HttpRequest, pk: programs.PathId, file: File[UploadedFile]) -> Status[files.StoredFile]:
    own = found.own(request, pk)
    attachments.require_addable(own, actor=request.actor, at=now())
    secrecy.refuse_secret("", file.name or "")
    received = files.receive(source=file, name=file.name or "附件", purpose=attachments.PURPOSE)
    return Status(201, attachments.add(document=own, received=received, **programs.acting(request)))


@router.delete("/documents/{pk}/attachments/{uid}", response={204: None}, summary="删除附件")
def detach(request: HttpRequest, pk: programs.PathId, uid: UUID) -> Status[None]:
    own, file = found.own(request, pk), files.file_by_uid(uid)
    if file is None:
        raise NotFound()
    attachments.remove(document=own, file=file, **programs.acting(request))
    return Status(204, None)


@router.post("/documents/{pk}/override", response=answers.DocumentOut, summary="格式检查放行")
def override(request: HttpRequest, pk: programs.PathId, given: programs.ReasonIn) -> dict[str, Any]:
    own = found.own(request, pk)
    check_operation.override_findings(document=own, reason=given.reason, **programs.acting(request))
    return answers.document(own)


@router.post("/documents/{pk}/void", response=answers.DocumentOut, summary="作废")
def void(request: HttpRequest, pk: programs.PathId, given: programs.ReasonIn) -> dict[str, Any]:
    own = found.own(request, pk)
    return answers.document(voiding.void(document=own, reason=given.reason, **programs.acting(request)))


@router.post("/documents/{pk}/number", response=answers.DocumentOut, summary="编号")
def number(request: HttpRequest, pk: programs.PathId, given: given_by.SeriesIn) -> dict[str, Any]:
    own = found.own(request, pk)
    series = found.series(given.series, own.unit_id, numbers.PURPOSE)
    numbers.assign_number(document=own, series=series, **programs.acting(request))
    return answers.document(found.own(request, pk))


@router.post("/documents/{pk}/seal", response=answers.DocumentOut, summary="用印")
def seal(request: HttpRequest, pk: programs.PathId, given: programs.SealIn) -> dict[str, Any]:
    """印章密码只在这个请求里打开密钥，不写进任何地方。连续输错五次，印章锁定。"""
    own, acting = found.own(request, pk), programs.acting(request)
    unlocked = seals.unlock_own(given.seal, given.password, unit_id=own.unit_id, actor=acting["actor"], at=acting["at"])
    return answers.document(sealing.seal(document=own, unlocked=unlocked, **acting))


@router.post("/documents/{pk}/distribution", response=answers.DocumentOut, summary="分发")
def send(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.document(sendings.distribute(document=found.own(request, pk), **programs.acting(request)))


@router.get("/documents/{pk}/copies", response=list[answers.CopyOut], summary="各单位签收情况")
def copies(request: HttpRequest, pk: programs.PathId) -> list[dict[str, Any]]:
    return [answers.copy(c) for c in queries.copies_of(found.own(request, pk)).select_related("document")]


@router.post("/documents/{pk}/receivers", response={201: list[answers.CopyOut]}, summary="补发")
def add_receivers(
    request: HttpRequest, pk: programs.PathId, given: given_by.ReceiversIn
) -> Status[list[dict[str, Any]]]:
    units = {one.unit: one.role for one in given.units}
    made = sendings.add_receivers(document=found.own(request, pk), units=units, **programs.acting(request))
    return Status(201, [answers.copy(c) for c in made])


@router.post("/documents/{pk}/withdrawal", response=programs.Count, summary="撤回未签收的来文")
def withdraw(request: HttpRequest, pk: programs.PathId, given: given_by.WithdrawIn) -> dict[str, int]:
    own = found.own(request, pk)
    return {"count": sendings.withdraw_copies(document=own, **given.dict(), **programs.acting(request))}


@router.post("/documents/{pk}/copies/{copy_id}/resending", response=answers.CopyOut, summary="重新发送")
def send_again(request: HttpRequest, pk: programs.PathId, copy_id: programs.PathId) -> dict[str, Any]:
    own = found.own(request, pk)
    there = found.copy_of(own, copy_id)
    return answers.copy(sendings.send_again(document=own, copy=there, **programs.acting(request)))


@router.post("/documents/{pk}/copies/{copy_id}/phone-signature", response=answers.CopyOut, summary="电话登记签收")
def sign_by_phone(
    request: HttpRequest, pk: programs.PathId, copy_id: programs.PathId, given: given_by.PhoneIn
) -> dict[str, Any]:
    own = found.own(request, pk)
    there = found.copy_of(own, copy_id)
    done = phone.sign_by_phone(document=own, copy=there, signer=given.signer, **programs.acting(request))
    return answers.copy(done)


@router.post("/documents/{pk}/reminders", response=programs.Count, summary="催办未签收的单位")
def remind_all(request: HttpRequest, pk: programs.PathId, given: given_by.UrgeIn) -> dict[str, int]:
    own = found.own(request, pk)
    unsigned = list(queries.copies_of(own, state="unsigned").values_list("pk", flat=True))
    return {"count": sendings.remind(document=own, copies=unsigned, **given.dict(), **programs.acting(request))}
