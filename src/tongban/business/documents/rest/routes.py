"""公文 for programs: the operations of the screens, with the same queries of sight in front."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from tongban.business.documents import queries
from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.distribute import distribute, remind
from tongban.business.documents.operations.draft import draft, save
from tongban.business.documents.operations.number import PURPOSE, assign_number
from tongban.business.documents.operations.receive import PURPOSE as INCOMING
from tongban.business.documents.operations.receive import IncomingFields, refuse, register, sign_for
from tongban.business.documents.rest import shown
from tongban.business.documents.rest.schemas import (
    CopyOut,
    Count,
    DocumentOut,
    DocumentWhole,
    DraftIn,
    IncomingOut,
    ReasonIn,
    RegisterIn,
    RemindIn,
    ReturnIn,
    SaveIn,
    SeriesIn,
    SeriesOut,
    StepIn,
    Wanted,
    WorkOut,
)
from tongban.business.documents.rules import secrecy
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit
from tongban.kernel.errors import Conflict, Invalid, NotFound
from tongban.kernel.now import now

router = Router()


@router.get("/documents", response=list[DocumentOut], tags=["发文"], summary="发文清单")
def documents(request: HttpRequest, wanted: Query[Wanted]) -> list[dict[str, Any]]:
    asked = queries.Wanted(text=wanted.text.strip(), state=wanted.state)
    rows = queries.documents(request.actor, at=now(), wanted=asked).order_by("-pk")  # type: ignore[attr-defined]
    return [shown.document(d) for d in _page(rows, wanted)]


@router.post("/documents", response={201: DocumentOut}, tags=["发文"], summary="拟稿")
def create(request: HttpRequest, given: DraftIn) -> tuple[int, dict[str, Any]]:
    section = Unit.objects.filter(pk=request.actor.unit_id).first()  # type: ignore[attr-defined]
    if section is None:
        raise Conflict("您没有在任何单位任职，不能拟文。请联系本单位系统管理员。", code="documents.no-unit")
    return 201, shown.document(draft(section=section, content=given.content(), **_acting(request)))


@router.get("/documents/{pk}", response=DocumentWhole, tags=["发文"], summary="一份发文")
def document(request: HttpRequest, pk: int) -> dict[str, Any]:
    return shown.whole(_own(request, pk))


@router.put("/documents/{pk}", response=DocumentWhole, tags=["发文"], summary="修改草稿")
def change(request: HttpRequest, pk: int, given: SaveIn) -> dict[str, Any]:
    content = DraftIn(**given.dict(exclude={"base"})).content()
    return shown.whole(save(document=_own(request, pk), content=content, base=given.base, **_acting(request)))


@router.post("/documents/{pk}/number", response=DocumentOut, tags=["发文"], summary="编号")
def number(request: HttpRequest, pk: int, given: SeriesIn) -> dict[str, Any]:
    found = _own(request, pk)
    assign_number(document=found, series=_series(given.series, found.unit_id, PURPOSE), **_acting(request))
    return shown.document(_own(request, pk))


@router.post("/documents/{pk}/distribution", response=DocumentOut, tags=["发文"], summary="分发")
def send(request: HttpRequest, pk: int) -> dict[str, Any]:
    return shown.document(distribute(document=_own(request, pk), **_acting(request)))


@router.get("/documents/{pk}/copies", response=list[CopyOut], tags=["发文"], summary="各单位签收情况")
def copies(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    return [shown.copy(c) for c in queries.copies_of(_own(request, pk)).select_related("document")]


@router.post("/documents/{pk}/reminders", response=Count, tags=["发文"], summary="催办未签收的单位")
def remind_all(request: HttpRequest, pk: int, given: RemindIn) -> dict[str, int]:
    found = _own(request, pk)
    unsigned = list(queries.copies_of(found, state="unsigned").values_list("pk", flat=True))
    return {"count": remind(document=found, copies=unsigned, text=given.text, by_sms=given.by_sms, **_acting(request))}


@router.get("/copies", response=list[CopyOut], tags=["来文"], summary="电子来文")
def arrived(request: HttpRequest, wanted: Query[Wanted]) -> list[dict[str, Any]]:
    rows = queries.copies(request.actor, at=now(), state=wanted.state or None).order_by("-pk")  # type: ignore[attr-defined]
    return [shown.copy(c) for c in _page(rows, wanted)]


@router.post("/copies/{pk}/signature", response=CopyOut, tags=["来文"], summary="签收")
def sign(request: HttpRequest, pk: int) -> dict[str, Any]:
    return shown.copy(sign_for(copy=_received(request, pk), **_acting(request)))


@router.post("/copies/{pk}/refusal", response=CopyOut, tags=["来文"], summary="退文")
def send_back(request: HttpRequest, pk: int, given: ReasonIn) -> dict[str, Any]:
    return shown.copy(refuse(copy=_received(request, pk), reason=given.reason, **_acting(request)))


@router.post("/copies/{pk}/registration", response={201: IncomingOut}, tags=["来文"], summary="收文登记")
def enter(request: HttpRequest, pk: int, given: RegisterIn) -> tuple[int, dict[str, Any]]:
    copy = _received(request, pk)
    fields = IncomingFields(**given.dict(exclude={"series"}))
    made = register(copy=copy, series=_series(given.series, copy.unit_id, INCOMING), fields=fields, **_acting(request))
    return 201, shown.incoming(made)


@router.get("/incoming", response=list[IncomingOut], tags=["收文"], summary="收文清单")
def incoming(request: HttpRequest, wanted: Query[Wanted]) -> list[dict[str, Any]]:
    asked = queries.Wanted(text=wanted.text.strip(), state=wanted.state)
    rows = queries.received(request.actor, at=now(), wanted=asked).order_by("-pk")  # type: ignore[attr-defined]
    return [shown.incoming(i) for i in _page(rows, wanted)]


@router.get("/series", response=list[SeriesOut], tags=["公文"], summary="本单位的字号")
def series(request: HttpRequest) -> list[dict[str, Any]]:
    unit = Unit.objects.filter(pk=request.actor.unit_id).first()  # type: ignore[attr-defined]
    organ = (unit.organ_id or unit.pk) if unit else 0
    found = [
        (purpose, row) for purpose in (PURPOSE, INCOMING) for row in numbering.series_of(unit_id=organ, purpose=purpose)
    ]
    return [{"id": row.pk, "word": row.word, "purpose": purpose} for purpose, row in found]


@router.get("/{kind}/{pk}/steps", response=list[WorkOut], tags=["办理"], summary="办理过程")
def steps(request: HttpRequest, kind: Literal["documents", "incoming"], pk: int) -> list[dict[str, Any]]:
    thing = _thing(request, kind, pk)
    works = flow.works_of(thing.reference)
    mine = flow.work_for(thing.reference, _keys(request))
    return [shown.work(w, mine is not None and w.pk == mine.pk) for w in works]


@router.post("/{kind}/{pk}/steps/{work}/completion", response=list[WorkOut], tags=["办理"], summary="提交这一步")
def complete(
    request: HttpRequest, kind: Literal["documents", "incoming"], pk: int, work: int, given: StepIn
) -> list[dict[str, Any]]:
    found = _step(request, kind, pk, work)
    secrecy.refuse_secret("", given.opinion)
    flow.complete(work=found, opinion=given.opinion, choices=given.choices, **_acting(request))
    return steps(request, kind, pk)


@router.post("/{kind}/{pk}/steps/{work}/return", response=list[WorkOut], tags=["办理"], summary="退回修改")
def give_back(
    request: HttpRequest, kind: Literal["documents", "incoming"], pk: int, work: int, given: ReturnIn
) -> list[dict[str, Any]]:
    found = _step(request, kind, pk, work)
    secrecy.refuse_secret("", given.reason)
    flow.send_back(work=found, reason=given.reason, to=given.to, **_acting(request))
    return steps(request, kind, pk)


def _acting(request: HttpRequest) -> dict[str, Any]:
    """Who, when, and the request key: Idempotency-Key, 8 to 64 characters."""
    key = request.headers.get("Idempotency-Key") or None
    if key is not None and not 8 <= len(key) <= 64:
        raise Invalid({"Idempotency-Key": "Idempotency-Key 要有 8 到 64 个字符。"})
    actor = request.actor  # type: ignore[attr-defined]
    return {"actor": actor, "at": now(), "request_key": key and f"{actor.account_id}:{key}"}


def _keys(request: HttpRequest) -> list[str]:
    return inbox.keys_of(request.actor, at=now())  # type: ignore[attr-defined]


def _page(rows: Any, wanted: Wanted) -> Any:
    return rows[(wanted.page - 1) * wanted.limit : wanted.page * wanted.limit]


def _own(request: HttpRequest, pk: int) -> Document:
    return queries.document_for(request.actor, pk, at=now())  # type: ignore[attr-defined]


def _received(request: HttpRequest, pk: int) -> Copy:
    return queries.copy_for(request.actor, pk, at=now())  # type: ignore[attr-defined]


def _thing(request: HttpRequest, kind: str, pk: int) -> Document | Incoming:
    return _own(request, pk) if kind == "documents" else queries.incoming_for(request.actor, pk, at=now())  # type: ignore[attr-defined]


def _step(request: HttpRequest, kind: str, pk: int, work: int) -> flow.Work:
    thing = _thing(request, kind, pk)
    found = flow.Work.objects.filter(pk=work, subject_kind=thing.kind, subject_id=thing.pk).first()
    if found is None:
        raise NotFound("这件公文没有这一步。")
    return found


def _series(pk: int, unit_id: int, purpose: str) -> numbering.Series:
    found = numbering.series_of(unit_id=unit_id, purpose=purpose).filter(pk=pk).first()
    if found is None:
        raise Invalid({"series": "请选择本单位的字号，见 /series。"})
    return found
