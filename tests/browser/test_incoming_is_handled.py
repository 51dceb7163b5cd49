"""Journey D in Chromium, on the product as `tongban run` starts it: a paper document from above, and a 请示 that ends in a 批复."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import office as running
from tests.browser import pictures
from tests.browser.office import ROOT, Office, act, choose, open_todo

pytestmark = pytest.mark.browser
TOUR = os.environ.get("TONGBAN_TOUR")  # a folder: the pictures of docs/start/tour.md are taken on the way
PAPER = "关于开展冬春水利工程安全检查的通知"
QUESTION, ANSWER = "关于修缮城关镇敬老院的请示", "关于修缮城关镇敬老院的批复"
CLERK = "机要（复核、编号、分发）"


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("incoming") / "home"
    process, url, accounts = running.start(home)
    made = Office(home, url, chromium, accounts, {}, [])
    yield made
    for context in made.windows.values():
        context.close()
    assert running.stop(process) == 0
    assert made.faults == []


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The paper as a scanner gives it: one picture a page, the last one lying on its side."""
    folder = tmp_path_factory.mktemp("paper")
    command = [sys.executable, "-m", "tongban", "typeset", "docs/start/paper.md", "--out", str(folder / "paper.pdf")]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": "src"}, check=True)
    found = []
    for no, page in enumerate(pypdfium2.PdfDocument(folder / "paper.pdf"), 1):
        file = folder / f"scan-{no}.png"
        page.render(scale=1.4, rotation=90 if no > 1 else 0).to_pil().save(file)
        found.append(file)
    return found


def picture(page: Page, name: str) -> None:
    """One picture of the tour; the page must fit its window."""
    assert pictures.fits(page), page.url
    if TOUR:
        pictures.save(page, Path(TOUR) / f"{name}.png")


@pytest.mark.feature("F-IN-01", "F-IN-02", "F-IN-04", "F-IN-06", "F-IN-07", "F-IN-08", "F-IN-16", "F-OD-53")
def test_a_paper_document_is_registered_instructed_circulated_and_handled(office: Office, scans: list[Path]) -> None:
    registered(office, scans)
    screened_and_proposed(office)
    instructed_by_telephone(office)
    confirmed(office)
    circulated(office)
    handled(office)
    completed(office)


def registered(office: Office, scans: list[Path]) -> None:
    page = office.page_of(CLERK)
    page.goto("/documents/incoming/new")
    page.get_by_label("来文标题").fill(PAPER)
    page.get_by_label("来文单位").fill("清江市人民政府办公室")
    page.get_by_label("来文字号").fill("清政办发〔2026〕21号")
    page.get_by_label("扫描件").set_input_files([str(scan) for scan in reversed(scans)])
    picture(page, "paper-register")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("已登记：")
    page.get_by_role("link", name="扫描件").first.click()
    last = page.get_by_role("listitem").filter(has_text=f"第{len(scans)}页")
    for _ in scans[1:]:
        page.get_by_role("button", name="下移").first.click()
    expect(last).to_contain_text("scan-2.png")
    last.get_by_role("button", name="左转").click()
    expect(page.locator(".tb-turn-270")).to_have_count(1)
    picture(page, "paper-scan")
    page.get_by_role("link", name="返回处理单").click()
    expect(page.locator(".tb-scan")).to_have_count(len(scans))


def screened_and_proposed(office: Office) -> None:
    page = open_todo(office, CLERK, PAPER)
    act(page, "属县政府办公室职责，请拟办。")
    page.get_by_role("radio", name="县长", exact=False).first.check()
    choose(page, "proposed_units", ["综合科", "督查室"])
    picture(page, "paper-propose")
    act(page, "建议由综合科主办、督查室协办，请县长批示。")


