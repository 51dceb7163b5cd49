"""The public zone as its own processes: guide pages a second and submissions a second, the load generator beside them.

The web server answers real HTTP on PostgreSQL with the settings of the public zone. The floor is /healthz of the same server: a bare view
behind the same middleware.
"""

import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any

from bench.machine import Figure

NAME = "tongban_bench_public"
PROCESSES = 2
ASKED_AT_ONCE, SECONDS, ROUNDS = 8, 4.0, 3
APPLICANTS, CLIENTS = 120, 4
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
BOXES = re.compile(r'<input type="checkbox" name="(\w+)"')
PARTS = re.compile(r'(?:href|src)="(/static/[^"#]+)')
COMPRESSED = {"Accept-Encoding": "gzip"}


def figures() -> list[Figure]:
    with public_zone() as (url, seeded):
        guide = seeded["guide"]
        floor = statistics.median(pages(url, "/healthz") for _ in range(ROUNDS))
        rate = statistics.median(pages(url, guide) for _ in range(ROUNDS))
        weight = weigh(url, guide) / 1000
        submitted = submissions(url, seeded["drafts"])
    return [
        Figure(
            "guide page of the portal, load generator beside it", round(rate), "1/s", "≥ 300 1/s", rate >= 300, True
        ),
        Figure("the same / a bare view", round(rate / floor, 2), "×", "none, for comparison", met=True, more=True),
        Figure("guide page with all it needs, compressed", round(weight, 1), "kB", "≤ 100 kB", weight <= 100),
        Figure("submissions, 4 clients at once", round(submitted), "1/s", "≥ 25 1/s", submitted >= 25, more=True),
        Figure(
            "the same in bare views of that moment", round(floor / submitted, 1), "×", "none, for comparison", met=True
        ),
    ]


@contextmanager
def public_zone() -> Iterator[tuple[str, dict[str, Any]]]:
    """The address of a running public zone, and what was put into it."""
    from bench.__main__ import SERVER, psql  # noqa: PLC0415 - the program itself, which imports this part

    psql(f"drop database if exists {NAME}", f"create database {NAME}")
    home, port = Path(os.environ["TONGBAN_HOME"]) / "public", free_port()
    environment = os.environ | {
        "TONGBAN_HOME": str(home), "TONGBAN_SITES": "portal", "DATABASE_URL": f"{SERVER}/{NAME}", "PORT": str(port),
        "TONGBAN_WEB_PROCESSES": str(PROCESSES), "TONGBAN_LOG_LEVEL": "ERROR", "TONGBAN_DEMO": "1",
    }  # fmt: skip
    seed = [sys.executable, "-m", "bench.portal"]
    seeded = json.loads(subprocess.run(seed, env=environment, check=True, capture_output=True).stdout.splitlines()[-1])
    web = subprocess.Popen([sys.executable, "-m", "tongban", "web"], env=environment)
    try:
        wait_for(port)
        yield f"http://localhost:{port}", seeded
    finally:
        web.terminate()
        web.wait(20)
        psql(f"drop database if exists {NAME} with (force)")


def seed() -> None:
    """In the public zone: an item as it came over, and filled drafts of members who are signed in."""
    from bench import office  # noqa: PLC0415 - makes Django ready

    office.prepare()
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tongban.business.hall.testing import filled, open_hall  # noqa: PLC0415
    from tongban.foundation.members.testing import make_enterprise, make_member, sign_in_member  # noqa: PLC0415

    _, guide = open_hall()
    drafts = []
    for _ in range(APPLICANTS):
        member, browser = make_member(), Client()
        draft = filled(guide, member, make_enterprise(member))
        sign_in_member(browser, member)
        name = settings.SESSION_COOKIE_NAME
        drafts.append((str(draft.uid), [name, browser.cookies[name].value]))
    print(json.dumps({"guide": f"/guide/{guide.uid}", "drafts": drafts}))


def pages(url: str, path: str) -> float:
    """Answers a second, asked over connections that stay open."""
    port = urllib.parse.urlsplit(url).port
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    return asyncio.run(_ask_for_a_while(port or 80, asked))


async def _ask_for_a_while(port: int, asked: bytes) -> float:
    until = time.monotonic() + SECONDS
    counts = await asyncio.gather(*(_ask(port, asked, until) for _ in range(ASKED_AT_ONCE)))
    return sum(counts) / SECONDS


async def _ask(port: int, asked: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:80]
        length = re.search(rb"content-length: (\d+)", head.lower())
        await (reader.readexactly(int(length[1])) if length else reader.readuntil(b"\r\n0\r\n\r\n"))
        count += 1
    writer.close()
    return count


def weigh(url: str, path: str) -> int:
    """Bytes of the page and of all that it names, as they travel."""
    with urllib.request.urlopen(url + path) as answer:
        text = answer.read().decode()
    places = {path, *PARTS.findall(text)}
    return sum(len(urllib.request.urlopen(urllib.request.Request(url + p, headers=COMPRESSED)).read()) for p in places)


def submissions(url: str, drafts: list[tuple[str, list[str]]]) -> float:
    """Submissions a second of some clients at once; each form was opened before."""
    ready = [opened(url, uid, cookie) for uid, cookie in drafts]
    hands = [ready[n::CLIENTS] for n in range(CLIENTS)]
    threads = [threading.Thread(target=lambda mine=mine: [submit(*one) for one in mine]) for mine in hands]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(ready) / (time.perf_counter() - started)


def opened(url: str, uid: str, cookie: list[str]) -> tuple[Any, str, bytes]:
    """A browser with the last page of the application open, and what its form will send."""
    jar = CookieJar()
    jar.set_cookie(_cookie(*cookie))
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"{url}/apply/{uid}/check"
    page = browser.open(address).read().decode()
    values = dict(HIDDEN.findall(page)) | dict.fromkeys(BOXES.findall(page), "on")
    return browser, address, urllib.parse.urlencode(values).encode()


def submit(browser: Any, address: str, body: bytes) -> None:
    answer = browser.open(address, body)
    assert answer.url.endswith("/receipt"), answer.url


def _cookie(name: str, value: str) -> Cookie:
    return Cookie(
        0, name, value, None, False, "localhost.local", False, False, "/", True, False, None, True, None, None, {}
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the public zone did not start")


if __name__ == "__main__":
    seed()
