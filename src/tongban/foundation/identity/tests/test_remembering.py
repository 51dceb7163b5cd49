"""记住我 (F-ID-02): a computer that was told to opens the account by one press, until somebody ends that. And where a session goes on."""

from datetime import timedelta

import pytest
from django.test import Client

from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity import operations, policy, remembering
from tongban.foundation.identity.models import Device
from tongban.foundation.identity.testing import PASSWORD, make_account
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.identity.tests.urls")]


@pytest.fixture
def account():
    return make_account("zhangsan")


def login(client, **more):
    return client.post("/login", {"login": "zhangsan", "password": PASSWORD, **more})


@pytest.fixture
def computer(account):
    """A browser that remembers its owner, after he left."""
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0"})
    login(browser, remember="on")
    browser.post("/logout")
    return browser


@pytest.mark.feature("F-ID-02")
def test_a_remembered_computer_opens_the_account_by_one_press_without_keeping_the_password(computer, account):
    page = computer.get("/login").content.decode()
    assert "以 zhangsan 登录" in page
    assert not any(PASSWORD in morsel.value for morsel in computer.cookies.values())
    assert not Device.objects.filter(digest=computer.cookies[remembering.KEY].value).exists()
    assert computer.post("/login/go-on", {"next": "/news"})["Location"] == "/news"
    assert "主页面 zhangsan" in computer.get("/").content.decode()
    assert Entry.objects.filter(action="identity.record_remembered").count() == 1
    assert "Windows 上的 Chromium" in computer.get("/account/security").content.decode()


@pytest.mark.feature("F-ID-02")
def test_without_the_tick_nothing_is_remembered(account):
    browser = Client()
    login(browser)
    browser.post("/logout")
    assert "zhangsan" not in browser.get("/login").content.decode()
    assert browser.post("/login/go-on")["Location"] == "/login"


def end_by_hand(browser, account):
    other = Client()
    other.force_login(account)
    other.post(f"/account/security/devices/{Device.objects.get().pk}/end")


def end_by_time(browser, account):
    long_ago = now() - timedelta(days=30)
    Device.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=14))


def end_by_reset(browser, account):
    operations.reset_password(account=account, actor=Actor(name="", system=True), at=now())


def end_by_disabling(browser, account):
    operations.disable(account=account, reason="调出", actor=Actor(name="", system=True), at=now())
    operations.enable(account=account, actor=Actor(name="", system=True), at=now())


def end_at_the_computer(browser, account):
    browser.post("/login/somebody-else")


@pytest.mark.parametrize("end", [end_by_hand, end_by_time, end_by_reset, end_by_disabling, end_at_the_computer])
def test_it_ends(computer, account, end):
    end(computer, account)
    assert "以 zhangsan 登录" not in computer.get("/login").content.decode()
    computer.post("/login/go-on")
    assert computer.get("/").status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [({"is_active": False, "disabled_reason": "x"}, "已停用"), ({"addresses": "10.9.9.9"}, "指定的计算机"),
     ({"locked_until": now() + timedelta(days=1)}, "已锁定")],
)  # fmt: skip
def test_what_keeps_the_password_out_keeps_the_computer_out(computer, account, change, words):
    type(account).objects.update(**change)
    computer.post("/login/go-on")
    assert words in computer.get("/login").content.decode()
    assert computer.get("/").status_code == 302


def test_an_administrator_is_remembered_by_name_alone(account, monkeypatch):
    monkeypatch.setattr(policy.administers, "_member", lambda account, at: True)
    browser = Client()
    login(browser, remember="on")
    browser.post("/logout")
    page = browser.get("/login").content.decode()
    assert 'value="zhangsan"' in page
    assert "以 zhangsan 登录" not in page


@pytest.mark.feature("F-ID-21")
def test_a_session_does_not_go_on_at_another_computer(account):
    browser = Client()
    login(browser)
    type(account).objects.update(addresses="127.0.0.1")
    assert browser.get("/").status_code == 200
    assert browser.get("/", REMOTE_ADDR="10.0.0.9")["Location"].startswith("/login")
    assert browser.get("/").status_code == 302
    assert Entry.objects.latest("pk").details == {"refused": "address"}
