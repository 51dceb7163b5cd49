"""The public zone for programs: items and guides, progress by number and 查询码, the check of a licence. Nothing of anybody's own."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from ninja import Path, Query, Router, Schema
from pydantic import Field

from tongban.business.catalog import api as catalog
from tongban.business.hall.models import Guide
from tongban.business.hall.operations.asking import look_up
from tongban.business.hall.queries import guides
from tongban.business.hall.queries.looking import license_with
from tongban.business.hall.queries.published import content_of, item_of, license_of
from tongban.business.licenses import api as licenses
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

router = Router()
ITEM = "食品经营许可新办"


class ItemOut(Schema):
    """An item that people may apply for."""

    uid: UUID
    version: int = Field(description="第几版", examples=[3])
    name: str = Field(examples=[ITEM])
    unit: str = Field(description="办理单位", examples=["临江县市场监督管理局"])
    kind: str = Field(examples=["行政许可"])
    case_kind: str = Field(description="即办件、承诺件", examples=["承诺件"])
    audience: list[str] = Field(description="谁能办", examples=[["自然人", "企业法人"]])
    topics: list[str] = Field(examples=[["我要开饭店"]])
    promised_days: int = Field(description="承诺时限，工作日", examples=[10])
    legal_days: int = Field(description="法定时限，工作日", examples=[20])
    fee: str = Field(description="空的是不收费", examples=[""])
    page: str = Field(
        description="给人看的办事指南", examples=["http://localhost:8001/guide/0d6d5b0e-5f0c-4a6b-8a53-1f5f1d1f2a11"]
    )


class MaterialOut(Schema):
    name: str = Field(examples=["营业执照"])
    required: bool
    form: str = Field(description="原件、复印件、电子件", examples=["复印件"])
    copies: int = Field(examples=[1])
    source: str = Field(examples=["政府部门核发"])
    note: str = Field(examples=["已有电子证照的免交"])


class StageOut(Schema):
    name: str = Field(examples=["收件受理"])
    who: str = Field(examples=["窗口"])
    text: str


class QuestionOut(Schema):
    asked: str
    answer: str


class GuideOut(ItemOut):
    """办事指南. `withdrawn`: nothing can be applied for with it any more, `reason` says why."""

    withdrawn: bool
    reason: str
    basis: list[str] = Field(examples=[["《中华人民共和国食品安全法》第三十五条"]])
    conditions: str
    materials: list[MaterialOut]
    stages: list[StageOut]
    result: str = Field(description="办成后得到什么", examples=["食品经营许可证"])
    result_years: int = Field(description="有效几年，0 是长期", examples=[5])
    visits: int = Field(description="最多跑几次", examples=[1])
    place: str
    hours: str
    phone: str = Field(examples=["0990-555 0108"])
    complaints: str
    reconsideration: str = Field(description="向谁申请行政复议")
    court: str = Field(description="向哪个法院起诉")
    questions: list[QuestionOut]


class AskedItems(programs.Asked):
    q: programs.Name = Field("", description="要找的词，每个词都要有", examples=["开饭馆"])
    audience: Literal["", "person", "company"] = Field("", description="个人办事、企业办事")
    topic: programs.Name = Field("", description="主题", examples=["开办企业"])
    unit: programs.UnitName = Field("", description="办理单位的全称")


class ProgressIn(programs.Given):
    """The code travels in the body, never in an address."""

    number: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="办件编号", examples=["WS202611160000047"]
    )
    code: Annotated[str, Field(min_length=1, max_length=20)] = Field(description="查询码", examples=["01954947"])


class StepOut(Schema):
    label: str = Field(examples=["受理"])
    at: datetime


class MissingOut(Schema):
    name: str = Field(examples=["营业执照"])
    what: str = Field(examples=["照片看不清。"])


class ProgressOut(Schema):
    """Where a case is. Nothing of it says who applied."""

    number: str = Field(examples=["临市监办2026000002"])
    item: str = Field(examples=[ITEM])
    unit: str
    phone: str
    label: str = Field(description="现在的状态", examples=["待受理"])
    steps: list[StepOut]
    promised_until: date | None
    paused: str = Field(description="计时暂停的原因；空的是没有暂停")
    supplement_until: date | None = Field(description="补正的期限")
    missing: list[MissingOut] = Field(description="要补正的材料")


class LicenseOut(Schema):
    """What anybody may know of a licence; a person's name is masked."""

    name: str = Field(examples=["食品经营许可证"])
    number: str = Field(examples=["JY2026000001"])
    holder: str = Field(examples=["临江县老街面馆"])
    unit: str
    granted_on: date
    valid_to: date | None = Field(description="null 是长期")
    validity: str = Field(examples=["有效"])
    sound: bool = Field(description="现在能不能用")
    annotations: list[str]
    digest: str = Field(description="证照 PDF 的 SM3 摘要")


