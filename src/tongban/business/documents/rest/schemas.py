"""What programs send and get about documents. Lengths are those of the forms."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.rules.kinds import KINDS


def _is_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError("没有这个文种")
    return name


Id = Annotated[int, Field(ge=1, le=2**62)]
Kind = Annotated[str, AfterValidator(_is_kind), Field(json_schema_extra={"enum": list(KINDS)})]
Word = Annotated[str, Field(max_length=10)]
Phone = Annotated[str, Field(max_length=40)]
Name = Annotated[str, Field(max_length=60)]
Line = Annotated[str, Field(max_length=100)]
UnitName = Annotated[str, Field(max_length=120)]
Title = Annotated[str, Field(max_length=200)]
Sentence = Annotated[str, Field(max_length=300)]
Recipients = Annotated[str, Field(max_length=1000)]
Opinion = Annotated[str, Field(max_length=2000)]
Body = Annotated[str, Field(max_length=200_000)]


class DraftIn(Schema):
    """发文稿. `main_recipients` and `cc` are printed; `receivers` is the list of units to distribute to."""

    title: Title
    body: Body = ""
    kind: Kind = "通知"
    direction: Literal["down", "level", "up"] = "down"
    urgency: Literal["ordinary", "urgent", "express"] = "ordinary"
    level: Word = Field("", description="只能是空或“内部”；涉密文件不进系统")
    scope: Literal["一般", "内部"] = "一般"
    openness: Literal["公开发布", "不公开发布"] = "公开发布"
    closed_reason: Title = ""
    main_recipients: Recipients = ""
    cc: Recipients = ""
    keywords: Line = ""
    note: Title = ""
    phone: Phone = ""
    receivers: dict[Id, Literal["main", "cc"]] = Field({}, description="单位号 → main 主送，cc 抄送", max_length=5000)

    def content(self) -> Content:
        given = self.dict(exclude={"body", "receivers"})
        return Content(DraftFields(**given), self.body.replace("\r\n", "\n"), self.receivers)


class SaveIn(DraftIn):
    base: int = Field(description="您改的是第几稿；别人先保存了更新的一稿时返回 409", ge=0, le=1_000_000)


class StepIn(Schema):
    opinion: Opinion = ""
    choices: dict[Name, Opinion] = Field({}, description="这一步要选定的，见 steps 的 choices", max_length=20)


class ReturnIn(Schema):
    reason: Opinion
    to: Name = Field("", description="退到哪一步；空为上一步")


class SeriesIn(Schema):
    series: Id = Field(description="字号（代字）的编号")


class ReasonIn(Schema):
    reason: Sentence


class RemindIn(Schema):
    text: Sentence = ""
    by_sms: bool = False


class RegisterIn(Schema):
    series: Id
    title: Title
    from_unit: UnitName
    from_number: Name = ""
    kind: Kind = "通知"
    urgency: Literal["ordinary", "urgent", "express"] = "ordinary"
    pages: int = Field(0, ge=0, le=9999)
    limit: date | None = None


class Wanted(Schema):
    text: Line = ""
    state: Word = ""
    page: int = Field(1, ge=1, le=1000)
    limit: int = Field(20, ge=1, le=100)


class DocumentOut(Schema):
    id: int
    uid: str
    title: str
    kind: str
    number: str
    state: str
    urgency: str
    version: int
    drafter: str
    issuer: str
    signer: str
    signed_at: datetime | None
    issued_at: datetime | None
    created_at: datetime


class DocumentWhole(DocumentOut):
    body: str
    main_recipients: str
    cc: str
    keywords: str
    note: str
    receivers: dict[int, str]


class WorkOut(Schema):
    """A step that somebody did, or has. `choices`: what has to be chosen, for the caller's own open step alone."""

    id: int
    element: str
    step: str
    state: str
    who: str
    opinion: str
    decision: str
    opened_at: datetime
    done_at: datetime | None
    mine: bool
    choices: dict[str, list[str]]


class CopyOut(Schema):
    id: int
    document_title: str
    number: str
    unit: str
    role: str
    state: str
    signer: str
    signed_at: datetime | None
    reason: str
    received_number: str
    reminders: int


class IncomingOut(Schema):
    id: int
    uid: str
    title: str
    number: str
    from_unit: str
    from_number: str
    state: str
    registered_at: datetime
    completed_at: datetime | None


class SeriesOut(Schema):
    id: int
    word: str
    purpose: str


class Count(Schema):
    count: int
