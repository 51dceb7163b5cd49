"""The console's screens over HTTP, seen by administrators of different scope; and everybody's own."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tongban.foundation.access import api as access
from tongban.foundation.audit.testing import Entry
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.models import Delegation, Holding, Person, Plaque, Post, Region, Unit
from tongban.foundation.organization.testing import hold, make_person, make_post, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import within

pytestmark = pytest.mark.django_db


class Town:
    """A county with two bureaus; whoever is in `allowed` manages those units (None: all)."""

    def __init__(self):
        self.county = make_unit("临江县人民政府")
        self.bureau = make_unit("临江县教育局", self.county, short_name="县教育局", category="政府部门")
        self.office = make_unit("办公室", self.bureau, form="section")
        self.other = make_unit("临江县财政局", self.county, short_name="县财政局", category="政府部门")
        self.admin = make_person("管理员", unit=self.bureau, title="单位管理员")
        self.clerk = make_person("周科员", unit=self.bureau, mobile="13800001234")
        self.stranger = make_person("吴科员", unit=self.other)


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def admin(town, client):
    """Signed in as the administrator of the bureau and what is under it."""
    give("unit_admin", town.admin, town.bureau)
    sign_in(client, town.admin)
    return client


def give(role, person, unit):
    access.ship_roles()
    row = access.Role.objects.get(code=role)
    within(access.give, role=row, to=person, unit=unit, below=True, actor=system_actor(), at=now())


@pytest.mark.feature("F-ID-18", "F-ID-19")
def test_an_administrator_sees_and_changes_only_his_own_units(admin, town):
    page = admin.get(f"/console/units/{town.bureau.pk}").content.decode()
    assert "周科员" in page
    assert "县财政局" not in admin.get("/console/units/").content.decode()
    for address in (f"units/{town.other.pk}", f"units/{town.county.pk}/change", f"people/{town.stranger.pk}"):
        assert admin.get(f"/console/{address}").status_code == 404
    assert admin.post(f"/console/people/{town.stranger.pk}/password").status_code == 404
    assert "吴科员" not in admin.get("/console/people/?q=w").content.decode()


def test_somebody_without_the_right_gets_no_screen(client, town):
    sign_in(client, town.clerk)
    assert client.get("/console/units/").status_code == 403
    assert client.post(f"/console/people/{town.stranger.pk}/password").status_code == 403
    assert Entry.objects.filter(outcome="refused").count() == 2


@pytest.mark.feature("F-ID-05")
def test_a_unit_is_added_under_another_and_errors_keep_what_was_typed(admin, town):
    address = f"/console/units/{town.bureau.pk}/new"
    assert admin.get(address).status_code == 200
    form = {
        "name": "办公室",
        "short_name": "办公室",
        "form": "section",
        "emblem": "star",
        "order": "3",
        "code": "0301-9",
    }
    page = admin.post(address, form)
    assert page.status_code == 422
    assert "已经有“办公室”" in page.content.decode()
    assert "0301-9" in page.content.decode()
    assert admin.post(address, {**form, "name": "人事股", "short_name": "人事股"}).status_code == 302
    assert Unit.objects.get(name="人事股").organ == town.bureau


@pytest.mark.feature("F-ID-05")
def test_the_tree_has_the_layers_category_unit_and_section_and_each_is_added_and_corrected(client, town):
    give("super_admin", town.admin, None)
    sign_in(client, town.admin)
    form = {"form": "organ", "emblem": "star", "pays_wages": "on"}
    for name, category, order in (("临江县总工会", "群团组织", "2"), ("临江县水利局", "政府部门", "3")):
        more = {"name": name, "short_name": name, "category": category, "order": order}
        assert client.post(f"/console/units/{town.county.pk}/new", form | more).status_code == 302
    layers = r'org-category">([^<]+)<|href="/console/units/\d+"[^>]*>([^<]+)</a>'
    page = client.get(f"/console/units/{town.bureau.pk}").content.decode()
    tree = [
        category or unit
        for category, unit in re.findall(layers, page[page.index("<ul>") : page.index("</nav>", page.index("<ul>"))])
    ]
    assert tree == [
        "临江县人民政府",
        "政府部门",
        "县教育局",
        "办公室",
        "县财政局",
        "临江县水利局",
        "群团组织",
        "临江县总工会",
    ]
    union = Unit.objects.get(name="临江县总工会")
    changed = {"short_name": "县总工会", "category": "人民团体", "emblem": "star", "order": "2"}
    assert client.post(f"/console/units/{union.pk}/change", changed).status_code == 302
    page = client.get(f"/console/units/{union.pk}").content.decode()
    assert 'org-category">人民团体<' in page
    assert "群团组织" not in page


@pytest.mark.feature("F-ID-07")
def test_choosers_lists_and_forms_keep_the_order_that_was_given(client, town):
    give("super_admin", town.admin, None)
    sign_in(client, town.admin)
    for name, order in (("丙局", 3), ("甲局", 1), ("乙局", 2)):
        make_unit(name, town.county, order=order)
    for name, order in (("丙科", 3), ("甲科", 1), ("乙科", 2)):
        make_unit(name, town.bureau, form="section", order=order)
    for name, rank, order in (("副局长二", "deputy", 3), ("局长", "head", 1), ("副局长一", "deputy", 2)):
        make_person(name, unit=town.bureau, title=f"{name}岗位", rank=rank, leader_order=order)
    for name, order in (("戊科员", 9), ("丁科员", 8)):
        make_person(name, unit=town.bureau, title="科员", order=order)

    def in_order(address, *names):
        text = client.get(address).content.decode()
        main = text[text.index("<main") :]
        places = [main.index(name) for name in names]
        assert places == sorted(places), (address, names)

    organs, sections = ("甲局", "乙局", "丙局"), ("甲科", "乙科", "丙科")
    leaders, staff = ("局长岗位", "副局长一岗位", "副局长二岗位"), ("丁科员", "戊科员")
    in_order(f"/console/units/{town.county.pk}", *organs)
    in_order(f"/console/units/{town.bureau.pk}", *sections)
    in_order(f"/console/units/{town.bureau.pk}/move", *organs)
    in_order(f"/console/people/?unit={town.bureau.pk}", *staff)
    in_order(f"/console/people/{town.clerk.pk}/secretaries/new", "局长岗位", "副局长一岗位", "副局长二岗位", *staff)
    sign_in(client, town.clerk)
    in_order("/organization/delegations", *leaders, *staff)


@pytest.mark.feature("F-ID-08", "F-ID-10")
def test_a_person_is_hired_and_signs_in_with_the_initial_password(admin, town, settings):
    post = make_post(town.office, "文书")
    form = {"name": "曾明", "post": post.pk, "order": 0, "leader_order": 0, "mobile": "13900000000"}
    assert admin.post(f"/console/units/{town.office.pk}/people/new", form).status_code == 302
    person = Person.objects.get(name="曾明")
    fresh = Client()
    fresh.post("/login", {"login": "zengming", "password": settings.INITIAL_PASSWORD})
    assert fresh.get("/")["Location"] == "/account/password"
    assert "曾明" in admin.get(f"/console/people/{person.pk}").content.decode()


def test_a_post_of_another_unit_cannot_be_smuggled_in(admin, town):
    stranger = make_post(town.other, "会计")
    form = {"name": "曾明", "post": stranger.pk, "order": 0, "leader_order": 0}
    assert admin.post(f"/console/units/{town.office.pk}/people/new", form).status_code == 422
    assert admin.post(f"/console/people/{town.clerk.pk}/appoint", {"post": stranger.pk}).status_code == 422
    assert not Holding.objects.filter(post=stranger).exists()


@pytest.mark.feature("F-ID-40")
def test_people_are_found_changed_moved_and_let_go(admin, town):
    page = admin.get("/console/people/?q=zky").content.decode()
    assert "周科员" in page
    assert "13800001234" not in page
    clerk = f"/console/people/{town.clerk.pk}"
    assert admin.post(f"{clerk}/change", {"name": "周科长", "order": 1, "leader_order": 0}).status_code == 302
    post = make_post(town.office, "主任")
    assert admin.post(f"{clerk}/appoint", {"post": post.pk, "main": "on"}).status_code == 302
    old = Holding.objects.get(person=town.clerk, main=False)
    assert admin.post(f"{clerk}/holdings/{old.pk}/end", {"reason": ""}).status_code == 302
    assert admin.post(f"{clerk}/leave", {"reason": ""}).status_code == 422
    assert admin.post(f"{clerk}/leave", {"reason": "调出"}).status_code == 302
    town.clerk.refresh_from_db()
    assert (town.clerk.name, town.clerk.unit, town.clerk.account.is_active) == ("周科长", town.office, False)
    assert "周科长" in admin.get("/console/people/?state=left").content.decode()


def test_accounts_are_reset_disabled_enabled_and_bound(admin, town, settings):
    clerk, account = f"/console/people/{town.clerk.pk}", town.clerk.account
    admin.post(f"{clerk}/password")
    account.refresh_from_db()
    assert account.check_password(settings.INITIAL_PASSWORD)
    admin.post(f"{clerk}/disable", {"reason": "借调"})
    account.refresh_from_db()
    assert not account.is_active
    admin.post(f"{clerk}/enable")
    assert admin.post(f"{clerk}/addresses", {"addresses": "10.1.2.999"}).status_code == 422
    admin.post(f"{clerk}/addresses", {"addresses": "10.1.2.3"})
    account.refresh_from_db()
    assert (account.is_active, account.addresses) == (True, "10.1.2.3")


def test_every_small_form_of_a_unit_opens_and_works(admin, town):
    unit, today = f"/console/units/{town.office.pk}", f"{timezone.localdate():%Y-%m-%d}"
    bureau = f"/console/units/{town.bureau.pk}"
    deputy = make_post(town.bureau, "副局长", rank="deputy")
    second = make_unit("档案室", town.bureau, form="section")
    for address in ("change", "rename", "move", "superior", "oversight", "plaques/new", "merge", "close", "posts/new"):
        assert admin.get(f"{unit}/{address}").status_code == 200, address
    done = [
        admin.post(f"{unit}/change", {"short_name": "局办", "emblem": "star", "order": 4}),
        admin.post(f"{unit}/rename", {"name": "综合办公室", "on": today}),
        admin.post(f"{unit}/oversight", {"role": "A", "leader": deputy.pk}),
        admin.post(f"{bureau}/plaques/new", {"name": "临江县教育局", "word": "临教", "on": today, "main": "on"}),
        admin.post(f"{unit}/posts/new", {"title": "收发员", "rank": "staff", "duties": ["receiver"], "order": 1}),
        admin.post(f"{unit}/merge", {"units": [second.pk], "on": today}),
    ]
    assert [r.status_code for r in done] == [302] * len(done)
    page = admin.get(unit).content.decode()
    for word in ("综合办公室", "收发员", "副局长", "更名", "合并"):
        assert word in page
    plaque, post = Plaque.objects.get(), Post.objects.get(title="收发员")
    assert admin.post(f"{bureau}/plaques/{plaque.pk}/end").status_code == 302
    assert (
        admin.post(
            f"/console/units/posts/{post.pk}/change", {"title": "机要员", "rank": "staff", "order": 1}
        ).status_code
        == 302
    )
    assert admin.post(f"/console/units/posts/{post.pk}/close").status_code == 302
    assert admin.post(f"{unit}/move", {"parent": second.pk}).status_code == 422  # merged away
    assert admin.post(f"{unit}/close", {"on": today}).status_code == 302


def test_a_screen_costs_the_same_however_many_there_are(admin, town):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert admin.get(address).status_code == 200
        return len(queries)

    admin.get("/console/units/")  # the first page of a session writes its time
    addresses = (
        f"/console/units/{town.bureau.pk}",
        "/console/people/",
        "/organization/delegations",
        "/console/units/?q=j",
    )
    before = [cost(a) for a in addresses]
    for number in range(6):
        section = make_unit(f"教育股{number}", town.bureau, form="section")
        hold(make_person(f"教师{number}", unit=section), make_post(town.bureau, f"专员{number}"))
    assert [cost(a) for a in addresses] == before


def test_everybody_delegates_on_his_own_page(client, town):
    sign_in(client, town.clerk)
    start = timezone.localtime(now())
    form = {
        "to_person_id": town.admin.pk, "since": f"{start:%Y-%m-%dT%H:%M}",
        "until": f"{start + timedelta(days=2):%Y-%m-%dT%H:%M}", "reason": "学习",
    }  # fmt: skip
    wrong = client.post("/organization/delegations", {**form, "until": form["since"]})
    assert wrong.status_code == 422
    assert "晚于开始" in wrong.content.decode()
    assert client.post("/organization/delegations", {**form, "to_person_id": town.stranger.pk}).status_code == 422
    assert client.post("/organization/delegations", form).status_code == 302
    made = Delegation.objects.get()
    page = client.get("/organization/delegations").content.decode()
    assert "进行中" in page
    other = Client()
    sign_in(other, town.admin)
    assert "学习" in other.get("/organization/delegations").content.decode()
    assert other.post(f"/organization/delegations/{made.pk}/recall").status_code == 404
    assert client.post(f"/organization/delegations/{made.pk}/recall").status_code == 302
    assert organization.stands_in_for(town.admin.pk, now()) == []


def test_one_acts_in_one_of_his_posts_and_in_no_other(client, town):
    second = make_post(town.office, "文书")
    hold(town.clerk, second)
    foreign = town.stranger.holdings.get().post
    sign_in(client, town.clerk)
    client.get("/organization/delegations")
    assert client.post("/organization/post", {"post": foreign.pk}).status_code == 404
    answer = client.post("/organization/post", {"post": second.pk}, headers={"Referer": "http://testserver/inbox/?a=1"})
    assert answer["Location"] == "/inbox/?a=1"
    client.post("/account/password", {"old": "x", "new": "y", "again": "y"})
    page = client.get("/organization/delegations")
    assert page.wsgi_request.actor.post_id == second.pk
    assert page.wsgi_request.actor.unit_name == "临江县教育局办公室"


@pytest.mark.feature("F-ID-12")
def test_only_the_top_administrator_writes_the_certificate_number(admin, town):
    address = f"/console/people/{town.clerk.pk}/certificate"
    assert "证书编号" in admin.get(f"/console/people/{town.clerk.pk}").content.decode()
    assert admin.post(address, {"number": "SM2-001"}).status_code == 403
    top = make_person("大管理员", unit=town.county)
    give("super_admin", top, None)
    above = Client()
    sign_in(above, top)
    assert above.post(address, {"number": "SM2-001"}).status_code == 302
    town.clerk.account.refresh_from_db()
    assert town.clerk.account.certificate_no == "SM2-001"


def test_regions_and_top_units_are_for_the_whole_installation(admin, town):
    region = {"code": "421200", "name": "清江市", "level": 2, "parent": ""}
    assert admin.post("/console/regions/new", region).status_code == 403
    top = make_person("大管理员", unit=town.county)
    give("super_admin", top, None)
    above = Client()
    sign_in(above, top)
    assert above.post("/console/regions/new", {**region, "code": "4212"}).status_code == 422
    assert above.post("/console/regions/new", region).status_code == 302
    assert above.post("/console/regions/new", region).status_code == 422
    made = Region.objects.get(code="421200")
    lower = {"code": "421281", "name": "临江", "level": 2, "parent": made.pk}
    assert "级别应更高" in above.post("/console/regions/new", lower).content.decode()
    form = {
        "name": "清江市人民政府",
        "short_name": "市政府",
        "form": "organ",
        "emblem": "national",
        "order": 0,
        "region": made.pk,
    }
    assert admin.post("/console/units/new", form).status_code == 403
    assert above.post("/console/units/new", form).status_code == 302
    assert "清江市" in above.get("/console/regions/").content.decode()
    assert "市政府" in above.get("/console/units/").content.decode()
