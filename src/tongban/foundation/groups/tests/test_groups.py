"""用户组 and 常用人员组: kept as trees, filled by name or by unit, and there where people are chosen."""

import re
from types import SimpleNamespace

import pytest

from tongban.foundation.access.shipped import bring_roles
from tongban.foundation.access.testing import give_role
from tongban.foundation.groups import api as groups
from tongban.foundation.groups import queries
from tongban.foundation.groups.models import Group
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.foundation.ui.api import PersonChoice
from tongban.foundation.ui.testing import faults
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY


@pytest.fixture
def bureau(db):
    """A bureau with two sections, its administrator, and a neighbour."""
    bring_roles(MONDAY)
    county = make_unit("临江县人民政府")
    unit = make_unit("县教育局", county)
    office, finance = (make_unit(name, unit, form="section", order=n) for n, name in enumerate(("办公室", "财务科"), 1))
    made = SimpleNamespace(unit=unit, office=office, other=make_unit("县财政局", county))
    made.head = make_person("曾庆华", unit=unit, title="局长", rank="head")
    made.clerk, made.accountant = make_person("苏明远", unit=office), make_person("齐思远", unit=finance)
    made.keeper = make_person("何静", unit=unit, title="管理员")
    give_role(made.keeper, "unit_admin", over=unit, below=True)
    made.acts = {"actor": actor_of(made.keeper, at=MONDAY), "at": MONDAY}
    return made


def names(group: Group) -> list[str]:
    return [holder.name for holder in queries.members_of(group, MONDAY)]


@pytest.mark.feature("F-ID-13")
def test_a_tree_of_department_leaders_office_and_sections_is_laid_out_added_to_and_changed(bureau):
    groups.lay_out(unit=bureau.unit, **bureau.acts)
    top = groups.lay_out(unit=bureau.unit, **bureau.acts)  # twice: what is there stays
    (root,) = queries.tree(Group.objects.all())
    assert root.group.name == "县教育局"
    assert [n.group.name for n in root.children] == ["部门领导", "办公室", "财务科"]
    assert [names(node.group) for node in root.children] == [["曾庆华"], ["苏明远"], ["齐思远"]]
    data = groups.GroupData(name="档案专班", description="年度归档", parent_id=top.pk, order=9)
    made = groups.create_group(home=bureau.unit, data=data, **bureau.acts)
    groups.change_group(group=made, data=groups.GroupData(name="归档专班", parent_id=top.pk, order=9), **bureau.acts)
    assert [n.group.name for n in queries.tree(Group.objects.all())[0].children][-1] == "归档专班"


@pytest.mark.feature("F-ID-14")
def test_members_come_one_by_user_name_or_many_by_the_name_of_their_unit(client, bureau):
    group = groups.create_group(home=bureau.unit, data=groups.GroupData(name="读者"), **bureau.acts)
    sign_in(client, bureau.keeper)
    page = f"/console/groups/{group.pk}/add"

    def found(**asked):
        return {int(pk) for pk in re.findall(r'name="people" value="(\d+)"', client.get(page, asked).content.decode())}

    assert found(by="name", q=bureau.clerk.account.username) == {bureau.clerk.pk}
    everybody = {p.pk for p in (bureau.head, bureau.clerk, bureau.accountant, bureau.keeper)}
    assert found(by="unit", q="县教育局") == everybody
    client.post(f"{page}?by=unit&q=县教育局", {"people": [bureau.head.pk, bureau.clerk.pk, bureau.accountant.pk]})
    assert names(group) == ["曾庆华", "苏明远", "齐思远"]
    assert found(by="unit", q="县教育局") == {bureau.keeper.pk}


@pytest.mark.feature("F-ID-38")
def test_own_groups_are_made_by_everybody_and_stand_in_his_choosers_alone(client, bureau):
    sign_in(client, bureau.clerk)
    client.post("/groups/new", {"name": "周例会", "order": "1"})
    group = Group.objects.get(owner=bureau.clerk)
    client.post(f"/groups/{group.pk}/add?q=曾庆华", {"people": [bureau.head.pk]})
    people = [PersonChoice(id=p.pk, name=p.name, unit="办公室") for p in (bureau.head, bureau.accountant)]
    (shown,) = groups.offered(people, actor_of(bureau.clerk)).groups
    assert (shown.title, shown.name, shown.members) == ("常用人员组", "周例会", (bureau.head.pk,))
    assert groups.offered(people, actor_of(bureau.accountant)).groups == []
    sign_in(client, bureau.accountant)
    assert client.get(f"/groups/{group.pk}").status_code == 404


