"""用户组 for programs: what choosers show."""

from django.http import HttpRequest
from ninja import Router, Schema

from tongban.foundation.groups import queries
from tongban.foundation.groups.models import Group
from tongban.foundation.organization.api import Holder
from tongban.foundation.programs import api as programs
from tongban.kernel.now import now

router = Router(tags=["单位和人员"])


class GroupOut(Schema):
    """`own`: 常用人员组 of the caller; otherwise the group of the unit `unit_id`."""

    id: int
    name: str
    description: str
    parent_id: int | None
    unit_id: int | None
    own: bool

    @staticmethod
    def resolve_own(group: Group) -> bool:
        return group.owner_id is not None


class MemberOut(Schema):
    """A person of the group in the main post."""

    person_id: int
    name: str
    post_title: str
    unit_id: int
    unit_name: str
    organ_name: str


@router.get("", response=list[GroupOut], summary="用户组和常用人员组")
def groups(request: HttpRequest) -> list[Group]:
    return list(queries.reachable(request.actor).order_by("unit_id", *queries.ORDER))


@router.get("/{pk}/people", response=list[MemberOut], summary="一个组的人员")
def people(request: HttpRequest, pk: programs.PathId) -> list[Holder]:
    return queries.members_of(queries.one_of(queries.reachable(request.actor), pk), now())