def instructed_by_telephone(office: Office) -> None:
    """The head of the county is away; his secretary finds the document in a list of her own and writes down what he says."""
    page = office.page_of("拟稿人")
    page.goto("/")
    page.get_by_role("link", name="全部").locator("visible=true").first.wait_for()
    page.goto("/documents/leaders")
    expect(page.get_by_role("row").filter(has_text=PAPER)).to_contain_text("可以代录")
    picture(page, "leaders")
    page.get_by_role("link", name=PAPER).click()
    panel = page.locator("form").filter(has=page.get_by_role("button", name="代录", exact=True))
    panel.get_by_role("radio", name="电话指示").check()
    panel.get_by_label("意见").fill("请综合科牵头，督查室配合，12月5日前把自查报告送我。")
    panel.get_by_role("radio", name="综合科").check()
    picture(page, "paper-record")
    panel.get_by_role("button", name="代录", exact=True).click()
    expect(page.locator("main")).to_contain_text("已代录")
    expect(page.locator(".tb-redform")).to_contain_text("代录，待本人确认")


def confirmed(office: Office) -> None:
    page = open_todo(office, "县长", PAPER)
    picture(page, "paper-confirm")
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("main")).to_contain_text("已确认")
    expect(page.locator(".tb-redform")).not_to_contain_text("待本人确认")


def circulated(office: Office) -> None:
    """Three leaders, one after the other."""
    page = office.page_of(CLERK)
    page.goto("/documents/incoming")
    page.get_by_role("link", name=PAPER).click()
    address = page.url
    page.goto(f"{address}/circulate")
    for post in ("副县长（常务）", "副县长（农业）"):
        page.get_by_role("checkbox", name=post).check()
    page.get_by_role("checkbox", name="副县长").first.check()
    page.get_by_label("依次传阅").check()
    page.get_by_role("button", name="传阅", exact=True).click()
    expect(page.locator("main")).to_contain_text("按顺序送阅")
    waiting = ["副县长", "签发领导", "分管农业副县长"]
    for _ in range(3):
        part = next(part for part in waiting if has_to_read(office, part))
        assert not any(has_to_read(office, other) for other in waiting if other != part)
        reader = office.page_of(part)
        reader.get_by_role("link", name=PAPER).first.click()
        reader.get_by_role("button", name="已阅").first.click()
        waiting.remove(part)
    page.goto(address)
    expect(page.locator(".tb-redform")).to_contain_text("3 / 3 人")


def has_to_read(office: Office, part: str) -> bool:
    page = office.page_of(part)
    page.goto("/inbox/to-read")
    return page.get_by_role("link", name=PAPER).count() > 0


def handled(office: Office) -> None:
    """Each section with its own limit and its own result."""
    page = office.page_of(CLERK)
    row = page.get_by_role("row").filter(has_text="综合科")
    row.get_by_label("综合科的限时").fill("2099-12-05")
    row.get_by_role("button", name="定限时").click()
    expect(page.locator("main")).to_contain_text("已定综合科的限时")
    act(open_todo(office, "协办科室", PAPER), "已安排督查，配合综合科。")
    act(open_todo(office, "主办科室", PAPER), "自查报告已经县长审定，报市政府办公室。")


def completed(office: Office) -> None:
    page = open_todo(office, CLERK, PAPER)
    for text in ("（主办）", "（协办）", "2 / 2 个科室", "已阅", "代录"):
        expect(page.locator(".tb-redform")).to_contain_text(text)
    picture(page, "paper-handled")
    act(page, "已办结，材料归档。", "办结")


@pytest.mark.feature("F-OD-07", "F-IN-08")
def test_a_request_of_a_town_ends_in_an_answer_that_both_sides_see_linked(office: Office) -> None:
    asked(office)
    received(office)
    answered(office)
    linked(office)