def test_a_chooser_shows_the_groups_of_the_own_organ_with_everybody_below_them(bureau, django_assert_num_queries):
    top = groups.lay_out(unit=bureau.unit, **bureau.acts)
    groups.add_members(group=top, people=[bureau.keeper.pk], **bureau.acts)
    people = [PersonChoice(id=p.pk, name=p.name) for p in (bureau.head, bureau.clerk, bureau.keeper)]
    actor = actor_of(bureau.accountant)
    with django_assert_num_queries(3):
        shown = groups.offered(people, actor).groups
    assert [(g.name, g.depth, len(g.members)) for g in shown] == [
        ("县教育局", 0, 3),
        ("部门领导", 1, 1),
        ("办公室", 1, 1),
    ]
    assert groups.offered(people, actor_of(make_person("陆远", unit=bureau.other))).groups == []


def test_only_whoever_manages_the_unit_keeps_its_groups(bureau):
    clerk = {"actor": actor_of(bureau.clerk, at=MONDAY), "at": MONDAY}
    with pytest.raises(NotAllowed):
        groups.create_group(home=bureau.unit, data=groups.GroupData(name="读者"), **clerk)
    with pytest.raises(NotAllowed):
        groups.lay_out(unit=bureau.other, **bureau.acts)
    with pytest.raises(NotAllowed):
        groups.create_group(home=bureau.head, data=groups.GroupData(name="读者"), **clerk)


def test_a_group_is_not_put_below_itself_not_named_twice_and_not_deleted_with_groups_below(bureau):
    top = groups.lay_out(unit=bureau.unit, **bureau.acts)
    below = Group.objects.get(name="办公室")
    with pytest.raises(Invalid) as error:
        groups.change_group(group=top, data=groups.GroupData(name="县教育局", parent_id=below.pk), **bureau.acts)
    assert error.value.fields == {"parent": "不能放到自己的下面。"}
    with pytest.raises(Invalid, match="已经有"):
        groups.create_group(home=bureau.unit, data=groups.GroupData(name="办公室", parent_id=top.pk), **bureau.acts)
    with pytest.raises(Conflict, match="先删除下面的"):
        groups.remove_group(group=top, **bureau.acts)
    groups.remove_group(group=below, **bureau.acts)
    assert not Group.objects.filter(name="办公室").exists()


def test_the_screens_keep_what_was_typed_and_have_no_faults(client, bureau):
    top = groups.lay_out(unit=bureau.unit, **bureau.acts)
    sign_in(client, bureau.keeper)
    answer = client.post(
        f"/console/groups/of/{bureau.unit.pk}/new", {"name": "县教育局", "order": "0", "description": "重复"}
    )
    assert answer.status_code == 422
    assert "请换个名称" in answer.content.decode()
    assert "重复" in answer.content.decode()
    for page in ("/console/groups/", f"/console/groups/{top.pk}", "/console/groups/lay-out", "/groups/", "/groups/new"):
        assert list(faults(client.get(page).content)) == [], page


def test_programs_read_the_groups_that_choosers_show(client, bureau):
    top = groups.lay_out(unit=bureau.unit, **bureau.acts)
    sign_in(client, bureau.clerk)
    listed = client.get("/api/v1/groups").json()
    assert [g["name"] for g in listed] == ["县教育局", "部门领导", "办公室", "财务科"]
    assert not listed[0]["own"]
    office = next(g["id"] for g in listed if g["name"] == "办公室")
    assert [p["name"] for p in client.get(f"/api/v1/groups/{office}/people").json()] == ["苏明远"]
    assert client.get(f"/api/v1/groups/{top.pk + 999}/people").status_code == 404


@pytest.mark.feature("F-ID-15")
def test_roles_of_document_flow_are_ticked_on_the_page_that_a_name_in_the_tree_opens(client, bureau):
    groups.lay_out(unit=bureau.unit, **bureau.acts)
    office = Group.objects.get(name="办公室")
    sign_in(client, bureau.keeper)
    (link,) = re.findall(
        r'<a href="(/console/people/\d+)">苏明远', client.get(f"/console/groups/{office.pk}").content.decode()
    )
    person = client.get(link).content.decode()
    assert "公文流转角色" in person
    assert "用户名" in person
    (address,) = re.findall(r'action="([^"]+/duties)"', person)
    client.post(address, {"duties": ["vetter", "registrar", "nonsense"]})
    assert bureau.clerk.holdings.get().post.duties == ["vetter", "registrar"]
    ticked = re.findall(r'value="(\w+)" checked', client.get(link).content.decode())
    assert set(ticked) == {"vetter", "registrar"}
    client.post(address, {})
    assert bureau.clerk.holdings.get().post.duties == []
