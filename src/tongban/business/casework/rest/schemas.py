"""What programs send about cases. Lengths are those of the forms."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tongban.business.casework.contracts import POINTS, Applicant, State
from tongban.business.casework.operations.decide import WAYS
from tongban.foundation.clocks import api as clocks
from tongban.foundation.programs import api as programs

Text = Annotated[str, Field(min_length=1, max_length=500)]
Key = Annotated[str, Field(min_length=1, max_length=20, description="材料在事项里的代号（m1、m2…）")]
Value = str | int | float | bool | None | list[str]


class ApplicantIn(programs.Given):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    code: Annotated[str, Field(min_length=1, max_length=30, description="统一社会信用代码或证件号码")]
    agent: Annotated[str, Field(min_length=1, max_length=60, description="经办人")]
    phone: Annotated[str, Field(min_length=1, max_length=20)]

    def applicant(self) -> Applicant:
        return Applicant(**self.dict())


class MaterialIn(programs.Given):
    """One material: uploaded (the receipt of /cases/uploads), or seen on paper at the window."""

    key: Key
    upload: Annotated[str, Field(max_length=1000)] = ""
    on_paper: bool = False


class ApplicationIn(programs.Given):
    applicant: ApplicantIn
    data: dict[programs.Name, Value] = Field(description="申请表的值，字段见事项的表单", max_length=200)
    materials: list[MaterialIn] = Field([], max_length=100)


class CaseIn(ApplicationIn):
    item: programs.Id = Field(description="已发布的事项版本号，见 /items")


class UploadIn(programs.Fields):
    item: programs.Id = Field(description="为哪个事项版本上传")


class AcceptIn(programs.Given):
    handler: programs.Id = Field(description="承办人（人员号），本单位的人")


class MissingIn(programs.Given):
    material: Key
    what: Annotated[str, Field(min_length=1, max_length=200, description="要补正什么")]


class SupplementIn(programs.Given):
    missing: list[MissingIn] = Field(min_length=1, max_length=100, description="一次告知全部需要补正的内容")


class RefusalIn(programs.Given):
    reason: Text
    basis: Annotated[str, Field(min_length=1, max_length=300, description="依据的法律名称和条款")]


class SpecialIn(programs.Given):
    ground: Literal[*(g.value for g in clocks.Ground)]  # type: ignore[valid-type]
    body: programs.UnitName = Field(description="承担机构")
    days: int = Field(ge=1, le=250, description="所需工作日")

    def values(self) -> dict[str, Any]:
        return {**self.dict(), "ground": clocks.Ground(self.ground)}


class ResultIn(programs.Given):
    result: Annotated[str, Field(min_length=1, max_length=300)]


class ExtendIn(programs.Given):
    days: int = Field(ge=1, le=60)
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class CaseStepIn(programs.Given):
    opinion: Text


class CaseReturnIn(programs.ReasonIn):
    to: Annotated[
        str, Field(min_length=1, max_length=60, description="退回到哪一步：审查退回 inspect，决定退回 review")
    ]


class DeliverIn(programs.Given):
    way: Literal[*WAYS]  # type: ignore[valid-type]
    receiver: Annotated[str, Field(min_length=1, max_length=60)]


class RateIn(programs.Given):
    stars: int = Field(ge=1, le=5)
    points: list[Literal[*POINTS]] = Field([], max_length=len(POINTS))  # type: ignore[valid-type]
    comment: programs.Paragraph = ""


class Wanted(programs.Asked):
    text: programs.Line = Field("", description="编号、标题或经办人里的词")
    state: Literal[*(s.value for s in State)] | None = None  # type: ignore[valid-type]
    unit: programs.Id | None = None
