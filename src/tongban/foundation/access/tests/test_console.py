"""角色 and 授权 on the console's screens: roles are made, changed, given and taken back."""

import re

import pytest
from django.test import Client

from tongban.foundation.access import api as access
from tongban.foundation.access.models import Grant, Role
from tongban.foundation.access.testing import allow, give_role
from tongban.foundation.audit.testing import Entry
from tongban.foundation.organization.testing import make_person, make_post, make_unit, sign_in
from tongban.foundation.ui.testing import faults

pytestmark = pytest.mark.django_db


class Town:
    """A county with two bureaus, their people, and the built-in roles."""

    def __init__(self):
        access.ship_roles()
        self.county = make_unit("临江县人民政府")
        self.bureau = make_unit("临江县教育局", self.county)
        self.other = make_unit("临江县财政局", self.county)
        self.top = make_person("顶管理", unit=self.county)
        self.admin = make_person("局管理", unit=self.bureau)
        self.clerk = make_person("周科员", unit=self.bureau)
        self.stranger = make_person("吴科员", unit=self.other)
        give_role(self.top, "super_admin")
        give_role(self.admin, "unit_admin", over=self.bureau, below=True)


@pytest.fixture
def town():
    return Town()


def client_of(person):
    client = Client()
    sign_in(client, person)
    return client


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert list(faults(answer.content)) == []
    return answer.content.decode()


@pytest.mark.feature("F-ID-31")
def test_a_role_is_defined_given_adjusted_and_taken_back(town):
    top = client_of(town.top)
    form = {"name": "编号员", "description": "管编号", "rights": ["numbering.manage"]}
    made = top.post("/console/access/roles/new", form)
    role = Role.objects.get(name="编号员")
    assert made["Location"] == f"/console/access/roles/{role.pk}"
    give = f"/console/access/grants/new/person/{town.clerk.pk}"
    assert top.post(give, {"role": role.pk, "unit": town.bureau.pk}).status_code == 302
    clerk = client_of(town.clerk)
    assert clerk.get("/console/numbering/").status_code == 200
    assert clerk.get("/console/jobs/").status_code == 403
    top.post(f"/console/access/roles/{role.pk}/change", form | {"rights": ["numbering.manage", "jobs.manage"]})
    assert clerk.get("/console/jobs/").status_code == 200
    page = read(top, f"/console/access/roles/{role.pk}")
    assert "周科员" in page
    assert access.permissions["jobs.manage"].label in page
    given = Grant.objects.get(role=role)
    assert top.post(f"/console/access/grants/{given.pk}/revoke").status_code == 302
    assert clerk.get("/console/numbering/").status_code == 403
    assert [e.action for e in Entry.objects.filter(action__startswith="access.", outcome="done").order_by("pk")] == [
        "access.define_role", "access.grant", "access.change_role", "access.revoke",
    ]  # fmt: skip


@pytest.mark.feature("F-ID-22", "F-ID-19")
def test_a_unit_administrator_gives_duties_of_his_unit_and_nothing_else(town):
    admin = client_of(town.admin)
    page = read(admin, f"/console/access/grants/new/person/{town.clerk.pk}")
    assert "公文管理员" in page
    assert "审计管理员" not in page
    assert "整个平台" not in page
    assert "临江县财政局" not in page
    manager = Role.objects.get(code="document_manager")
    admin.post(f"/console/access/grants/new/person/{town.clerk.pk}", {"role": manager.pk, "unit": town.bureau.pk})
    assert Grant.objects.get(person=town.clerk).unit == town.bureau
    for kind, pk in (("person", town.stranger.pk), ("post", make_post(town.other, "会计").pk), ("unit", 1)):
        assert admin.get(f"/console/access/grants/new/{kind}/{pk}").status_code == 404
    listed = read(admin, "/console/access/grants")
    assert "周科员" in listed
    assert "顶管理" not in listed
    assert admin.post(f"/console/access/grants/{Grant.objects.get(person=town.top).pk}/revoke").status_code == 404
    assert admin.get("/console/access/roles/new").status_code == 403


def test_who_is_to_have_it_is_found_by_name_pinyin_or_post(town):
    post = make_post(town.bureau, "督学")
    admin = client_of(town.admin)
    assert f"/grants/new/person/{town.clerk.pk}" in read(admin, "/console/access/grants/new?q=zhou")
    assert f"/grants/new/post/{post.pk}" in read(admin, "/console/access/grants/new?q=督学")
    assert "没有找到" in read(admin, "/console/access/grants/new?q=吴科员")


def test_what_is_refused_is_said_above_the_form_and_changes_nothing(town):
    top = client_of(town.top)
    manager = Role.objects.get(code="document_manager")
    own = f"/console/access/grants/new/person/{town.top.pk}"
    answer = top.post(own, {"role": manager.pk, "unit": "all"})
    assert answer.status_code == 422
    assert "不能给自己授权" in answer.content.decode()
    twice = f"/console/access/grants/new/person/{town.clerk.pk}"
    for status in (302, 422):
        answer = top.post(twice, {"role": manager.pk, "unit": town.bureau.pk, "below": "on"})
        assert answer.status_code == status
    assert "已经授予过这个角色" in answer.content.decode()
    assert Grant.objects.filter(person=town.clerk).count() == 1
    nothing = top.post(twice, {"role": ""}).content.decode()
    assert "请选择角色。" in nothing
    assert "请选择范围。" in nothing
    everywhere = Role.objects.get(code="audit_admin")
    assert top.post(twice, {"role": everywhere.pk, "unit": "all"}).status_code == 302
    assert Grant.objects.get(role=everywhere).unit is None


def test_a_role_without_name_or_rights_comes_back_with_what_was_typed(town):
    top = client_of(town.top)
    answer = top.post("/console/access/roles/new", {"name": "", "description": "说明写了"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请填写角色名称。" in text
    assert "请选择权限。" in text
    assert "说明写了" in text
    built_in = Role.objects.get(code="unit_admin")
    assert "调整权限" not in read(top, f"/console/access/roles/{built_in.pk}")
    posted = top.post(f"/console/access/roles/{built_in.pk}/change", {"name": "改名", "rights": ["jobs.manage"]})
    assert posted.status_code == 409


def test_the_lists_cost_the_same_however_many_grants_there_are(town):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    top = client_of(town.top)

    def cost(address):
        top.get(address)
        with CaptureQueriesContext(connection) as caught:
            read(top, address)
        return len(caught)

    addresses = ("/console/access/roles", "/console/access/grants")
    before = [cost(a) for a in addresses]
    for number in range(12):
        allow(make_person(f"科员{number}", unit=town.bureau), "numbering.manage", over=town.bureau)
    assert [cost(a) for a in addresses] == before


@pytest.mark.feature("F-ID-23")
def test_people_are_counted_by_class(town):
    supervisor = make_person("郑监察", unit=town.county, title="监察员")
    give_role(supervisor.holdings.get().post, "supervisor")
    page = read(client_of(town.top), "/console/access/roles")
    counted = re.findall(r'<b>(\d+)</b>.*?tb-figure-label">([^<]+)<', page)
    assert counted == [("2", "系统管理员"), ("2", "工作人员"), ("1", "监察人员")]
    assert "工作人员" not in read(client_of(town.admin), "/console/access/roles").split("<table")[0]
