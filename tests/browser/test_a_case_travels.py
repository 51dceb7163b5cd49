"""Journey B in Chromium, on the product as it is started by `tongban run`: from the applicant's telephone to the licence that a
stranger checks, over both zones; and a second application that is refused."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import office as running
from tests.browser import pictures
from tests.browser.office import Office, open_todo
from tongban.foundation.files.testing import PDF
from tongban.lib.typed.checks import credit_check, id_check

pytestmark = pytest.mark.browser
TOUR = os.environ.get("TONGBAN_TOUR")  # a folder: the pictures of docs/start/tour.md are taken on the way
ITEM, SHOP, SECOND = "食品经营许可新办（样例）", "临江县老码头馄饨店", "临江县老码头面馆"
OWNER, OWNER_PHONE = "周若兰", "13900008801"
AGENT, AGENT_PHONE = "许向晨", "13900008802"
PASSWORD, SEAL_PASSWORD = "Shenqing2026", "yinzhang2026"
PLACE = "临江县古渡镇码头街8号"
PATIENCE = 90  # seconds for worker, carrier and a busy machine
UPLOADS = ("设备布局和操作流程图", "食品安全管理制度", "营业执照")


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


@pytest.mark.feature("F-SV-12", "F-SV-16", "F-SV-17", "F-SV-26", "F-SV-27", "F-SV-29")
def test_a_small_business_gets_its_licence_online(office: Office, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{name}.pdf") for name in UPLOADS]
    business_with_agent(office)
    page = office.visitor(AGENT)
    guide(page)
    receipt, code = applied(page, SHOP, files)
    number = supplements_asked(office)
    supplemented(page, files[0])
    accepted(office, number)
    nothing_personal(office, receipt, code, "办理中")
    inspected_and_reviewed(office, "场所、设备和申请一致，符合要求。", "材料齐全，符合条件，拟同意。")
    granted(office)
    sealed(office, "准予行政许可决定书")
    licence_sealed(office)
    served_online(office, page)
    checked_by_a_stranger(office, page)
    rated(office, page)
    nothing_personal(office, number, code, "准予许可")


def test_a_second_application_is_refused_with_reason_article_and_remedies(office: Office, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{name}.pdf") for name in UPLOADS]
    page = office.visitor(OWNER)
    registered_business(page, SECOND, 880002)
    applied(page, SECOND, files)
    number = waiting_at_the_window(office, SECOND)
    accepted(office, number)
    inspected_and_reviewed(office, "经营场所距公共厕所不足25米。", "不符合条件，拟不予许可。", SECOND)
    refused(office)
    sealed(office, "不予行政许可决定书")
    told_why(office, page)


def written(file: Path) -> Path:
    file.write_bytes(PDF)
    return file


def picture(page: Page, name: str) -> None:
    assert pictures.fits(page), page.url
    if TOUR:
        page.evaluate("scrollTo(0, 0)")
        pictures.save(page, Path(TOUR) / f"case-{name}.png")


def until(page: Page, address: str, words: str, *, inside: str = "main") -> Page:
    """Open the page again and again until the other zone, or the worker, has done its part."""
    for _ in range(PATIENCE):
        page.goto(address)
        if words in page.locator(inside).inner_text():
            return page
        page.wait_for_timeout(1000)
    raise AssertionError(f"{address} does not say {words!r}: {page.locator(inside).inner_text()[:600]}")


def business_with_agent(office: Office) -> None:
    """The owner registers his business and invites the agent; both are real-named."""
    owner = office.visitor(OWNER)
    registered(owner, OWNER_PHONE)
    real_named(owner, OWNER, 801)
    registered_business(owner, SHOP, 880001)
    owner.goto("/account/enterprises")
    owner.get_by_role("link", name=re.compile(f"经办人.*{SHOP}")).click()
    owner.get_by_label("经办人姓名").fill(AGENT)
    owner.get_by_label("经办人手机号").fill(AGENT_PHONE)
    owner.get_by_role("button", name="邀请").click()
    agent = office.visitor(AGENT)
    registered(agent, AGENT_PHONE)
    real_named(agent, AGENT, 802)
    agent.goto("/account/enterprises")
    agent.get_by_role("button", name="同意").first.click()
    expect(agent.locator("main")).to_contain_text(SHOP)


CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")


def registered(page: Page, phone: str) -> None:
    """With a telephone number: the code comes to the demo's telephone."""
    page.goto("/account/register")
    page.get_by_label("手机号或邮箱").fill(phone)
    for box in page.get_by_role("checkbox").all():
        assert not box.is_checked()
        box.check()
    picture(page, "register")
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码", exact=True).fill(code_on_the_telephone(page, phone))
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_role("button", name="注册", exact=True).click()
    expect(page.locator("body")).to_contain_text("注册成功")


