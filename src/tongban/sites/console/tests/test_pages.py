"""The shell and its pages through HTTP: what each page must have, who gets in, and how much it asks of the database."""

import json

import pytest

from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.api import counters, menu, permission_check
from tongban.foundation.ui.templatetags.tb import mounted
from tongban.foundation.ui.testing import faults

pytestmark = pytest.mark.django_db
OWN = ["/", "/console/", "/console/ui", "/console/ui/home", "/console/ui/list", "/console/ui/document"]


@pytest.fixture
def person():
    return make_person("林晓岚", unit=make_unit("临江县人民政府办公室"), title="科长")


@pytest.fixture
def inside(client, person, monkeypatch):
    """Somebody who may open every page."""
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: True)
    sign_in(client, person)
    return client


@pytest.mark.parametrize("address", OWN)
def test_a_page_can_be_read_without_seeing_it(inside, address):
    response = inside.get(address)
    assert response.status_code == 200
    assert list(faults(response.content)) == []


@pytest.mark.parametrize("address", ["/login", "/no-such-page"])
def test_so_can_the_pages_before_the_login(client, address):
    assert list(faults(client.get(address).content)) == []


def test_an_error_keeps_somebody_logged_in_inside_the_shell(inside):
    response = inside.get("/console/no-such-page")
    assert response.status_code == 404
    assert 'class="tb-side"' in response.content.decode()
    assert list(faults(response.content)) == []


@pytest.mark.parametrize("address", OWN)
def test_without_login_one_is_led_there_and_back(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/login?next={address}")


def test_the_login_page_names_the_government_and_keeps_what_was_typed(client, person):
    page = client.post("/login", {"login": "somebody", "password": "wrong-1-Word"}).content.decode()
    assert "临江县人民政府办公室" in page
    assert 'value="somebody"' in page
    assert "wrong-1-Word" not in page
    assert 'role="alert"' in page


@pytest.mark.feature("F-PT-10")
def test_the_shell_says_who_acts_in_which_post(inside):
    page = inside.get("/").content.decode()
    assert "林晓岚" in page
    assert "科长" in page


@pytest.mark.feature("F-PT-08")
def test_a_menu_shows_what_the_viewer_may_open(inside, monkeypatch):
    entries = {item.url_name: item.label for item in menu.of("console") if mounted(item.url_name)}
    page = inside.get("/console/").content.decode()
    assert [label for label in entries.values() if f">{label}<" not in page] == []
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: code == "audit.read")
    page = inside.get("/console/").content.decode()
    shown = {name for name, label in entries.items() if f">{label}<" in page}
    assert shown == {"console:home", "audit:list"}


def test_the_console_opens_for_administrators_alone(inside, monkeypatch):
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: False)
    response = inside.get("/console/")
    assert response.status_code == 403
    assert "系统管理由管理员办理" in response.content.decode()


def test_open_pages_ask_for_news_and_get_them_once(inside, monkeypatch):
    monkeypatch.setitem(counters._members, "test", lambda request: {"test.few": 3, "test.many": 412, "test.none": 0})
    first = inside.get("/news", HTTP_X_TONGBAN_POLL="1")
    counts = json.loads(first.content)["counts"]
    assert (counts["test.few"], counts["test.many"], counts["test.none"]) == ("3", "99+", "")
    again = inside.get("/news", HTTP_X_TONGBAN_POLL="1", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_news_after_a_time_out_say_so(client):
    assert client.get("/news", HTTP_X_TONGBAN_POLL="1").status_code == 401


def test_what_is_too_big_is_refused_with_a_word(client):
    response = client.post("/login", {"login": "字" * 2_000_000})
    assert response.status_code == 413
    assert "内容太大" in response.content.decode()


def test_the_policy_allows_nothing_inline_and_no_other_host(inside):
    policy = inside.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_a_page_asks_little_of_the_database(inside, django_assert_max_num_queries):
    """Session, account, acting person, and what the menus count: no more by the number of entries."""
    inside.get("/console/ui/list")
    with django_assert_max_num_queries(9):
        inside.get("/console/ui/list")
