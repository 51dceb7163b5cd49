"""Somebody without a mouse, in a browser without script: he registers, proves his name, finds an item and its guide, and leaves."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.public import open_public_hall
from tests.browser.test_public_pages import server, window
from tongban.foundation.members.testing import identity_number
from tongban.foundation.members.tests.conftest import last_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 60  # presses of Tab to anything on a page
__all__ = ["server"]


@pytest.fixture
def reader(chromium: Browser, server: str):
    context = window(chromium, server, java_script_enabled=False)
    yield context.new_page()
    context.close()


def go(page: Page, there: Locator) -> None:
    """Tab until it has the focus, and the focus can be seen."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            expect(there).to_be_in_viewport()
            return
    raise AssertionError(f"the keyboard does not reach {there}")


def write(page: Page, label: str, text: str) -> None:
    go(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    go(page, page.get_by_role(role, name=name, exact=True).first)
    page.keyboard.press(key)


def title(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_somebody_registers_proves_his_name_reads_a_guide_and_leaves(reader):
    open_public_hall()
    reader.goto("/account/register")
    reader.keyboard.press("Tab")
    expect(reader.get_by_role("link", name="跳到正文")).to_be_focused()
    press(reader, "button", "获取验证码")
    expect(reader.get_by_role("alert")).to_be_focused()
    write(reader, "手机号或邮箱", "13912349876")
    press(reader, "checkbox", "我已阅读并同意《用户服务协议》", "Space")
    press(reader, "checkbox", "我已阅读并同意《隐私政策》", "Space")
    press(reader, "button", "获取验证码")
    expect(reader.get_by_text("验证码已发到")).to_be_visible()
    write(reader, "验证码", last_code())
    write(reader, "设置密码", "morning-tea-7")
    write(reader, "再输一遍密码", "morning-tea-7")
    press(reader, "button", "注册")
    title(reader, "我的账号")
    press(reader, "link", "现在核验")
    write(reader, "姓名", "冯小满")
    write(reader, "身份证号", identity_number(12))
    press(reader, "checkbox", "我已阅读并同意《身份信息处理告知书》", "Space")
    press(reader, "button", "核验")
    title(reader, "我的账号")
    press(reader, "link", "办事")
    press(reader, "link", "食品经营许可新办（样例）")
    expect(reader.get_by_role("heading", level=1)).to_contain_text("食品经营许可新办")
    reader.goto("/account/")
    press(reader, "button", "退出登录")
    expect(reader.get_by_role("link", name="登录", exact=True).first).to_be_visible()
