"""Login over HTTP: the right pair, the wrong pair, locks, the first change of the password, the limits of a session."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity import middleware
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.testing import PASSWORD, make_account
from tongban.foundation.options.testing import untouched
from tongban.kernel.now import now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.identity.tests.urls")]
NEW = "Harbour-7-Stairs"


@pytest.fixture
def account():
    return make_account("zhangsan")


@pytest.fixture
def moved(monkeypatch):
    """Move the clock of the session limits."""

    def to(**later):
        moment = now() + timedelta(**later)
        monkeypatch.setattr(middleware, "now", lambda: moment)

    return to


def login(client, username="zhangsan", password=PASSWORD, **more):
    return client.post("/login", {"login": username, "password": password, **more})


def actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


@pytest.mark.feature("F-ID-01")
def test_a_right_pair_opens_the_main_page(client, account):
    answer = login(client, username="ZhangSan")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "主页面 zhangsan" in client.get("/").content.decode()
    assert actions() == ["identity.record_sign_in"]


def test_after_login_one_is_back_where_one_was(client, account):
    asked = client.get("/news")
    assert asked["Location"] == "/login?next=/news"
    assert login(client, next="/news")["Location"] == "/news"
    assert login(Client(), next="https://elsewhere.example/")["Location"] == "/"


@pytest.mark.feature("F-ID-01")
def test_a_wrong_pair_is_refused_with_a_message_and_an_entry(client, account):
    for username, action in (("zhangsan", "identity.record_failure"), ("nobody", "identity.record_refusal")):
        page = login(client, username=username, password="Wrong-1-Secret")
        assert page.status_code == 200
        assert "用户名或密码不对" in page.content.decode()
        assert actions()[-1] == action
    assert client.get("/").status_code == 302
    account.refresh_from_db()
    assert account.failures == 1


def test_five_failures_lock_even_for_the_right_password(client, account):
    for _ in range(5):
        page = login(client, password="Wrong-1-Secret")
    assert "账号已锁定，约 15 分钟" in page.content.decode()
    page = login(client)
    assert "账号已锁定" in page.content.decode()
    assert Entry.objects.latest("pk").details == {"refused": "locked"}
    Account.objects.update(locked_until=now() - timedelta(seconds=1))
    assert login(client).status_code == 302
    account.refresh_from_db()
    assert (account.failures, account.locked_until) == (0, None)


def test_a_success_forgets_the_failures_before(client, account):
    for _ in range(4):
        login(client, password="Wrong-1-Secret")
    login(client)
    login(Client(), password="Wrong-1-Secret")
    account.refresh_from_db()
    assert (account.failures, account.locked_until) == (1, None)


@pytest.mark.feature("F-ID-21")
def test_a_disabled_account_and_a_wrong_place_are_told(client, account):
    Account.objects.update(is_active=False, disabled_reason="离任")
    assert "已停用" in login(client).content.decode()
    Account.objects.update(is_active=True, disabled_reason="", addresses="10.9.0.0/16")
    assert "指定的计算机" in login(client).content.decode()
    assert login(client).status_code == 200
    assert Entry.objects.latest("pk").details == {"refused": "address"}


def test_a_whole_office_behind_one_address_may_log_in_at_once(account):
    assert {login(Client()).status_code for _ in range(40)} == {302}


@pytest.mark.feature("F-ID-10", "F-ID-11")
def test_before_the_initial_password_is_changed_nothing_else_opens(client, account):
    Account.objects.update(must_change_password=True, password_changed_at=None)
    login(client)
    for address in ("/", "/news", "/public"):
        assert client.get(address)["Location"] == "/account/password"
    assert client.get("/", headers={"HX-Request": "true"})["HX-Redirect"] == "/account/password"
    page = client.post("/account/password", {"old": PASSWORD, "new": "short", "again": "short"})
    assert page.status_code == 422
    assert "至少 10 位" in page.content.decode()
    page = client.post("/account/password", {"old": PASSWORD, "new": NEW, "again": "different"})
    assert "不一样" in page.content.decode()
    assert client.get("/").status_code == 302
    assert client.post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})["Location"] == "/"
    assert "主页面" in client.get("/").content.decode()
    account.refresh_from_db()
    assert check_password(NEW, account.password)


def test_a_wrong_old_password_and_the_same_again_stand_at_their_fields(client, account):
    login(client)
    page = client.post("/account/password", {"old": "Wrong-1-Secret", "new": NEW, "again": NEW}).content.decode()
    assert "原密码不对" in page
    page = client.post("/account/password", {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}).content.decode()
    assert "不能与原密码相同" in page
    assert PASSWORD not in page


@pytest.mark.feature("F-ID-11")
def test_an_old_password_must_be_renewed_and_is_announced_before(client, account):
    Account.objects.update(password_changed_at=now() - timedelta(days=85))
    login(client)
    assert "还有 5 天到期" in client.get("/account/password").content.decode()
    Account.objects.update(password_changed_at=now() - timedelta(days=91))
    assert client.get("/")["Location"] == "/account/password"
    assert "密码已到期" in client.get("/account/password").content.decode()


def test_a_reset_or_disabled_account_loses_its_open_sessions(client, account):
    login(client)
    Account.objects.update(is_active=False, disabled_reason="离任")
    assert client.get("/").status_code == 302
    Account.objects.update(is_active=True, disabled_reason="", password="!")
    assert client.get("/")["Location"].startswith("/login")


def test_a_session_of_staff_is_worth_nothing_to_an_account_of_the_public(client, account):
    login(client)
    Account.objects.update(side=Account.PUBLIC)
    assert client.get("/").status_code == 302


@pytest.mark.feature("F-ID-03")
def test_logging_off_for_somebody_else_and_leaving_the_system_are_two_things(client, account):
    for data, lands_at, leaving in (({}, "/login", False), ({"leave": "1"}, "/left", True)):
        login(client)
        asked = client.get("/logout").content.decode()
        assert "离开岗位前请退出" in asked
        assert "注销，换人登录" in asked
        assert client.post("/logout", data)["Location"] == lands_at
        entry = Entry.objects.latest("pk")
        assert (entry.action, entry.details) == ("identity.record_sign_out", {"leaving": leaving})
        assert client.get("/").status_code == 302
    assert "您已退出系统" in client.get("/left").content.decode()


@pytest.mark.feature("F-ID-03")
def test_an_idle_session_ends_and_leads_back(client, account, moved, settings):
    login(client)
    client.get("/")
    moved(minutes=settings.TONGBAN_SESSION_IDLE_MINUTES + 1)
    answer = client.get("/news")
    assert answer["Location"] == "/login?next=/news"
    assert "登录已超时" in client.get("/login").content.decode()


def test_an_expired_session_answers_a_post_with_the_way_back(client, account, moved):
    login(client)
    client.get("/")
    moved(hours=13)
    answer = client.post("/news", {"title": "关于"}, headers={"Referer": "http://testserver/news?id=3"})
    assert answer.status_code == 401
    assert "/news?id=3" in answer.content.decode()
    answer = client.post("/news", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/news?id=3"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/login?next=%2Fnews%3Fid%3D3")


def test_a_session_ends_after_its_longest_time_however_busy(client, account, moved):
    login(client)
    for hour in range(12):
        moved(minutes=55 * (hour + 1))
        assert client.get("/").status_code == 200
    moved(hours=12, minutes=1)
    assert client.get("/").status_code == 302


def test_activity_is_written_once_a_minute_and_polls_are_none(client, account, moved, django_assert_num_queries):
    login(client)
    client.get("/")
    with django_assert_num_queries(3):  # session, account, posts: nothing is written
        client.get("/")
    moved(seconds=61)
    with django_assert_num_queries(3):
        client.get("/", headers={"X-Tongban-Poll": "1"})
    with django_assert_num_queries(6):  # and the session, in its savepoint
        client.get("/")
    with django_assert_num_queries(3):
        client.get("/")


def test_a_public_page_costs_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "公开 False" in client.get("/public").content.decode()


def test_passwords_stand_in_no_row_and_no_log(client, account, caplog):
    caplog.set_level(0)
    login(client, password="Wrong-1-Secret")
    login(client, username="My-Secret-9-Name", password="x")
    login(client)
    client.post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    written = str(list(Entry.objects.values())) + caplog.text
    for secret in (PASSWORD, NEW, "Wrong-1-Secret", "My-Secret-9-Name"):
        assert secret not in written


def test_after_how_many_failures_and_for_how_long_it_locks_is_an_option(client, account):
    untouched(identity__lock_after=3, identity__lock_minutes=40)
    assert "连续输错 3 次，账号锁定 40 分钟" in login(client, password="Wrong-1-Secret").content.decode()
    for _ in range(2):
        page = login(client, password="Wrong-1-Secret")
    assert "账号已锁定，约 40 分钟" in page.content.decode()
