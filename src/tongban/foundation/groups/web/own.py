"""常用人员组: everybody's own groups (F-ID-38)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.groups import queries
from tongban.foundation.groups.models import Group
from tongban.foundation.groups.web import screens
from tongban.foundation.organization.api import Person
from tongban.foundation.ui.api import staff
from tongban.kernel.errors import NotFound


def kept(request: Any) -> QuerySet[Group]:
    return queries.own_groups(request.actor)


PLACE = screens.Place(
    space="own-groups", base="ui/staff.html", title="常用人员组",
    lead="把经常一起传阅、办理的人编成组，选人时一次选中。只有您自己看得到。", empty="新增一个组，再把人加进来。", rows=kept,
)  # fmt: skip


@staff
@require_safe
def groups(request: Any) -> HttpResponse:
    return screens.show(request, PLACE, None)


@staff
@require_safe
def group(request: Any, pk: int) -> HttpResponse:
    return screens.show(request, PLACE, pk)


@staff
def new(request: Any) -> HttpResponse:
    return screens.write(request, PLACE, _me(request))


@staff
def change(request: Any, pk: int) -> HttpResponse:
    return screens.write(request, PLACE, _me(request), queries.one_of(kept(request), pk))


@staff
def add(request: Any, pk: int) -> HttpResponse:
    return screens.add(request, PLACE, pk)


@staff
@require_POST
def take_out(request: Any, pk: int, person_pk: int) -> HttpResponse:
    return screens.take_out(request, PLACE, pk, person_pk)


@staff
@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    return screens.remove(request, PLACE, pk)


def _me(request: Any) -> Person:
    found = Person.objects.filter(pk=request.actor.person_id or 0).first()
    if found is None:
        raise NotFound("您的账号没有对应的人员。")
    return found
