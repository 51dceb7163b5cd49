"""How much memory a web process holds after some hundred pages, the heavy ones among them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from django.urls import reverse

from bench.machine import Figure
from bench.office import county
from bench.todo import signed_in
from tongban.business.documents.testing import make_draft

PAGES = ("workbench:home", "inbox:todo", "documents:mine", "documents:new")
REQUESTS = 400


def figures() -> list[Figure]:
    document = make_draft(county(), title="关于做好内存测量工作的通知")
    session = signed_in(county().people["drafter"]).cookies["tongban_session"].value
    urls = [*(reverse(page) for page in PAGES), reverse("documents:page", args=[document.pk])]
    held = _after(urls, session)
    return [Figure("memory of the web process", held, "MB", "≤ 250 MB", held <= 250)]


def _after(urls: list[str], session: str) -> int:
    """The greatest resident set of the server's processes, in MB, after REQUESTS pages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "tongban", "web", "--port", str(port)])
    try:
        _wait_for(port)
        for number in range(REQUESTS):
            asked = urllib.request.Request(
                f"http://localhost:{port}{urls[number % len(urls)]}", headers={"Cookie": f"tongban_session={session}"}
            )
            urllib.request.urlopen(asked).read()
        return max(_resident(pid) for pid in _family(server.pid))
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the web process does not answer")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(int(child) for child in children)]


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
