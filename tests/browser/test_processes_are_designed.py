"""An administrator designs a process on the board: a step gets its person and its limit, and the next version counts."""

import pytest
from playwright.sync_api import Page, expect

from tongban.business.casework.operations.processes import DATA
from tongban.engines.flow import api as flow
from tongban.engines.flow.models import Definition
from tongban.foundation.access import api as access
from tongban.foundation.access.operations import ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import within
from tongban.lib import bpmn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def designer(page: Page, client, live_server) -> Page:
    ship_roles()
    within(flow.ship, folder=DATA, at=now())
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    role = access.Role.objects.get(code="process_manager")
    access.grant(role=role, to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)
    cookies = [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    page.context.add_cookies(cookies)
    return page


def test_a_step_is_changed_on_the_board_and_published(designer: Page) -> None:
    page = designer
    page.goto("/console/processes/case")
    page.get_by_role("button", name="设计新版").click()
    page.locator('[data-element-id="review"]').click()
    page.get_by_label("时限").fill("5wd")
    page.get_by_label("名称", exact=True).fill("书面审查")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text("可以发布")).to_be_visible()
    page.get_by_label("这一版改了什么").fill("审查限五个工作日")
    page.get_by_role("button", name="发布新版").click()
    expect(page.get_by_text("已发布第 2 版")).to_be_visible()
    newest = Definition.objects.get(key="case", version=2)
    review = bpmn.compile_model(bpmn.parse(newest.source.encode())).nodes["review"]
    assert (review.name, review.step.limit, review.step.role) == ("书面审查", (5, "wd"), "head")


def test_what_is_wrong_is_shown_at_its_element(designer: Page) -> None:
    page = designer
    page.goto("/console/processes/case")
    page.get_by_role("button", name="设计新版").click()
    page.locator('[data-element-id="decide"]').click()
    page.get_by_label("法定环节").uncheck()
    page.get_by_role("button", name="保存并检查").click()
    page.get_by_role("button", name="法定环节“决定”").click()
    expect(page.get_by_label("标识")).to_have_value("decide")


def test_a_draft_is_tried_and_compared_before_it_is_published(designer: Page) -> None:
    page = designer
    page.goto("/console/processes/case")
    page.get_by_role("button", name="设计新版").click()
    page.locator('[data-element-id="review"]').click()
    page.get_by_label("名称", exact=True).fill("书面审查")
    page.get_by_role("button", name="保存并检查").click()
    page.get_by_role("link", name="与现行版本比较").click()
    expect(page.locator('.tb-flow-changed[data-element-id="review"]')).to_have_count(2)
    expect(page.get_by_role("row", name="书面审查")).to_contain_text("→")
    page.goto("/console/processes/case/try?version=draft")
    page.get_by_role("button", name="办完").first.click()
    expect(page.locator(".tb-flow-current")).not_to_have_count(0)
    expect(page.locator(".tb-flow-done")).not_to_have_count(0)
    expect(page.get_by_role("link", name="退一步")).to_be_visible()
