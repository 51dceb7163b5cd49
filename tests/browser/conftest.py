"""Chromium for the journeys: CHROMIUM names it where it is not at /usr/bin/chromium. A page that speaks to another host fails."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import office
from tests.browser.watching import watch

PATIENCE = 20_000  # milliseconds: two journeys at once on two cores, each with its processes
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _beside_an_event_loop() -> None:
    """Playwright's loop runs in the thread of the tests; the rows they make are theirs alone."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def _together(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the processes of one run keep what they make once."""
    own = tmp_path_factory.getbasetemp()
    office.together = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "together"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    """A fresh window at the desk's size, with addresses relative to the server. Errors of script and strangers' hosts fail."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    faults: list[str] = []
    watch(window, live_server.url, faults)
    yield window
    context.close()
    assert faults == []
