"""单位和人员 for programs: what pickers show. Telephones and identity numbers are not in it."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router, Schema
from pydantic import Field

from tongban.foundation.organization.contracts import Holder, UnitLine
from tongban.foundation.organization.models import Unit
from tongban.foundation.organization.queries.holders import holders, holdings_of
from tongban.foundation.organization.queries.search import search_people, search_units
from tongban.foundation.organization.queries.tree import current_units
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

router = Router(tags=["单位和人员"])


class Sought(Schema):
    text: programs.Name = Field("", description="名称、拼音或首字母")
    limit: int = Field(20, ge=1, le=100)


class UnitOut(Schema):
    """`form`: organ 机关, section 内设机构, and so on; `organ_id` is the unit in whose name it acts."""

    id: int
    name: str
    short_name: str
    form: str
    organ_id: int
    organ_name: str


class UnitWhole(UnitOut):
    parent_id: int | None
    credit_code: str
    region: str
    children: list[int]


class HolderOut(Schema):
    """A person in one of his posts."""

    person_id: int
    name: str
    post_id: int
    post_title: str
    rank: str
    unit_id: int
    unit_name: str
    organ_id: int
    organ_name: str


@router.get("/units", response=list[UnitOut], summary="找单位")
def units(request: HttpRequest, asked: Query[Sought]) -> list[UnitLine]:
    return search_units(asked.text, at=now(), limit=asked.limit)


@router.get("/units/{pk}", response=UnitWhole, summary="一个单位")
def unit(request: HttpRequest, pk: programs.PathId) -> dict[str, Any]:
    found = _unit(pk)
    organ = found.organ or found
    below = current_units(localdate(now())).filter(parent_id=found.pk).values_list("pk", flat=True)
    return {
        "id": found.pk, "name": found.name, "short_name": found.short_name, "form": found.form, "organ_id": organ.pk,
        "organ_name": organ.name, "parent_id": found.parent_id, "credit_code": found.credit_code,
        "region": str(found.region_id or ""), "children": list(below),
    }  # fmt: skip


@router.get("/units/{pk}/people", response=list[HolderOut], summary="单位和内设机构的人员")
def people_of(request: HttpRequest, pk: programs.PathId) -> list[Holder]:
    return holders(unit_ids=[_unit(pk).pk], at=now(), sections=True)


@router.get("/people", response=list[HolderOut], summary="找人")
def people(request: HttpRequest, asked: Query[Sought]) -> list[Holder]:
    """姓名里的字、拼音或首字母；一人有几个岗位就有几行。"""
    return search_people(asked.text, at=now(), limit=asked.limit)


@router.get("/me/posts", response=list[HolderOut], summary="我的岗位")
def own_posts(request: HttpRequest) -> list[Holder]:
    """post_id 可以写进 X-Tongban-Post。"""
    return holdings_of(request.actor.person_id or 0, now())


def _unit(pk: int) -> Unit:
    found = current_units(localdate(now())).select_related("organ").filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个单位，或者它已经撤销。")
    return found
