"""来文 and 收文 for programs: sign for, refuse, register, also what came on paper with its scan."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from tongban.business.documents import queries, scanning
from tongban.business.documents.operations import receive as operations
from tongban.business.documents.operations.number import PURPOSE as OUTGOING
from tongban.business.documents.operations.receive import PURPOSE as INCOMING
from tongban.business.documents.rest import answers, found
from tongban.business.documents.rest import schemas as given_by
from tongban.business.documents.rules import secrecy
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit, organ_of
from tongban.foundation.programs import api as programs
from tongban.kernel.now import now

router = Router()


@router.get("/copies", response=programs.Page[answers.CopyOut], tags=["来文"], summary="电子来文")
def arrived(request: HttpRequest, asked: Query[given_by.WantedCopies]) -> dict[str, Any]:
    return programs.page(queries.copies(request.actor, at=now(), state=asked.state), asked, answers.copy)


@router.get("/copies/{pk}", response=answers.CopyWhole, tags=["来文"], summary="一份来文")
def copy(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.copy_whole(found.received(request, pk))


@router.post("/copies/{pk}/signature", response=answers.CopyOut, tags=["来文"], summary="签收")
def sign(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.copy(operations.sign_for(copy=found.received(request, pk), **programs.acting(request)))


@router.post("/copies/{pk}/refusal", response=answers.CopyOut, tags=["来文"], summary="退文")
def send_back(request: HttpRequest, pk: programs.PathId, given: programs.LongReasonIn) -> dict[str, Any]:
    there = found.received(request, pk)
    return answers.copy(operations.refuse(copy=there, reason=given.reason, **programs.acting(request)))


@router.post("/copies/{pk}/registration", response={201: answers.IncomingOut}, tags=["来文"], summary="收文登记")
def enter(request: HttpRequest, pk: programs.PathId, given: given_by.RegisterIn) -> Status[dict[str, Any]]:
    there = found.received(request, pk)
    series = found.series(given.series, there.unit_id, INCOMING)
    made = operations.register(copy=there, series=series, fields=given.fields(), **programs.acting(request))
    return Status(201, answers.incoming(made))


@router.get("/incoming", response=programs.Page[answers.IncomingOut], tags=["收文"], summary="收文清单")
def incoming(request: HttpRequest, asked: Query[given_by.WantedIncoming]) -> dict[str, Any]:
    wanted = queries.Wanted(text=asked.text.strip(), state=asked.state or "")
    return programs.page(queries.received(request.actor, at=now(), wanted=wanted), asked, answers.incoming)


@router.post("/incoming", response={201: answers.IncomingWhole}, tags=["收文"], summary="登记纸质来文和扫描件")
def enter_paper(
    request: HttpRequest, given: Form[given_by.PaperIn], scan: File[UploadedFile | None] = None
) -> Status[dict[str, Any]]:
    """表单（multipart/form-data）提交，scan 可以不传。"""
    unit = organ_of(found.unit_of(request))
    operations.register_paper.require(unit, actor=request.actor, at=now())
    series = found.series(given.series, unit.pk, INCOMING)
    secrecy.refuse_secret("", given.title, given.from_number, scan.name if scan and scan.name else "")
    kept = [scanning.taken_in(scan)] if scan else []
    made = operations.register_paper(
        unit=unit, series=series, fields=given.fields(), scans=kept, **programs.acting(request)
    )
    return Status(201, answers.incoming_whole(made))


@router.get("/incoming/{pk}", response=answers.IncomingWhole, tags=["收文"], summary="一份收文")
def one_incoming(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return answers.incoming_whole(found.registered(request, pk))


@router.get("/series", response=list[answers.SeriesOut], tags=["公文"], summary="本单位的字号")
def series(request: HttpRequest) -> list[dict[str, Any]]:
    unit = Unit.objects.filter(pk=request.actor.unit_id).first()
    organ = (unit.organ_id or unit.pk) if unit else 0
    rows = [
        (purpose, row)
        for purpose in (OUTGOING, INCOMING)
        for row in numbering.series_of(unit_id=organ, purpose=purpose)
    ]
    return [{"id": row.pk, "word": row.word, "purpose": purpose} for purpose, row in rows]
