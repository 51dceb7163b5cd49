"""Journey C in Chromium, on the product as it is started by `tongban run`: a limit comes near, passes the promise, passes the law;
the board shows it, the supervisor looks at the evidence and orders the unit to answer; what is paused stays still.

The development clock moves web and worker together; the cards come from the worker's own sweep.
"""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import office as running
from tests.browser import pictures
from tests.browser.office import Office

pytestmark = pytest.mark.browser
TOUR = os.environ.get("TONGBAN_TOUR")  # a folder: the pictures of docs/start/tour.md are taken on the way
MARKET = "临江县市场监督管理局"
DAY = 86_400
WITHIN = 90.0  # seconds in which the sweep, every five seconds, has told what passed
DEMAND, ANSWER = "说明超过承诺时限的原因，三日内办结。", "承办人外出学习，交接不到位；已指定代办人，今日办结。"
BOARD, CARDS, CASES = ("/console/supervision/", "/console/supervision/cards", "/console/supervision/cases")


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clock") / "offset"


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, clock: Path) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office") / "home"
    process, url, accounts = running.start(home, TONGBAN_CLOCK_FILE=str(clock))
    made = Office(home, url, chromium, accounts, {}, [])
    yield made
    made.leave()
    assert running.stop(process) == 0
    assert made.faults == []


def picture(page: Page, name: str) -> None:
    assert pictures.fits(page), page.url
    if TOUR:
        pictures.save(page, Path(TOUR) / f"{name}.png")


@pytest.mark.feature("F-MO-01", "F-MO-04", "F-MO-06", "F-MO-09")
def test_a_limit_that_comes_near_turns_yellow_then_red_and_the_unit_must_answer(office: Office, clock: Path) -> None:
    number, unit, address = warned(office)
    paused = standing_still(office)
    moved(office, clock, days=8)
    carded(office, number, "yellow")
    looked_at_and_ordered(office, number)
    answered(office, unit, number)
    settled(office)
    moved(office, clock, days=50)
    carded(office, number, "red")
    grave(office, address)
    still_paused(office, paused)


def warned(office: Office) -> tuple[str, str, str]:
    """A running case whose promised limit is near: its number, unit and address."""
    page = office.page_of("监察员")
    page.goto(BOARD)
    expect(page.get_by_role("heading", level=1)).to_have_text("监察总览")
    picture(page, "supervision-board")
    page.goto(f"{CASES}?view=near")
    row = page.locator("main tbody tr").first
    number = row.locator("td").first.locator("small").inner_text()
    unit = row.locator("td").nth(1).inner_text().split("\n")[0]
    address = row.get_by_role("link").first.get_attribute("href") or ""
    page.goto(f"{CARDS}?tab=warning&q={number}")
    expect(page.locator("main tbody tr")).to_have_count(1)
    return number, unit, address


def standing_still(office: Office) -> str:
    """A case whose limits a special procedure has paused: the time line names the ground and links its letter."""
    page = office.page_of("监察员")
    page.goto(f"{CASES}?view=paused")
    page.locator("main tbody a").first.click()
    line = page.locator(".sv-paused")
    expect(line).to_contain_text("法定办结时限、承诺办结时限暂停")
    expect(line.get_by_role("link", name=re.compile("特别程序告知书"))).to_be_visible()
    expect(page.locator("aside")).to_contain_text("计时暂停")
    picture(page, "supervision-paused")
    return page.url


def moved(office: Office, clock: Path, *, days: int) -> None:
    """So many days later."""
    office.leave()
    clock.write_text(str(days * DAY), "ascii")


def carded(office: Office, number: str, level: str) -> None:
    """The worker has issued the card; the one that it replaces is gone from the list."""
    page, until = office.page_of("监察员"), time.monotonic() + WITHIN
    while time.monotonic() < until:
        page.goto(f"{CARDS}?tab={level}&q={number}")
        if page.locator("main tbody tr").count():
            break
        page.wait_for_timeout(1000)
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.goto(f"{CARDS}?q={number}")
    expect(page.locator("main tbody tr")).to_have_count(1)


def looked_at_and_ordered(office: Office, number: str) -> None:
    """From the figure of the board to the list, to the evidence of one card, to the 督办."""
    page = office.page_of("监察员")
    page.goto(f"{BOARD}?period=year")
    page.get_by_role("link", name=re.compile("本年黄牌")).click()
    page.get_by_label("编号、申请人或事项").fill(number)
    page.get_by_role("button", name="查找").click()
    page.locator("main tbody a").first.click()
    drawer = page.get_by_role("complementary", name="牌的依据")
    expect(drawer).to_contain_text("超过承诺时限")
    expect(drawer.locator(".sv-time")).to_contain_text(re.compile(r"承诺办结时限到期\s*\d\d-\d\d \d\d:\d\d:\d\d"))
    picture(page, "supervision-evidence")
    page.get_by_role("button", name="督办").click()
    expect(page.locator("#orderform_demand")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("督办要求").fill(DEMAND)
    page.get_by_role("button", name="督办").click()
    expect(page.locator("main")).to_contain_text("已发出督办 临督〔")


def answered(office: Office, unit: str, number: str) -> None:
    """The head of the unit finds it on his desk and answers."""
    page = office.page_of("许可决定" if unit == MARKET else f"许可决定（{unit}）")
    page.goto("/inbox/todo")
    page.get_by_role("row").filter(has_text="临督〔").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text(DEMAND)
    page.get_by_label("核查情况和整改措施").fill(ANSWER)
    picture(page, "supervision-answer")
    page.get_by_role("button", name="答复").click()
    expect(page.locator("main")).to_contain_text("已答复")


def settled(office: Office) -> None:
    """The board says that it was answered; the supervisor settles it."""
    page = office.page_of("监察员")
    page.goto(BOARD)
    page.get_by_role("link", name="看答复").first.click()
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.get_by_label("了结意见").fill("情况属实，整改到位。")
    page.get_by_role("button", name="了结").click()
    expect(page.locator("main")).to_contain_text("已了结")


def grave(office: Office, address: str) -> None:
    """The case tells the whole story: warning, yellow, red."""
    page = office.page_of("监察员")
    page.goto(address)
    line = page.locator(".sv-time").first
    for words in ("预警：承诺时限将到", "黄牌：超过承诺时限", "红牌：超过法定时限"):
        expect(line).to_contain_text(words)
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "supervision-phone")
    page.set_viewport_size({"width": 1440, "height": 900})


def still_paused(office: Office, address: str) -> None:
    """Two months of waiting for the procedure count for nothing."""
    page = office.page_of("监察员")
    page.goto(address)
    expect(page.locator("aside")).to_contain_text("计时暂停")
    expect(page.locator("aside")).not_to_contain_text("超过法定时限")