Token = Annotated[str, Path(max_length=60, examples=["32F3FBNJSKZG"], description="证照的查验码或者编号")]


@router.get("/items", response=programs.Page[ItemOut], summary="事项清单", tags=["事项"])
def items(request: HttpRequest, asked: Query[AskedItems]) -> dict[str, Any]:
    """现在能申请的事项。"""
    rows = guides.of_unit(guides.about(guides.serving(guides.offered(), asked.audience), asked.topic), asked.unit)
    return programs.page(guides.search(rows, asked.q).rows, asked, _item)


@router.get("/items/{uid}", response=GuideOut, summary="办事指南", tags=["事项"])
def guide(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    """一个事项的全部内容；下架的也能看，`withdrawn` 是 true。"""
    found = guides.guide_by_uid(uid)
    said, content = item_of(found), content_of(found)
    plain = {name: getattr(content, name) for name in GuideOut.model_fields if hasattr(content, name)}
    return plain | _item(found) | {"withdrawn": found.withdrawn, "reason": said.reason}


@router.post(
    "/progress", response=ProgressOut, summary="查办理进度", tags=["办件"], openapi_extra=programs.also(409, 422)
)
def progress(request: HttpRequest, given: ProgressIn) -> dict[str, Any]:
    """凭编号和查询码。错五次，这个编号十五分钟内不能再查。"""
    seen = look_up(number=given.number, code=given.code, actor=request.actor, at=now())  # type: ignore[attr-defined]
    if seen is None:
        raise Invalid({"code": "编号和查询码对不上，请按回执核对。"}, code="hall.wrong-code")
    case = seen.case
    return {
        "number": seen.number, "item": seen.item, "unit": seen.unit, "phone": seen.phone, "label": seen.label,
        "steps": case.steps if case else [{"label": "提交申请", "at": seen.submitted_at}],
        "promised_until": case.promised_until if case else None, "paused": case.paused if case else "",
        "supplement_until": case.asks_until if case and case.missing else None, "missing": case.missing if case else [],
    }  # fmt: skip


@router.get("/licenses/{token}", response=list[LicenseOut], summary="查验证照", tags=["证照"])
def check(request: HttpRequest, token: Token) -> list[dict[str, Any]]:
    """查验码只对一份证照；编号可能对几份。一份也没有的是 404。"""
    today = localdate(now())
    found = [license_of(row) for row in license_with(token)]
    if not found:
        raise NotFound("没有这个查验码或者编号的证照。")
    return [_license(said, today) for said in found]


def _item(row: Guide) -> dict[str, Any]:
    content = content_of(row)
    return {
        "uid": row.uid, "version": row.version, "name": row.name, "unit": row.unit, "kind": catalog.KINDS.get(content.kind, ""),
        "case_kind": catalog.CASE_KINDS.get(content.case_kind, ""), "topics": content.topics, "fee": content.fee,
        "audience": [catalog.AUDIENCES.get(code, "") for code in content.audience],
        "promised_days": content.promised_days, "legal_days": content.legal_days,
        "page": f"{settings.PUBLIC_ADDRESS}{reverse('guide:item', args=[row.uid])}",
    }  # fmt: skip


def _license(said: licenses.PublicLicense, today: date) -> dict[str, Any]:
    valid = licenses.validity(said.state, said.valid_to, on=today)
    names = ("name", "number", "holder", "unit", "granted_on", "valid_to", "annotations", "digest")
    return {name: getattr(said, name) for name in names} | {"validity": valid.word, "sound": valid.sound}
