"""本人信息, and the administrators' way in."""

import pytest
from django.test import Client

from tongban.foundation.access.testing import allow
from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity.testing import PASSWORD
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person("周科员", unit=make_unit("临江县教育局"), mobile="13800001234")


@pytest.mark.feature("F-ID-37")
def test_everybody_changes_how_he_is_reached_and_nothing_else(client, person):
    sign_in(client, person)
    page = client.get("/organization/own")
    assert list(faults(page.content)) == []
    assert "13800001234" in page.content.decode()
    wrong = client.post("/organization/own", {"mobile": "12", "email": "x"})
    assert wrong.status_code == 422
    assert "手机号应为 11 位" in wrong.content.decode()
    done = client.post("/organization/own", {"mobile": "13900005678", "office_phone": "0715-5221234", "name": "别人"})
    assert done.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.mobile, person.office_phone) == ("周科员", "13900005678", "0715-5221234")
    assert "13900005678" not in str(list(Entry.objects.values_list("details", flat=True)))


@pytest.mark.feature("F-ID-29")
def test_the_administrators_login_leads_to_the_console_where_people_are_kept(person):
    allow(person, "organization.manage", "identity.manage", over=person.unit)
    browser = Client()
    link = "管理员登录"
    assert link in browser.get("/login").content.decode()
    way = browser.get("/console/")["Location"]
    assert "管理员登录" in browser.get(way).content.decode()
    answer = browser.post(way, {"login": person.account.username, "password": PASSWORD, "next": "/console/"})
    assert answer["Location"] == "/console/"
    assert "周科员" in browser.get("/console/people/").content.decode()
