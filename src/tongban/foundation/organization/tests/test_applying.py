"""新职员注册 over HTTP: asked for by a member of staff, decided by the administrator of the unit, refused at the login until then."""

import pytest
from django.test import Client

from tongban.foundation.access import api as access
from tongban.foundation.audit.testing import Entry
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.organization.models import Application, Person
from tongban.foundation.organization.operations import applying
from tongban.foundation.organization.testing import make_person, make_post, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import within

pytestmark = pytest.mark.django_db
CHOSEN = "Harbour-7-Stairs"


@pytest.fixture
def bureau():
    return make_unit("临江县教育局", make_unit("临江县人民政府"), short_name="县教育局")


@pytest.fixture
def office(bureau):
    return make_unit("办公室", bureau, form="section")


@pytest.fixture
def admin(bureau, client):
    """Signed in as the administrator of the bureau and what is under it."""
    access.ship_roles()
    person = make_person("管理员", unit=bureau, title="单位管理员")
    role = access.Role.objects.get(code="unit_admin")
    within(access.give, role=role, to=person, unit=bureau, below=True, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


def typed(office, **more):
    said = {
        "name": "曾小明",
        "mobile": "13800001111",
        "unit": office.pk,
        "wish": "科员",
        "reason": "2026年11月新录用",
        "true": "on",
    }
    return said | {"password": CHOSEN, "again": CHOSEN} | more


def asks(office, **more):
    return Client().post(f"/register/{office.organ_id}", typed(office, **more))


def login(username="zengxiaoming", password=CHOSEN):
    return Client().post("/login", {"login": username, "password": password})


@pytest.mark.feature("F-ID-25", "F-ID-26")
def test_who_applies_logs_in_with_the_password_he_chose_once_somebody_approved(admin, office):
    assert asks(office)["Location"] == "/register/done"
    assert "还没有审核" in login().content.decode()
    assert Notice.objects.get().title == "曾小明申请开户"
    row = Application.objects.get()
    assert "曾小明" in admin.get("/console/applications/").content.decode()
    page = admin.get(f"/console/applications/{row.pk}").content.decode()
    assert "2026年11月新录用" in page
    post = make_post(office, "科员")
    answer = admin.post(f"/console/applications/{row.pk}/approve", {"post": post.pk, "username": row.username})
    assert answer["Location"] == "/console/applications/"
    assert login()["Location"] == "/"
    person = Person.objects.get(name="曾小明")
    assert (person.unit, person.mobile) == (office, "13800001111")
    row.refresh_from_db()
    assert (row.state, row.password, row.person) == ("approved", "", person)
    assert "zengxiaoming" in Message.objects.get().text
    assert "13800001111" not in str(list(Entry.objects.values_list("details", flat=True)))


@pytest.mark.feature("F-ID-26")
def test_who_is_refused_is_told_why_and_may_ask_again(admin, office):
    asks(office)
    row = Application.objects.get()
    assert admin.post(f"/console/applications/{row.pk}/refuse", {"reason": " "}).status_code == 422
    admin.post(f"/console/applications/{row.pk}/refuse", {"reason": "查无此人，请写调令文号"})
    assert "查无此人" in login().content.decode()
    assert "用户名或密码不对" in login(password="Wrong-1-Secret").content.decode()
    assert asks(office).status_code == 302
    assert "还没有审核" in login().content.decode()


def test_a_decided_application_is_not_decided_again(admin, office):
    asks(office)
    row = Application.objects.get()
    admin.post(f"/console/applications/{row.pk}/refuse", {"reason": "重复"})
    post = make_post(office, "科员")
    answer = admin.post(f"/console/applications/{row.pk}/approve", {"post": post.pk, "username": "zengxiaoming"})
    assert answer.status_code == 409
    assert not Person.objects.filter(name="曾小明").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "Zeng"}, "中文姓名"), ({"mobile": "123"}, "手机号应为 11 位"), ({"mobile": ""}, "请填写手机"),
        ({"reason": ""}, "请填写申请理由"), ({"password": "12345678", "again": "12345678"}, "密码至少"),
        ({"again": "other"}, "两次输入的密码不一样"), ({"true": ""}, "账号只由本人使用"), ({"username": "曾"}, "用户名用小写字母开头"),
    ],
)  # fmt: skip
def test_wrong_data_are_told_at_their_fields_and_what_was_typed_stays(office, wrong, words):
    page = asks(office, **wrong)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "2026年11月新录用" in page.content.decode() or "reason" in wrong
    assert CHOSEN not in page.content.decode()
    assert not Application.objects.exists()


def test_nobody_applies_twice_nor_beside_an_account(office):
    asks(office)
    assert "已经提交过申请" in asks(office, username="another").content.decode()
    assert "已有人使用" in asks(office, mobile="13800002222", username="zengxiaoming").content.decode()
    asks(office, mobile="13800002222")
    assert Application.objects.latest("pk").username == "zengxiaoming01"
    make_person("李大力", unit=office, mobile="13800003333")
    assert "已经有账号" in asks(office, name="李大力", mobile="13800003333").content.decode()


def test_a_flood_from_one_address_is_stopped(office, monkeypatch):
    monkeypatch.setattr(applying, "HOURLY", 2)
    for number in range(3):
        page = asks(office, mobile=f"1380000{number:04}")
    assert "申请太多" in page.content.decode()
    assert Application.objects.count() == 2


def test_another_units_administrator_sees_none_of_it(admin, office, bureau):
    asks(office)
    row = Application.objects.get()
    Application.objects.update(unit=make_unit("临江县财政局", bureau.parent))
    assert "曾小明" not in admin.get("/console/applications/").content.decode()
    assert admin.get(f"/console/applications/{row.pk}").status_code == 404
    assert admin.post(f"/console/applications/{row.pk}/refuse", {"reason": "x"}).status_code == 404


def test_registration_can_be_closed(office, settings):
    settings.TONGBAN_STAFF_REGISTRATION = False
    assert Client().get("/register/").status_code == 404
    assert asks(office).status_code == 404
    assert "新职员注册" not in Client().get("/login").content.decode()


def test_the_pages_are_sound(admin, office):
    asks(office)
    row = Application.objects.get()
    for address in ("/register/", "/register/?q=jyj", f"/register/{office.organ_id}", "/register/done"):
        assert list(faults(Client().get(address).content)) == [], address
    for address in ("", "?state=refused", f"{row.pk}", f"{row.pk}/approve", f"{row.pk}/refuse"):
        assert list(faults(admin.get(f"/console/applications/{address}").content)) == [], address
