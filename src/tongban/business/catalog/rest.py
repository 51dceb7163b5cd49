"""事项 for programs: what is published, and the drafts of those who edit or review."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tongban.business.catalog import operations, queries, rules
from tongban.business.catalog.contracts import Content, Material, Question, Stage, State
from tongban.business.catalog.models import Version
from tongban.business.catalog.operations import save
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit, organ_of
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now
from tongban.kernel.plain import to_plain

router = Router(tags=["事项"])
Text = Annotated[str, Field(max_length=5000)]


class ItemMaterialIn(programs.Given):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    required: bool = True
    form: Literal[*rules.FORMS] = "原件"  # type: ignore[valid-type]
    copies: int = Field(1, ge=1, le=99)
    source: programs.Title = "申请人自备"
    note: programs.Paragraph = ""


class StageIn(programs.Given):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    who: programs.Line = ""
    text: programs.Paragraph = ""


class QuestionIn(programs.Given):
    asked: Annotated[str, Field(min_length=1, max_length=200)]
    answer: Annotated[str, Field(min_length=1, max_length=1000)]


class ContentIn(programs.Given):
    """What one version of an item says. A draft needs its name alone; publication asks for the rest."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Literal[*rules.KINDS] = "01"  # type: ignore[valid-type]
    code: Annotated[str, Field(pattern=r"^([0-9]{12})?$")] = ""
    audience: list[Literal[*rules.AUDIENCES]] = Field(["2"], max_length=6)  # type: ignore[valid-type]
    topics: list[programs.Name] = Field([], max_length=20)
    basis: list[programs.Paragraph] = Field([], max_length=50)
    conditions: Text = ""
    case_kind: Literal[*rules.CASE_KINDS] = "2"  # type: ignore[valid-type]
    limit: programs.Line = Field("licensing.decision", description="法定时限的代号")
    legal_days: int = Field(20, ge=1, le=999)
    promised_days: int = Field(20, ge=1, le=999)
    pauses: list[Literal[*(g.value for g in clocks.Ground)]] = Field([], max_length=9)  # type: ignore[valid-type]
    inspection: bool = False
    materials: list[ItemMaterialIn] = Field([], max_length=100)
    stages: list[StageIn] = Field([], max_length=30)
    fee: programs.Title = ""
    fee_basis: programs.Title = ""
    visits: int = Field(1, ge=0, le=9)
    place: programs.Title = ""
    hours: programs.Title = ""
    phone: programs.Title = ""
    complaints: programs.Title = ""
    form: programs.Title = Field("", description="申请表的名称")
    result: programs.Name = ""
    result_years: int = Field(0, ge=0, le=99)
    result_type: programs.Phone = ""
    reconsideration: programs.Title = ""
    court: programs.Title = ""
    questions: list[QuestionIn] = Field([], max_length=100)

    def content(self) -> Content:
        given = self.dict(exclude={"materials", "stages", "questions"})
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
        }
        return replace(
            Content(**plain),
            materials=tuple(Material(key=f"m{no}", **m.dict()) for no, m in enumerate(self.materials, start=1)),
            stages=tuple(Stage(**s.dict()) for s in self.stages),
            questions=tuple(Question(**q.dict()) for q in self.questions),
        )


class Wanted(programs.Asked):
    text: programs.Line = Field("", description="事项或单位名称里的词")
    state: Literal[*(s.value for s in State)] | None = None  # type: ignore[valid-type]


class ItemOut(Schema):
    """A version of an item. `item` is the item, the same in all its versions."""

    id: int
    item: int
    no: int
    name: str
    unit_id: int
    unit: str
    state: str
    author: str
    changed_at: datetime
    published_at: datetime | None


class ItemWhole(ItemOut):
    content: dict[str, Any] = Field(description="和提交时的字段相同；materials 另有 key")
    digest: str


@router.get("", response=programs.Page[ItemOut], summary="事项清单")
def items(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    rows = queries.search(queries.versions(request.actor, at=now()), asked.text)
    return programs.page(rows.filter(state=asked.state) if asked.state else rows, asked, _shown)


@router.post("", response={201: ItemWhole}, summary="编制事项")
def create(request: HttpRequest, given: ContentIn) -> Status[dict[str, Any]]:
    own = Unit.objects.filter(pk=request.actor.unit_id).select_related("organ").first()
    if own is None:
        raise Conflict("您没有在任何单位任职，不能编制事项。", code="catalog.no-unit")
    made = operations.draft(unit=organ_of(own), content=given.content(), **programs.acting(request))
    return Status(201, _whole(made))


@router.get("/{pk}", response=ItemWhole, summary="事项的一个版本")
def item(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return _whole(_version(request, pk))


@router.put("/{pk}", response=ItemWhole, summary="修改事项草稿")
def change(request: HttpRequest, pk: programs.PathId, given: ContentIn) -> dict[str, Any]:
    found = _version(request, pk)
    return _whole(save(version=found, content=given.content(), **programs.acting(request)))


@router.post("/{pk}/revision", response={201: ItemWhole}, summary="修订：新的草稿")
def revise(request: HttpRequest, pk: programs.PathId) -> Status[dict[str, Any]]:
    return Status(201, _whole(operations.revise(version=_version(request, pk), **programs.acting(request))))


@router.post("/{pk}/publication", response=ItemWhole, summary="审查发布")
def publish(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    return _whole(operations.publish_version(version=_version(request, pk), **programs.acting(request)))


@router.post("/{pk}/withdrawal", response=ItemWhole, summary="下架")
def withdraw(request: HttpRequest, pk: programs.PathId, given: programs.ReasonIn) -> dict[str, Any]:
    found = _version(request, pk)
    return _whole(operations.withdraw(version=found, reason=given.reason, **programs.acting(request)))


def _version(request: HttpRequest, pk: int) -> Version:
    return queries.version_for(request.actor, pk, at=now())


def _shown(version: Version) -> dict[str, Any]:
    return {
        "id": version.pk, "item": version.item_id, "no": version.no, "name": version.name, "unit_id": version.unit_id,
        "unit": version.item.unit.name, "state": version.state, "author": version.author_name,
        "changed_at": version.changed_at, "published_at": version.published_at,
    }  # fmt: skip


def _whole(version: Version) -> dict[str, Any]:
    return {**_shown(version), "content": to_plain(version.content), "digest": version.digest}