def code_on_the_telephone(page: Page, phone: str) -> str:
    other = page.context.new_page()
    masked = f"{phone[:3]}****{phone[-4:]}"
    told = other.get_by_role("listitem").filter(has_text=masked).filter(has_text=CODE)
    for _ in range(60):  # other messages to the same number may have come before
        other.goto("/demo/phone")
        if told.count():
            break
        other.wait_for_timeout(500)
    text = told.first.inner_text()
    other.close()
    found = CODE.search(text)
    assert found, text
    return found[1]


def real_named(page: Page, name: str, no: int) -> None:
    page.goto("/account/real-name")
    head = f"99990019880615{no:03d}"
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身份证号").fill(head + id_check(head))
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="核验").click()
    expect(page.locator("body")).to_contain_text("实名核验通过")


def registered_business(page: Page, name: str, no: int) -> None:
    page.goto("/account/enterprises/new")
    head = f"92999900MA{no:07d}"
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("统一社会信用代码").fill(head + credit_check(head))
    page.get_by_role("radio", name="个体工商户").check()
    page.get_by_role("button", name="核对并登记").click()
    expect(page.locator("main")).to_contain_text(name)


def guide(page: Page) -> None:
    """The item is found by a word that people use, and its guide says what they need."""
    until(page, "/guide/?q=食品经营", ITEM)
    page.get_by_role("link", name=ITEM).click()
    for words in ("承诺时限", "10个工作日", "设备布局和操作流程图", "行政复议"):
        expect(page.locator("main")).to_contain_text(words)
    picture(page, "guide")


def applied(page: Page, business: str, files: list[Path]) -> tuple[str, str]:
    """The form page by page, the materials, the check; submitted once: receipt number and 查询码."""
    until(page, "/guide/?q=食品经营", ITEM)
    page.get_by_role("link", name=ITEM).click()
    page.get_by_role("link", name="在线申请").click()
    page.get_by_role("radio", name=business).check()
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("经营场所", exact=True).fill(PLACE)
    page.get_by_role("radio", name="餐饮服务经营者").check()
    page.get_by_role("checkbox", name="热食类").check()
    page.get_by_label("面积（平方米）").fill("很大")
    page.get_by_label("食品安全管理人员").fill(AGENT)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("main")).to_contain_text("要写数字")
    page.get_by_label("面积（平方米）").fill("46")
    picture(page, "form")
    page.get_by_role("button", name="保存并继续").click()
    for name, file in zip(UPLOADS, files, strict=True):
        page.get_by_label(name).first.set_input_files(str(file))
    page.get_by_role("button", name="保存并继续").click()
    for box in page.get_by_role("checkbox").all():
        assert not box.is_checked()
        box.check()
    picture(page, "check")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已收到您的申请")
    picture(page, "receipt")
    text = page.locator("main").inner_text()
    receipt, code = re.search(r"WS\d+", text), re.search(r"查询码\s*(\d{4} ?\d{4})", text)
    assert receipt, text
    assert code, text
    return receipt[0], code[1].replace(" ", "")


