"""Every public page in Chromium: axe finds nothing at all, whatever the window and the dress, and it is light."""

import gzip
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response
from pytest_django.live_server_helper import LiveServer

from tests.browser.public import Hall, addresses, open_public_hall, pressed, signed_in
from tests.browser.watching import watch
from tongban.foundation.ui.display import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK, ENLARGED = (390, 844), (1440, 900), (720, 450)  # ENLARGED: the desk's window at 200 %
# A dress as the server is asked for it, and the looks of what it sends: a window, and what the reader chooses besides. That is
# a class of the page and nothing else (sites/portal/tests/test_frame.py), so the page is not fetched again for it.
LOOKS = {
    "": [(PHONE, ""), (DESK, ""), (ENLARGED, "")],
    "elder": [
        (PHONE, ""), (PHONE, "tb-larger"), (PHONE, "tb-dark"), (DESK, ""), (DESK, "tb-larger"), (DESK, "tb-dark"),
        (ENLARGED, "tb-larger tb-dark"),
    ],
}  # fmt: skip
PAGE_LIMIT, STYLE_LIMIT = 100_000, 20_000
MISSING = ("/check/000000000000", "/nowhere")


@pytest.fixture
def server(public_zone: None, transactional_db: None, settings: Any) -> Iterator[str]:
    """A server of the public zone, as in the demo: the one of the other tests has the office's doors."""
    settings.SMS_GATEWAY = settings.VERIFIER = "demo"
    live = LiveServer("localhost")
    yield live.url
    live.stop()


@pytest.fixture
def hall(server: str) -> Hall:
    return open_public_hall()


def window(
    chromium: Browser,
    server: str,
    *,
    size: tuple[int, int] = DESK,
    dress: str = "",
    hall: Hall | None = None,
    **how: Any,
) -> BrowserContext:
    """A browser of somebody who has logged in (`hall`: its member) or not, in this dress."""
    context = chromium.new_context(
        base_url=server,
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",  # no colour is looked at on its way
        **how,
    )
    context.set_default_timeout(8000)
    cookies = [{"name": COOKIE, "value": dress}] if dress else []
    cookies += [signed_in(hall.member)] if hall else []
    context.add_cookies([{**cookie, "url": server} for cookie in cookies])
    return context


def pages(context: BrowserContext, server: str, hall: Hall, seen: set[str]) -> Iterator[tuple[str, Page]]:
    """Each public page that is not `seen` yet, opened; one that leads to another place comes as that place."""
    page, faults = context.new_page(), []
    watch(page, server, faults)
    for address in addresses(hall):
        if address in seen:
            continue
        response = page.goto(address)
        assert response is not None
        assert response.status < 400 or address in MISSING, (address, response.status)
        place = page.url.removeprefix(server).partition("?next=")[0]
        if response.headers.get("content-type", "").startswith("text/html") and place not in seen:
            seen.add(place)
            yield address, page
    assert faults == []


def pressed_pages(context: BrowserContext, hall: Hall, *, member: bool) -> Iterator[tuple[str, Page]]:
    """What stands behind buttons: second steps, and forms that came back."""
    page = context.new_page()
    for address, typed, button in pressed(hall)[member]:
        page.goto(address)
        for name, value in typed.items():
            there = page.locator(f'main [name="{name}"]').first
            there.check() if value == "on" else there.fill(value)
        page.locator(
            f'main form[method=post] button[name="{button}"]' if button else "main form[method=post] .tb-btn"
        ).first.click()
        page.wait_for_load_state()
        yield f"{address} + {button or 'sent'}", page


def wrong(page: Page, looks: list[tuple[tuple[int, int], str]]) -> Iterator[str]:
    """What axe finds in each of the looks, every rule on; and whether the page is wider than the window."""
    dress = page.locator("html").get_attribute("class") or ""
    page.evaluate(Axe().axe_script)
    for (width, height), more in looks:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("classes => { document.documentElement.className = classes }", f"{dress} {more}".strip())
        for rule in page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)"):
            yield from (f"{width} {more} {rule['id']}: {node['html'][:120]}" for node in rule["nodes"])
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        if wide > 0:
            yield f"{width} {more}: {wide} px wider than the window"


@pytest.mark.parametrize(("dress", "looks"), LOOKS.items(), ids=("usual", "elder"))
def test_every_public_page_is_clean_for_axe_and_light(chromium, server, hall, dress, looks):
    found: dict[str, list[str]] = {}
    heavy: dict[str, int] = {}
    seen: set[str] = set()
    for viewer in (None, hall):
        context = window(chromium, server, dress=dress, hall=viewer)
        sizes: dict[str, int] = {}
        context.on("response", lambda response, sizes=sizes: sizes.setdefault(response.url, _weight(response)))
        behind = pressed_pages(context, hall, member=viewer is not None)
        for address, page in chain(pages(context, server, hall, seen), behind):
            asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
            heavy |= {
                f"{address} {url}": sizes[url] for url in asked if url.endswith(".css") and sizes[url] > STYLE_LIMIT
            }
            if (weight := sum(sizes.get(url, 0) for url in (page.url, *asked))) > PAGE_LIMIT:
                heavy[address] = weight
            for line in wrong(page, looks):
                found.setdefault(line, []).append(address)
        context.close()
    assert not found, "\n".join(f"{line}\n    on {' '.join(there)}" for line, there in found.items())
    assert heavy == {}


def _weight(response: Response) -> int:
    """As it travels: what is text is compressed on its way."""
    body = response.body() if response.status == 200 else b""
    return len(gzip.compress(body, 6)) if "image/png" not in response.headers.get("content-type", "") else len(body)
