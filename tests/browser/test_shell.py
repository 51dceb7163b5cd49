"""The shell in Chromium: keyboard, dialogs, kept text, open documents, pickers, phone width, paper."""

import pytest
from playwright.sync_api import expect

from tongban.foundation.identity.testing import PASSWORD
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.foundation.ui.registries import counters, permission_check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["/", "/console/", "/console/ui", "/console/ui/home", "/console/ui/list", "/console/ui/document"]


@pytest.fixture
def person():
    return make_person("林晓岚", unit=make_unit("临江县人民政府办公室"), title="科长")


@pytest.fixture
def desk(page, person, monkeypatch):
    """A window in which the person is signed in, through the login page; every door is open to him."""
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: True)
    page.goto("/login")
    page.get_by_label("用户名").fill(person.account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
    return page


@pytest.mark.parametrize("width", [1440, 1280, 768, 390])
def test_no_page_is_wider_than_the_window(desk, width):
    desk.set_viewport_size({"width": width, "height": 844})
    for address in PAGES:
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, address


def test_rows_open_and_get_selected_by_the_keyboard(desk):
    desk.goto("/console/ui/list")
    batch = desk.locator(".tb-batch")
    expect(batch).to_be_hidden()
    for key in "jjx":
        desk.keyboard.press(key)
    expect(desk.locator("tbody tr").nth(1).get_by_role("checkbox")).to_be_checked()
    expect(batch).to_be_visible()
    expect(batch).to_contain_text("已选 1 个单位")
    desk.get_by_role("button", name="取消选择").click()
    expect(batch).to_be_hidden()


def test_single_letters_are_silent_in_a_field_and_can_be_switched_off(desk):
    desk.goto("/console/ui/list")
    desk.keyboard.press("/")
    search = desk.get_by_role("searchbox", name="搜索")
    expect(search).to_be_focused()
    desk.keyboard.type("jx?")
    expect(search).to_have_value("jx?")
    search.blur()
    desk.keyboard.press("?")
    desk.get_by_label("关闭单个字母的快捷键").check()
    desk.keyboard.press("Escape")
    desk.keyboard.press("/")
    expect(search).not_to_be_focused()


def test_an_irreversible_act_asks_first_and_names_what_happens(desk):
    desk.goto("/console/ui/list")
    desk.evaluate("addEventListener('click', e => e.target.matches('[data-tb-confirm]') && (window.done = true))")
    desk.get_by_role("checkbox", name="全选本页").check()
    withdraw = desk.locator(".tb-batch").get_by_role("button", name="撤回")
    withdraw.click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("撤回 20 份？")
    dialog.get_by_role("button", name="不撤回").click()
    assert desk.evaluate("window.done") is None
    withdraw.click()
    dialog.get_by_role("button", name="撤回", exact=True).click()
    desk.wait_for_function("window.done === true")  # the dialog tells that it closed a moment later


def test_typed_text_survives_the_end_of_the_session(desk, person):
    desk.goto("/console/ui/document")
    desk.get_by_label("核稿意见").fill("已核，请签发。")
    desk.context.clear_cookies()
    desk.evaluate("document.getElementById('handle').requestSubmit()")
    expect(desk.get_by_role("heading", level=1)).to_have_text("登录已超时")
    desk.get_by_role("link", name="重新登录").click()
    desk.get_by_label("用户名").fill(person.account.username)
    desk.get_by_label("密码").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()
    expect(desk.get_by_label("核稿意见")).to_have_value("已核，请签发。")
    expect(desk.locator(".tb-notice")).to_contain_text("放回来了")


@pytest.mark.feature("F-PT-06")
def test_an_open_document_is_a_tab_with_a_dot_for_unsent_text(desk):
    desk.goto("/console/ui/document")
    tab = desk.get_by_role("navigation", name="打开的公文").locator("[data-tb-doc]")
    expect(tab).to_have_count(1)
    desk.get_by_label("核稿意见").press_sequentially("同意")
    expect(tab).to_have_class("tb-doc tb-doc-current tb-doc-dirty")
    desk.on("dialog", lambda question: question.accept())
    desk.goto("/console/ui/list")
    expect(tab).to_be_visible()
    desk.get_by_role("button", name="关闭 发文").click()
    expect(desk.get_by_role("navigation", name="打开的公文")).to_be_hidden()


def test_phrases_go_in_at_the_caret(desk):
    desk.goto("/console/ui/document")
    desk.keyboard.press("Alt+o")
    desk.keyboard.type("甲乙")
    desk.keyboard.press("ArrowLeft")
    desk.get_by_role("button", name="拟同意。").click()
    expect(desk.get_by_label("核稿意见")).to_have_value("甲拟同意。乙")
    expect(desk.locator("#tb-n")).to_have_text("6 / 500 字")


def test_units_are_found_by_initials_and_gathered(desk):
    desk.goto("/console/ui")
    picker = desk.locator("#sample [data-tb-picker=units]")
    gathering = picker.get_by_label("各乡镇人民政府")
    assert gathering.evaluate("box => box.indeterminate")
    picker.get_by_role("searchbox").fill("bsz")
    expect(picker.get_by_role("checkbox", name="青石乡人民政府")).to_be_hidden()
    desk.keyboard.press("Enter")
    picker.get_by_role("searchbox").fill("")
    expect(gathering).to_be_checked()
    expect(picker.locator("[data-tb-total]")).to_have_text("已选 3 个单位")
    picker.get_by_role("button", name="去掉 青石乡人民政府").click()
    expect(picker.locator("[data-tb-total]")).to_have_text("已选 2 个单位")


def test_a_file_that_is_too_big_is_refused_before_it_travels(desk, tmp_path):
    desk.goto("/console/ui")
    big = tmp_path / "扫描件.pdf"
    big.write_bytes(b"x" * (21 * 1024 * 1024))
    desk.get_by_label("附件").set_input_files(big)
    expect(desk.locator(".tb-upload-files")).to_contain_text("超过 20 MB")


@pytest.mark.feature("F-RM-03")
def test_on_a_phone_the_menu_is_a_drawer_and_the_actions_a_sheet(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto("/console/ui/document")
    menu = desk.get_by_role("navigation", name="主菜单")
    expect(menu).to_be_hidden()
    desk.get_by_role("button", name="菜单", exact=True).click()
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link").first).to_be_focused()
    desk.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    opinion = desk.get_by_label("核稿意见")
    expect(opinion).to_be_hidden()
    desk.get_by_role("button", name="办理").click()
    expect(opinion).to_be_focused()
    desk.keyboard.press("Escape")
    expect(opinion).to_be_hidden()


@pytest.mark.feature("F-PT-04")
def test_new_counts_come_while_the_page_is_open(desk, monkeypatch):
    desk.clock.install()
    desk.goto("/")
    monkeypatch.setitem(counters._members, "inbox", lambda request: {"inbox.todo": 7})
    desk.clock.run_for(31_000)
    expect(desk.locator(".tb-top [data-tb-count='inbox.todo']")).to_have_text("7")


def test_the_form_prints_on_one_page_without_the_screen_around_it(desk):
    desk.goto("/console/ui/document")
    desk.emulate_media(media="print")
    expect(desk.locator(".tb-redform-title")).to_be_visible()
    for part in (".tb-top", ".tb-side", ".tb-doc-acts", ".tb-doc-bar"):
        expect(desk.locator(part)).to_be_hidden()
    pages = desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages == 1


def test_an_error_of_a_part_is_told_on_the_open_page(desk):
    desk.goto("/console/ui/list")
    desk.evaluate("htmx.ajax('GET', '/no-such-part', '#main')")
    notice = desk.locator("#tb-notices [role=alert]")
    expect(notice).to_contain_text("没有查看的权限")
    expect(notice).to_be_focused()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()


def test_a_broken_line_is_told_and_nothing_is_lost(desk):
    desk.goto("/console/ui/document")
    desk.get_by_label("核稿意见").fill("同意")
    desk.context.set_offline(True)
    desk.evaluate("void htmx.ajax('POST', '/console/ui/document', '#main').catch(() => {})")
    expect(desk.locator("#tb-notices")).to_contain_text("网络不通")
    expect(desk.get_by_label("核稿意见")).to_have_value("同意")
    desk.context.set_offline(False)
