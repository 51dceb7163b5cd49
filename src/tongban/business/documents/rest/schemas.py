"""What programs send about documents. Lengths are those of the forms."""

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from tongban.business.documents.contracts import CopyState, State
from tongban.business.documents.operations.receive import IncomingFields
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow import api as flow
from tongban.foundation.programs import api as programs


def _is_kind(name: str) -> str:
    if name not in KINDS:
        raise ValueError("没有这个文种")
    return name


Kind = Annotated[str, AfterValidator(_is_kind), Field(json_schema_extra={"enum": list(KINDS)})]
Urgency = Literal["ordinary", "urgent", "express"]
Role = Annotated[Literal["main", "cc"], Field(description="main 主送，cc 抄送")]
Recipients = Annotated[str, Field(max_length=1000)]
Opinion = Annotated[str, Field(max_length=500)]
Body = Annotated[str, Field(max_length=200_000)]
Way = Annotated[str, Field(json_schema_extra={"enum": list(flow.WAYS)}, max_length=10)]


class ReceiverIn(programs.Given):
    unit: programs.Id
    role: Role = "main"


class DraftIn(programs.Given):
    """发文稿. `main_recipients` and `cc` are printed; `receivers` is the list of units to distribute to."""

    title: programs.Title
    body: Body = ""
    kind: Kind = "通知"
    direction: Literal["down", "level", "up"] = "down"
    urgency: Urgency = "ordinary"
    level: Annotated[str, Field(max_length=10)] = Field("", description="只能是空或“内部”；涉密文件不进系统")
    scope: Literal["一般", "内部"] = "一般"
    openness: Literal["公开发布", "不公开发布"] = "公开发布"
    closed_reason: programs.Title = ""
    main_recipients: Recipients = ""
    cc: Recipients = ""
    keywords: programs.Line = ""
    note: programs.Title = ""
    phone: programs.Phone = ""
    receivers: list[ReceiverIn] = Field([], max_length=5000)

    def content(self) -> Content:
        given = self.dict(exclude={"body", "receivers", "base"})
        receivers = {one.unit: one.role for one in self.receivers}
        return Content(DraftFields(**given), self.body.replace("\r\n", "\n"), receivers)


class SaveIn(DraftIn):
    base: int = Field(description="您改的是第几稿；别人先保存了更新的一稿时返回 409", ge=0, le=1_000_000)


class StepIn(programs.Given):
    opinion: Opinion = ""
    choices: dict[programs.Name, programs.Id | list[programs.Id]] = Field(
        {}, description="这一步要选定的，名称和可选的值见 steps 的 choices", max_length=20
    )


class ReturnIn(programs.Given):
    reason: Opinion
    to: programs.Name = Field("", description="退到哪一步（element）；空为上一步")


class OpinionIn(programs.Given):
    opinion: Opinion


class TransferIn(programs.Given):
    to: programs.Id = Field(description="转给谁（人员号），同单位")
    reason: programs.Title = ""


class RecordIn(StepIn):
    leader: programs.Id = Field(description="哪位领导（人员号）")
    way: Way = Field(description="指示的方式")
    opinion: Opinion


class UrgeIn(programs.Given):
    text: programs.Sentence = ""
    by_sms: bool = False


class CirculateIn(programs.Given):
    readers: list[programs.Id] = Field(min_length=1, max_length=500, description="传阅给谁（人员号），本单位的人")


class SeriesIn(programs.Given):
    series: programs.Id = Field(description="字号（代字）的编号，见 /series")


class ReceiversIn(programs.Given):
    units: list[ReceiverIn] = Field(min_length=1, max_length=5000)


class WithdrawIn(programs.LongReasonIn):
    copies: list[programs.Id] = Field(min_length=1, max_length=5000)


class PhoneIn(programs.Given):
    signer: programs.Name = Field(description="对方签收人的姓名")


class RegisterIn(programs.Given):
    """收文登记."""

    series: programs.Id = Field(description="收文代字的编号，见 /series")
    title: programs.Title
    from_unit: programs.UnitName
    from_number: programs.Name = ""
    kind: Kind = "通知"
    urgency: Urgency = "ordinary"
    pages: int = Field(0, ge=0, le=9999)
    limit: programs.Day | None = None

    def fields(self) -> IncomingFields:
        return IncomingFields(**self.dict(exclude={"series"}))


class PaperIn(RegisterIn):
    """The same as fields of a form, beside the scan."""

    model_config = ConfigDict(strict=False)
    limit: programs.Day = None  # type: ignore[assignment]  # a form has no null: it is left out


class Wanted(programs.Asked):
    text: programs.Line = Field("", description="标题或文号里的词")
    state: Literal[*(s.value for s in State)] | None = None  # type: ignore[valid-type]


class WantedCopies(programs.Asked):
    state: Literal[*(s.value for s in CopyState)] | None = None  # type: ignore[valid-type]


class WantedIncoming(programs.Asked):
    text: programs.Line = Field("", description="标题或收文号里的词")
    state: Literal["handling", "completed"] | None = None
