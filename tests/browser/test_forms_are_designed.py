"""An administrator draws a form, publishes it, tries it, changes it, sees the difference, and rolls back; by hand and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tongban.engines.forms import api as forms
from tongban.foundation.access import api as access
from tongban.foundation.access.operations import ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def designer(page: Page, client, live_server) -> Page:
    ship_roles()
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    role = access.Role.objects.get(code="form_manager")
    access.grant(role=role, to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)
    cookies = [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    page.context.add_cookies(cookies)
    return page


def add(page: Page, kind: str, title: str) -> None:
    page.locator("[data-forms-kinds]").get_by_role("button", name=kind, exact=True).click()
    named(page, title)


def named(page: Page, title: str) -> None:
    field = page.locator(".forms-panel").get_by_label("名称", exact=True).first
    field.fill(title)
    field.press("Enter")


def publish(page: Page, message: str) -> None:
    page.get_by_label("这一版改了什么").fill(message)
    page.get_by_role("button", name="发布新版").click()


def draw(page: Page) -> None:
    """A form with a line of text, a table with a column of amounts, and their sum."""
    page.goto("/console/forms/new")
    page.get_by_label("名称").fill("用车申请单")
    page.get_by_label("代码").fill("car")
    page.get_by_role("button", name="开始设计").click()
    add(page, "单行文字", "事由")
    page.locator(".forms-panel").get_by_role("checkbox", name="必填").check()
    add(page, "表格", "费用")
    panel = page.locator(".forms-panel")
    panel.get_by_label("类型").nth(1).select_option("money")
    panel.get_by_label("代码").nth(1).fill("amount")
    panel.get_by_label("代码").nth(1).press("Enter")
    panel.get_by_label("代码").first.fill("items")
    panel.get_by_label("代码").first.press("Enter")
    add(page, "金额", "合计")
    panel.get_by_label("计算", exact=True).fill("sum(items.amount)")
    panel.get_by_label("计算", exact=True).press("Enter")


def test_a_form_is_drawn_published_tried_changed_compared_and_rolled_back(designer: Page) -> None:
    page = designer
    draw(page)
    publish(page, "第一版")
    expect(page.get_by_text("已发布第 1 版")).to_be_visible()

    page.get_by_role("link", name="试填").first.click()
    page.get_by_label("事由").fill("开会")
    page.get_by_label("第 1 行 第一列").fill("12.5")
    page.get_by_role("button", name="加一行").click()
    page.get_by_label("第 2 行 第一列").fill("30")
    page.get_by_label("事由").focus()
    expect(page.locator("[data-forms-live=money_1]")).to_have_text("42.50 元")
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("检查通过")).to_be_visible()

    page.goto("/console/forms/car")
    page.get_by_role("button", name="设计新版").click()
    page.locator("[data-name=text_1]").click()
    named(page, "用车事由")
    page.locator("[data-name=text_1]").press("Alt+ArrowDown")
    expect(page.locator(".forms-place").nth(1)).to_contain_text("用车事由")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    page.get_by_role("link", name="预览").click()
    page.get_by_role("button", name="手机").click()
    expect(page.frame_locator("iframe").get_by_label("用车事由")).to_be_visible()
    publish(page, "事由说清楚")
    expect(page.get_by_text("已发布第 2 版")).to_be_visible()

    page.get_by_role("link", name="第 2 版").click()
    table = page.get_by_role("table", name="不同之处")
    expect(table).to_contain_text("用车事由")
    expect(table).to_contain_text("移到")
    page.goto("/console/forms/car")
    page.get_by_role("link", name="第 1 版", exact=True).click()
    page.get_by_label("为什么回退").fill("还是原来的好")
    page.get_by_role("button", name="回退").click()
    expect(page.get_by_text("已按第 1 版发布第 3 版")).to_be_visible()
    assert [field.label for field in forms.definition_of(forms.current("car")).fields] == ["事由", "费用", "合计"]


def test_a_field_is_drawn_over_another_and_all_can_be_done_by_keyboard(designer: Page) -> None:
    page = designer
    page.goto("/console/forms/new")
    page.get_by_label("名称").fill("请假单")
    page.get_by_label("代码").fill("leave")
    page.get_by_role("button", name="开始设计").press("Enter")
    for kind in ("日期", "整数", "多行文字"):
        page.locator("[data-forms-kinds]").get_by_role("button", name=kind, exact=True).press("Enter")
    places = page.locator(".forms-place")
    expect(places).to_have_text(["日期日期", "整数整数", "多行文字多行文字"])
    places.nth(2).press("ArrowUp")
    expect(places.nth(1)).to_have_attribute("aria-pressed", "true")
    places.nth(1).press("Alt+ArrowUp")
    places.nth(0).press("Control+d")
    expect(places).to_have_text(["整数整数", "整数整数", "日期日期", "多行文字多行文字"])
    places.nth(1).press("Delete")
    places.nth(2).drag_to(places.nth(0))
    expect(places).to_have_text(["多行文字多行文字", "整数整数", "日期日期"])
    page.get_by_role("button", name="保存并检查").press("Enter")
    expect(page.get_by_text("已保存草稿")).to_be_visible()
    expect(places).to_have_text(["多行文字多行文字", "整数整数", "日期日期"])
