"""Journey A in Chromium, on the product as it is started by `tongban run`: from the draft to six units, and back the receipts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import office as running
from tests.browser import pictures
from tests.browser.office import ROOT, Office, act, choose

pytestmark = pytest.mark.browser
# A folder: the pictures of docs/start/tour.md are taken on the way, of the notice of our own that the tour imports.
TOUR = os.environ.get("TONGBAN_TOUR")
TITLE = "关于做好协同办公系统开通运行有关工作的通知" if TOUR else "关于做好全市电子政务专网开通运行工作有关事项的通知"


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office") / "home"
    process, url, accounts = running.start(home)
    made = Office(home, url, chromium, accounts, {}, [])
    yield made
    for context in made.windows.values():
        context.close()
    assert running.stop(process) == 0
    assert made.faults == []


def picture(page: Page, name: str) -> None:
    """One picture of the tour; the page must fit its window."""
    assert pictures.fits(page), page.url
    if TOUR:
        pictures.save(page, Path(TOUR) / f"{name}.png")


def notice(shared: Path) -> Path:
    return ROOT / "docs/start/notice.md" if TOUR else shared / "samples/gongwen/chibi-notice.md"


def open_todo(office: Office, part: str) -> Page:
    return running.open_todo(office, part, TITLE)


@pytest.mark.feature(
    "F-OD-01", "F-OD-02", "F-OD-03", "F-OD-10", "F-OD-11", "F-OD-12", "F-OD-13", "F-OD-14", "F-OD-15", "F-OD-35",
    "F-OD-45", "F-OD-46", "F-OD-48", "F-EX-09", "F-EX-10", "F-EX-14", "F-IN-03", "F-IN-05", "F-IN-06", "F-IN-08",
    "F-IN-09", "F-IN-10", "F-IN-12", "F-PT-01", "F-SE-07", "F-TP-04", "F-TP-05", "F-TP-06",
)  # fmt: skip
def test_the_notice_travels_to_six_units_and_is_handled(office: Office, shared: Path) -> None:
    drafted(office, shared)
    returned_and_corrected(office)
    approved_and_countersigned(office)
    vetted_and_signed(office)
    numbered_and_sealed(office)
    distributed(office)
    received(office)
    reminded(office)


def drafted(office: Office, shared: Path) -> None:
    page = office.page_of("拟稿人")
    page.goto("/documents/new")
    levels = page.get_by_label("密级").locator("option").all_inner_texts()
    assert levels == ["非密", "内部"]  # secret levels are not offered
    page.locator("#import-file").set_input_files(str(notice(shared)))
    expect(page.locator("#import-report")).to_contain_text("已导入")
    expect(page.get_by_label("标题", exact=True)).to_have_value(TITLE)
    choose(page, "to", ["城关镇人民政府", "柳河镇人民政府", "白沙镇人民政府", "青石乡人民政府"])
    choose(page, "copy_to", ["临江县水利局", "临江县民政局"])
    page.evaluate("scrollTo(0, 0)")
    picture(page, "draft")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("草稿已保存")
    act(page, "按会议要求拟稿，请审核。")


def returned_and_corrected(office: Office) -> None:
    page = open_todo(office, "科室负责人")
    act(page, "第一条缺依据，请补充。", "退回")
    page = open_todo(office, "拟稿人")
    expect(page.locator(".tb-redform")).to_contain_text("第一条缺依据，请补充。")
    picture(page, "returned")
    page.get_by_role("link", name="修改正文").click()
    body = page.get_by_label("正文")
    body.fill(body.input_value().replace("根据《", "经县政府同意，根据《", 1))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("第2稿")
    act(page, "已按意见补充依据。")


def approved_and_countersigned(office: Office) -> None:
    page = open_todo(office, "科室负责人")
    choose(page, "countersign_units", ["临江县财政局", "临江县发展和改革局"])
    picture(page, "review")
    act(page, "内容属实，请会签后送核稿。")
    for unit in ("会签单位", "第二会签单位"):
        act(open_todo(office, f"{unit}收发员"), "已收，送局领导。")
        page = open_todo(office, f"{unit}领导")
        act(page, "同意。")
    expect(page.locator(".tb-redform")).to_contain_text("同意。")


def vetted_and_signed(office: Office) -> None:
    page = open_todo(office, "核稿")
    page.get_by_role("radio", name="副县长（常务）").check()
    picture(page, "vet")
    act(page, "已核，请签发。")
    page = open_todo(office, "签发领导")
    picture(page, "sign")
    act(page, "同意印发。", "签发")


def numbered_and_sealed(office: Office) -> None:
    page = open_todo(office, "机要（复核、编号、分发）")
    act(page, "手续完备，格式无误。")
    page.get_by_role("button", name="编号").click()
    expect(page.locator("main")).to_contain_text("已编号：临政办发〔")
    page = laid_out(office)
    page.get_by_label("印章密码").fill("wrong-password-1")
    page.get_by_role("button", name="用印").click()
    expect(page.locator("main")).to_contain_text("印章密码不对")
    page.get_by_label("印章密码").fill("yinzhang2026")
    picture(page, "seal")
    page.get_by_role("button", name="用印").click()
    expect(page.locator("main")).to_contain_text("已用印")
    expect(page.locator(".tb-page-image").first).to_be_visible()
    page.locator(".tb-page-image").last.scroll_into_view_if_needed()
    picture(page, "sealed")


def laid_out(office: Office) -> Page:
    """The worker lays out; then the keeper has the document on his desk."""
    page = office.page_of("公章管理员")
    for _ in range(60):
        page.goto("/inbox/todo")
        if page.get_by_role("link", name=TITLE).count():
            return open_todo(office, "公章管理员")
        page.wait_for_timeout(500)
    raise AssertionError("the worker did not lay the document out within 30 seconds")


def distributed(office: Office) -> None:
    page = open_todo(office, "机要（复核、编号、分发）")
    page.get_by_role("button", name="分发").click()
    page.get_by_role("dialog").get_by_role("button", name="分发", exact=True).click()
    expect(page.locator("main")).to_contain_text("已分发 6 个单位")
    expect(page.get_by_role("row")).to_have_count(7)


def received(office: Office) -> None:
    page = open_todo(office, "收文单位收发员")
    expect(page.locator(".tb-page-image").first).to_be_visible()
    picture(page, "arrived")
    page.get_by_role("button", name="签收").click()
    expect(page.locator("main")).to_contain_text("已签收")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("已登记")
    act(page, "属本单位办理事项，请拟办。")
    page.get_by_role("radio", name="镇长", exact=False).first.check()
    act(page, "建议由党政综合办承办。")
    page = open_todo(office, "收文单位领导")
    choose(page, "handling_units", ["党政综合办"])
    act(page, "请认真落实，按时反馈。")
    act(open_todo(office, "收文单位科室"), "已部署，台账已建立。")
    page = open_todo(office, "收文单位收发员")
    picture(page, "incoming")
    act(page, "已办结，材料归档。", "办结")
    refuser = open_todo(office, "退文单位收发员")
    refuser.get_by_label("退文原因").fill("此件应发给业务主管单位。")
    refuser.get_by_role("button", name="退文").click()
    expect(refuser.locator("main")).to_contain_text("已退文")


def reminded(office: Office) -> None:
    page = office.page_of("拟稿人")
    page.goto("/documents/mine")
    page.get_by_role("row").filter(has_text=TITLE).get_by_role("link", name="签收情况").click()
    expect(page.get_by_role("row").filter(has_text="城关镇人民政府")).to_contain_text("已办结")
    refused = page.get_by_role("row").filter(has_text="临江县水利局")
    expect(refused).to_contain_text("此件应发给业务主管单位。")
    page.get_by_role("checkbox", name="选中 柳河镇人民政府").check()
    page.get_by_role("button", name="催办").click()
    expect(page.locator("main")).to_contain_text("已催办 1 个单位")
    picture(page, "copies")
