"""The whole product as `tongban run` starts it, with a small demo county, for journeys that many people play."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.watching import watch

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS, CASES = 8, 24
together = Path(tempfile.gettempdir())  # what the processes of one run share (conftest.py names it)


@dataclass(slots=True)
class Office:
    """A running installation and the windows of its people: each has a browser context of his own."""

    home: Path
    url: str
    browser: Browser
    accounts: dict[str, str]
    windows: dict[str, BrowserContext]
    faults: list[str]

    def page_of(self, part: str, *, width: int = 1440) -> Page:
        """The window of the person who plays this part, signed in once."""
        if part not in self.windows:
            self.windows[part] = self._signed_in(part, width)
        context = self.windows[part]
        return context.pages[0]

    @property
    def portal_url(self) -> str:
        """Where the public zone of the same `tongban run` answers."""
        return f"http://localhost:{int(self.url.rpartition(':')[2]) + 1}"

    def visitor(self, name: str, *, width: int = 390) -> Page:
        """The window of somebody of the public at the portal, by default a phone; nobody is signed in yet."""
        if name not in self.windows:
            self.windows[name] = self._window(self.portal_url, width)
        return self.windows[name].pages[0]

    def _window(self, url: str, width: int) -> BrowserContext:
        context = self.browser.new_context(
            base_url=url, viewport={"width": width, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(30_000)
        watch(context.new_page(), url, self.faults)
        return context

    def leave(self) -> None:
        """Everybody closes his window: after a jump of the clock the sessions are over."""
        for context in self.windows.values():
            context.close()
        self.windows.clear()

    def _signed_in(self, part: str, width: int) -> BrowserContext:
        context = self._window(self.url, width)
        page = context.pages[0]
        page.goto("/login")
        page.get_by_label("用户名").fill(self.accounts[part])
        page.get_by_label("密码").fill("Tongban#2026")
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("我的桌面")
        return context


def open_todo(office: Office, part: str, title: str) -> Page:
    """Open the document from the person's own 待办."""
    page = office.page_of(part)
    page.goto("/inbox/todo")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title[:12])
    return page


def act(page: Page, opinion: str, button: str = "提交") -> None:
    """Write an opinion and press the button of the action panel."""
    page.locator("#opinion").fill(opinion)
    page.locator(".tb-doc-foot").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main")).to_contain_text("已")


def choose(page: Page, field: str, units: list[str]) -> None:
    """Tick units in a picker by their names."""
    picker = page.locator(f"#id_{field}")
    for unit in units:
        picker.get_by_role("searchbox").fill(unit)
        picker.get_by_role("checkbox", name=unit).check()
    picker.get_by_role("searchbox").fill("")


def start(home: Path, **settings: str) -> "tuple[subprocess.Popen[str], str, dict[str, str]]":
    """Start on a county of its own; gives the process, the address and the demo accounts by part."""
    port, log = free_port(), home.parent / "office.log"
    if not os.environ.get("TONGBAN_BROWSER_DATABASE"):
        shutil.copytree(prepared(), home)
    process = tongban(home, log, "run", "--port", str(port), **settings)
    wait_for(process, port, log)
    return process, f"http://localhost:{port}", read_accounts(log)


def prepared() -> Path:
    """The home folder of a county that nobody touches, made once for all journeys: theirs are copies of it."""
    home = together / "county" / "home"
    together.mkdir(exist_ok=True)
    with (together / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.parent.exists():
            home.parent.mkdir()
            log = home.parent / "prepared.log"
            assert tongban(home, log, "prepare").wait(900) == 0, log.read_text()[-3000:]
    return home


def tongban(home: Path, log: Path, *words: str, **settings: str) -> "subprocess.Popen[str]":
    environment = os.environ | {
        "TONGBAN_HOME": str(home), "TONGBAN_DEMO": "1", "TONGBAN_DEMO_DOCUMENTS": str(DOCUMENTS),
        "TONGBAN_DEMO_CASES": str(CASES), "PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "",
        "DATABASE_URL": os.environ.get("TONGBAN_BROWSER_DATABASE", ""), "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
    } | settings  # fmt: skip
    command = [sys.executable, "-m", "tongban", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log.open("w"), stderr=subprocess.STDOUT, text=True
    )


def stop(process: "subprocess.Popen[str]") -> int:
    """Ctrl-C."""
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=20)


def wait_for(process: "subprocess.Popen[str]", port: int, log: Path) -> None:
    for _ in range(2400):
        if process.poll() is not None:
            raise AssertionError(f"tongban run ended: {log.read_text()[-3000:]}")
        if "通办已启动" in log.read_text():
            return
        time.sleep(0.25)
    raise AssertionError(f"tongban run did not start within ten minutes: {log.read_text()[-3000:]}")


def read_accounts(log: Path) -> dict[str, str]:
    """part → user name, from the lines that `tongban run` prints."""
    rows = [line.strip().split("\t") for line in log.read_text().splitlines() if line.count("\t") == 2]
    return {row[0]: row[1] for row in rows}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