def asked(office: Office) -> None:
    page = office.page_of("乡镇拟稿人")
    page.goto("/documents/new")
    page.get_by_label("标题", exact=True).fill(QUESTION)
    page.get_by_label("文种").select_option("请示")
    page.get_by_label("行文方向").select_option("up")
    page.get_by_label("主送（印在文件上的）").fill("临江县人民政府")
    page.get_by_label("附注").fill("联系人：党政综合办，电话：6201188")
    page.get_by_label("正文").fill(
        "城关镇敬老院建于1998年，屋面渗漏，部分电路老化。为保障入住老人安全，拟对屋面和电路进行修缮，需资金36万元，"
        "镇财政自筹12万元，请县财政补助24万元。\n\n妥否，请批示。\n"
    )
    choose(page, "to", ["临江县人民政府办公室"])
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("草稿已保存")
    act(page, "请审核。")
    act(open_todo(office, "收文单位科室", QUESTION), "情况属实。")
    town = {
        "vet": "乡镇核稿",
        "signer": "镇长",
        "sign": "收文单位领导",
        "clerk": "收文单位收发员",
        "keeper": "乡镇公章管理员",
    }
    issued(office, QUESTION, **town)


def issued(office: Office, title: str, *, vet: str, signer: str, sign: str, clerk: str, keeper: str) -> None:
    """From 核稿 to 分发."""
    page = open_todo(office, vet, title)
    page.get_by_role("radio", name=signer, exact=False).first.check()
    act(page, "已核，请签发。")
    act(open_todo(office, sign, title), "同意。", "签发")
    page = open_todo(office, clerk, title)
    act(page, "格式无误。")
    page.get_by_role("button", name="编号").click()
    expect(page.locator("main")).to_contain_text("已编号")
    page = laid_out(office, keeper, title)
    page.get_by_label("印章密码").fill("yinzhang2026")
    page.get_by_role("button", name="用印").click()
    expect(page.locator("main")).to_contain_text("已用印")
    page = open_todo(office, clerk, title)
    page.get_by_role("button", name="分发").click()
    page.get_by_role("dialog").get_by_role("button", name="分发", exact=True).click()
    expect(page.locator("main")).to_contain_text("已分发")


def laid_out(office: Office, keeper: str, title: str) -> Page:
    page = office.page_of(keeper)
    for _ in range(120):
        page.goto("/inbox/todo")
        if page.get_by_role("link", name=title).count():
            return open_todo(office, keeper, title)
        page.wait_for_timeout(500)
    raise AssertionError("the worker did not lay the document out within a minute")


def received(office: Office) -> None:
    page = open_todo(office, CLERK, QUESTION)
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_label("文种")).to_have_value("请示")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("main")).to_contain_text("已登记")
    act(page, "请拟办。")
    page.get_by_role("radio", name="县长", exact=False).first.check()
    choose(page, "proposed_units", ["综合科"])
    act(page, "拟由综合科提出意见。")
    act(open_todo(office, "县长", QUESTION), "请综合科商财政局提出意见，拟批复报我签。")


def answered(office: Office) -> None:
    page = open_todo(office, "主办科室", QUESTION)
    page.get_by_role("link", name="拟复文").click()
    expect(page.get_by_label("标题", exact=True)).to_have_value(ANSWER)
    expect(page.get_by_label("文种")).to_have_value("批复")
    page.get_by_label("正文").fill("你镇关于修缮城关镇敬老院的请示收悉。经研究，同意县财政补助24万元，专款专用。\n")
    picture(page, "answer-draft")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("草稿已保存")
    act(page, "请审核。")
    act(open_todo(office, "主办科室", ANSWER), "已商财政局。")
    county = {"vet": "核稿", "signer": "· 县长", "sign": "县长", "clerk": CLERK, "keeper": "公章管理员"}
    issued(office, ANSWER, **county)


def linked(office: Office) -> None:
    """The county's received 请示 names its 批复; the town's 批复 names its 请示, and the 请示 its 批复."""
    page = open_todo(office, "主办科室", QUESTION)
    expect(page.locator("#tb-related")).to_contain_text(ANSWER)
    picture(page, "answer-linked")
    act(page, "已批复。")
    page = open_todo(office, "收文单位收发员", ANSWER)
    expect(page.locator("#tb-related")).to_contain_text(QUESTION)
    picture(page, "answer-arrived")
    page = office.page_of("乡镇拟稿人")
    page.goto("/documents/mine")
    page.get_by_role("link", name=QUESTION).first.click()
    expect(page.locator("#tb-related")).to_contain_text(ANSWER)