def waiting_at_the_window(office: Office, business: str) -> str:
    """The application came over: it stands in the window's queue, marked as online. Opens it, and gives its number."""
    clerk = until(office.page_of("窗口人员"), "/counter/", business, inside="#ct-queue")
    clerk.locator("#ct-queue").get_by_role("link", name=business).click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(business)
    return clerk.locator(".ct-facts span").first.inner_text().strip()


def supplements_asked(office: Office) -> str:
    """The window judges each material; the letter beside it says what is typed; F9 issues it."""
    number = waiting_at_the_window(office, SHOP)
    clerk = office.page_of("窗口人员")
    row = clerk.get_by_role("row").filter(has_text="设备布局和操作流程图")
    row.get_by_text("不符").click()
    row.get_by_role("textbox").fill("图上没有标明操作流程，请补画从进货到出餐的流程。")
    clerk.get_by_role("radio", name="一次性告知补正").check()
    expect(clerk.locator("#ct-letter")).to_contain_text("请补画从进货到出餐的流程")
    picture(clerk, "counter")
    clerk.keyboard.press("F9")
    expect(clerk.locator("main")).to_contain_text("已出具补正告知书")
    sealed(office, "补正告知书", "窗口人员")
    return number


def supplemented(page: Page, file: Path) -> None:
    """The applicant sees what is missing, and sends only that."""
    open_case(page, SHOP, "请补画从进货到出餐的流程")
    picture(page, "supplement")
    page.get_by_role("link", name="补正材料").click()
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="提交补正").click()
    expect(page.locator("main")).to_contain_text("补正材料已提交")


def open_case(page: Page, business: str, words: str) -> None:
    """我的办件 of this business, once it says these words."""
    page.goto("/mine/")
    row = page.get_by_role("listitem").filter(has_text=business).filter(has=page.locator("a[href*='/mine/cases/']"))
    address = row.get_by_role("link").last.get_attribute("href")
    assert address
    until(page, address, words)


def accepted(office: Office, number: str) -> None:
    """受理: with the acceptance seal."""
    clerk = until(office.page_of("窗口人员"), f"/counter/find?q={number}", "受理决定")
    clerk.get_by_role("radio", name="受理", exact=True).check()
    clerk.get_by_label("承办人").select_option(label=handler_name(office))
    expect(clerk.locator("#ct-letter")).to_contain_text("予以受理")
    picture(clerk, "acceptance")
    clerk.keyboard.press("F9")
    expect(clerk.locator("main")).to_contain_text("已受理")
    sealed(office, "受理通知书", "窗口人员")


def handler_name(office: Office) -> str:
    page = office.page_of("办件承办人")
    return str(page.locator(".tb-person-text b").inner_text()).strip()


def sealed(office: Office, letter: str, part: str = "办件用印") -> None:
    """用印 of the newest letter of this sort, once the worker has set it."""
    page = until(office.page_of(part), "/inbox/todo", letter)
    page.get_by_role("link", name=re.compile(letter)).first.click()
    form = page.locator("form").filter(has=page.get_by_label("印章密码"))
    form.get_by_label("印章密码").fill(SEAL_PASSWORD)
    form.get_by_role("button", name="用印").click()
    expect(page.locator("main")).to_contain_text("已用印")


def inspected_and_reviewed(office: Office, seen: str, opinion: str, business: str = SHOP) -> None:
    handler = open_todo(office, "办件承办人", business)
    expect(handler.locator("main")).to_contain_text("承诺办结时限")
    expect(handler.locator("main")).not_to_contain_text("暂停")  # 现场勘查 pauses nothing
    handler.get_by_label("意见").fill(seen)
    picture(handler, "inspection")
    handler.get_by_role("button", name="提交", exact=True).click()
    expect(handler.locator("main")).to_contain_text("已提交现场勘查意见")
    expect(handler.locator("main")).not_to_contain_text("计时暂停")
    head = open_todo(office, "办件审查", business)
    head.get_by_label("意见").fill(opinion)
    head.get_by_role("button", name="提交", exact=True).click()
    expect(head.locator("main")).to_contain_text("已提交审查意见")


