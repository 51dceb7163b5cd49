"""What both sets of screens do: a tree of groups, the page of one, its form, and putting people in.

A `Place` says whose groups they are and where the pages stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tongban.foundation.groups import operations, queries
from tongban.foundation.groups.api import offered
from tongban.foundation.groups.contracts import GroupData
from tongban.foundation.groups.models import Group
from tongban.foundation.organization.api import Holder, Person, Unit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now

WAYS = [("name", "按姓名、用户名"), ("unit", "按单位名称")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where groups are kept: the namespace of the addresses, the base template, and which groups the viewer keeps there."""

    space: str
    base: str
    title: str
    lead: str
    empty: str
    rows: Callable[[Any], QuerySet[Group]]

    def url(self, name: str, *args: int) -> str:
        return reverse(f"{self.space}:{name}", args=args)


class GroupForm(ui.Form):
    half = ("name", "order")
    name = forms.CharField(label="名称", max_length=60)
    order = forms.IntegerField(
        label="排列顺序", min_value=0, max_value=999_999, initial=0, help_text="数字小的排在前面"
    )
    parent_id = forms.TypedChoiceField(label="上级用户组", coerce=int, required=False, empty_value=None)
    description = forms.CharField(label="描述", max_length=200, required=False)


class FindForm(forms.Form):
    """The search before people are added; a GET, so its address can be kept."""

    by = forms.ChoiceField(label="查找方式", choices=WAYS, required=False)
    q = forms.CharField(label="查找", required=False, max_length=60)


class AddForm(ui.Form):
    people = ui.PeopleField(label="找到的人员")


def show(request: Any, place: Place, pk: int | None, **more: Any) -> HttpResponse:
    """The tree, and beside it one group with its people."""
    rows = place.rows(request)
    group = queries.one_of(rows, pk) if pk else None
    members = queries.members_of(group, now()) if group else []
    context = {"place": place, "tree": queries.tree(rows), "group": group, "members": members, **more}
    return render(request, "groups/group.html", context)


def write(request: Any, place: Place, home: Unit | Person, group: Group | None = None) -> HttpResponse:
    """The form of a new group, or of one that is there."""
    asked = request.GET.get("parent", "")
    initial = _values(group) if group else {"parent_id": int(asked) if asked.isdigit() else None}
    form = GroupForm(request.POST or None, initial=initial)
    _offer_parents(form, place.rows(request), home, group)
    if request.method == "POST" and form.is_valid():
        data, made = GroupData(**form.values()), group or home
        what: Any = {"group": made} if group else {"home": made}
        operation: Callable[..., Any] = operations.change_group if group else operations.create_group
        if form.carry_out(operation, data=data, **what, actor=request.actor, at=now()):
            messages.success(request, "已保存。" if group else "用户组已新增，请添加成员。")
            return redirect(place.url("group", form.result.pk))
    context = {"place": place, "form": form, "group": group, "home": home}
    return render(request, "groups/form.html", context, status=422 if form.errors else 200)


def add(request: Any, place: Place, pk: int) -> HttpResponse:
    """添加成员 (F-ID-14): found by name, or all of the units that are found, and ticked."""
    group = queries.one_of(place.rows(request), pk)
    asked = FindForm(request.GET)
    asked.is_valid()
    text, by = asked.cleaned_data.get("q", ""), asked.cleaned_data.get("by") or "name"
    found = queries.found_for(group, text, by, now())
    form = AddForm(request.POST or None)
    form.fields["people"].people = offered(_choices(found), request.actor)  # type: ignore[attr-defined]
    given: dict[str, Any] = {"group": group, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.add_members, **form.values(), **given)
    ):
        messages.success(request, f"已添加 {form.result} 人。")
        return redirect(place.url("group", pk))
    context = {"place": place, "group": group, "form": form, "q": text, "by": by, "ways": WAYS, "found": found}
    return render(request, "groups/add.html", context, status=422 if form.errors else 200)


def take_out(request: Any, place: Place, pk: int, person_pk: int) -> HttpResponse:
    group = queries.one_of(place.rows(request), pk)
    operations.remove_member(group=group, person_id=person_pk, actor=request.actor, at=now())
    messages.success(request, "已移出。")
    return redirect(place.url("group", pk))


def remove(request: Any, place: Place, pk: int) -> HttpResponse:
    group = queries.one_of(place.rows(request), pk)
    name = group.name
    try:
        operations.remove_group(group=group, actor=request.actor, at=now())
    except Conflict as error:
        messages.warning(request, error.message)
        return redirect(place.url("group", pk))
    messages.success(request, f"已删除“{name}”。")
    return redirect(place.url("list"))


def _values(group: Group) -> dict[str, Any]:
    return {name: getattr(group, name) for name in GroupData.__slots__}


def _offer_parents(form: GroupForm, rows: QuerySet[Group], home: Unit | Person, group: Group | None) -> None:
    """Where it may hang: the groups of the same unit or person, but not itself and what is below it."""
    same = rows.filter(unit=home) if isinstance(home, Unit) else rows.filter(owner=home)
    lines = list(_indented(queries.tree(same), group.pk if group else None))
    field: Any = form.fields["parent_id"]
    field.choices = [("", "（最上层）"), *lines]


def _indented(nodes: Sequence[queries.Node], but: int | None, depth: int = 0) -> Any:
    for node in nodes:
        if node.group.pk != but:
            yield node.group.pk, "　" * depth + node.group.name
            yield from _indented(node.children, but, depth + 1)


def _choices(found: Sequence[Holder]) -> list[ui.PersonChoice]:
    return [ui.PersonChoice(id=h.person_id, name=h.name, post=h.post_title, unit=h.unit_full_name) for h in found]
