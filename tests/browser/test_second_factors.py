"""Passkeys and one-time codes in Chromium, with the authenticator that its DevTools put into the window."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tongban.foundation.identity.testing import PASSWORD
from tongban.foundation.organization.testing import make_person, make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person():
    return make_person("林晓岚", unit=make_unit("临江县人民政府办公室"), title="科长")


@pytest.fixture
def authenticator(page: Page):
    """A fingerprint reader that says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    found = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def recognises(yes: bool) -> None:
        devtools.send("WebAuthn.setUserVerified", {"authenticatorId": found, "isUserVerified": yes})

    return recognises


def sign_in(page: Page, person) -> None:
    page.goto("/login")
    page.get_by_label("用户名").fill(person.account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/logout")
    page.get_by_role("button", name="注销，换人登录").click()


def at_the_desk(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")


@pytest.mark.feature("F-ID-27", "F-ID-28")
def test_a_fingerprint_opens_the_account_alone_and_is_asked_after_the_password(page, person, authenticator):
    sign_in(page, person)
    page.goto("/account/security/passkey")
    page.get_by_label("名称").fill("办公室计算机的指纹")
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("请保存恢复码")
    page.get_by_role("link", name="已保存").click()
    expect(page.get_by_role("cell", name="办公室计算机的指纹")).to_be_visible()
    sign_out(page)
    authenticator(False)
    page.get_by_role("button", name="用指纹、人脸或密钥").click()
    expect(page.get_by_role("alert")).to_contain_text("没有完成")
    authenticator(True)
    page.get_by_role("button", name="用指纹、人脸或密钥").click()
    at_the_desk(page)
    sign_out(page)
    sign_in(page, person)
    expect(page.get_by_role("heading", level=1)).to_have_text("第二验证")
    page.get_by_role("button", name="用指纹、人脸或密钥").click()
    at_the_desk(page)


def test_an_app_is_set_up_from_the_screen_and_asked_at_the_next_login(page, person):
    sign_in(page, person)
    page.goto("/account/security")
    page.get_by_role("link", name="启用").click()
    page.get_by_text("扫不了，手工输入密钥").click()
    secret = page.locator(".id-secret").inner_text().replace(" ", "").replace("\n", "")
    page.get_by_label("验证码").fill(code_of(secret, 0))
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="启用").click()
    codes = page.locator(".id-codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    sign_out(page)
    sign_in(page, person)
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#id_code_error")).to_contain_text("验证码不对")
    page.get_by_label("验证码").fill(code_of(secret, 1))
    page.get_by_role("button", name="登录").click()
    at_the_desk(page)
    sign_out(page)
    sign_in(page, person)
    page.get_by_label("验证码").fill(recovery)
    page.get_by_role("button", name="登录").click()
    at_the_desk(page)


def code_of(secret: str, later: int) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + later))