def granted(office: Office) -> None:
    leader = open_todo(office, "许可决定", SHOP)
    picture(leader, "decision")
    leader.get_by_role("button", name="准予许可").click()
    expect(leader.locator("main")).to_contain_text("已准予许可")


def refused(office: Office) -> None:
    leader = open_todo(office, "许可决定", SECOND)
    leader.locator("summary", has_text="不予许可").click()
    form = leader.locator("form").filter(has=leader.get_by_role("button", name="作出不予许可决定"))
    form.get_by_label("理由").fill("经营场所距公共厕所不足25米")
    form.get_by_label("依据").fill("《中华人民共和国食品安全法》第三十三条第一款第一项")
    form.get_by_role("button", name="作出不予许可决定").click()
    expect(leader.locator("main")).to_contain_text("已作出不予许可决定")


def licence_sealed(office: Office) -> None:
    page = until(office.page_of("办件用印"), "/inbox/todo", f"食品经营许可证：{SHOP}")
    page.get_by_role("link", name=f"食品经营许可证：{SHOP}").click()
    page.get_by_label("印章密码").fill(SEAL_PASSWORD)
    page.get_by_role("button", name="用印").click()
    expect(page.locator("main")).to_contain_text("证照生效")


def served_online(office: Office, page: Page) -> None:
    """The applicant agreed to it: opening the decision serves it, and the window has the proof."""
    open_case(page, SHOP, "我的证照")
    picture(page, "granted")
    link = page.get_by_role("link", name="准予行政许可决定书")
    answer = page.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    clerk = office.page_of("窗口人员")
    until(clerk, f"/counter/find?q={SHOP}", "已送达")
    clerk.get_by_role("link", name="打印送达回证").click()
    expect(clerk.locator("main")).to_contain_text("本人登录后打开决定书")


def checked_by_a_stranger(office: Office, page: Page) -> None:
    """The QR code of the licence leads to a page that anybody reads without login."""
    page.goto("/mine/licenses")
    picture(page, "licences")
    address = page.get_by_role("link", name="查验页").get_attribute("href")
    stranger = office.visitor("路人")
    stranger.goto(str(address))
    expect(stranger.locator("main")).to_contain_text("有效")
    expect(stranger.locator("main")).to_contain_text("食品经营许可证")
    for secret in (AGENT, OWNER, AGENT_PHONE, PLACE):
        expect(stranger.locator("main")).not_to_contain_text(secret)
    picture(stranger, "verified")


def rated(office: Office, page: Page) -> None:
    open_case(page, SHOP, "评价这次服务")
    page.get_by_role("link", name="评价这次服务").click()
    page.get_by_role("radio", name="非常满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator("main")).to_contain_text("5星")
    clerk = office.page_of("窗口人员")
    until(clerk, f"/counter/find?q={SHOP}", "5 星")


def nothing_personal(office: Office, number: str, code: str, label: str) -> None:
    """进度 by number and 查询码, without login: how far it is, and nobody's name, number or address."""
    stranger = office.visitor("路人")
    for _ in range(PATIENCE):
        stranger.goto("/progress/")
        form = stranger.locator("main form")
        form.get_by_label("办件编号").fill(number)
        form.get_by_label("查询码").fill(code)
        form.get_by_role("button", name="查询").click()
        if label in stranger.locator("main").inner_text():
            break
        stranger.wait_for_timeout(1000)
    text = stranger.content()
    assert label in text
    for secret in (SHOP, AGENT, OWNER, AGENT_PHONE, OWNER_PHONE, PLACE, code, "92999900MA"):
        assert secret not in text, secret
    picture(stranger, "progress")


def told_why(office: Office, page: Page) -> None:
    open_case(page, SECOND, "理由和救济")
    for words in ("距公共厕所不足25米", "第三十三条", "行政复议", "行政诉讼"):
        expect(page.locator("main")).to_contain_text(words)
    picture(page, "denied")
    until(page, page.url, "不予行政许可决定书")
