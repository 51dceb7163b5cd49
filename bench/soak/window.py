"""A browser window without a browser: one connection, cookies, pages and their forms."""

import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

TIMEOUT = 30.0  # seconds
Told = Callable[[str, float, int], None]


@dataclass(slots=True)
class Control:
    """What can be filled in: `options` of a select, and whether a box is ticked."""

    name: str
    type: str
    value: str
    options: list[str] = field(default_factory=list)
    checked: bool = False


@dataclass(slots=True)
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def verb(self) -> str:
        """The last word of where it goes: act, number, seal, distribute, sign, register …"""
        return urlsplit(self.action).path.rpartition("/")[2]

    def named(self, name: str) -> list[Control]:
        return [control for control in self.controls if control.name == name]


class Reader(HTMLParser):
    """The forms of a page, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self.form is not None
        if tag == "option" and self.form.controls:
            self.form.controls[-1].options.append(given.get("value", ""))
            if "selected" in given:
                self.form.controls[-1].value = given.get("value", "")
        elif tag in {"input", "select", "textarea", "button"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.form.controls.append(Control(given["name"], kind, given.get("value", ""), checked="checked" in given))


@dataclass(slots=True)
class Page:
    address: str
    status: int
    text: str

    def forms(self) -> list[Form]:
        reader = Reader()
        reader.feed(self.text)
        return reader.forms

    def links(self, pattern: str) -> list[str]:
        return re.findall(rf'href="({pattern})"', self.text)


class Window:
    """Signed in as nobody at first. Each answer is told: what was asked, seconds, status."""

    def __init__(self, server: str, *, told: Told) -> None:
        parts = urlsplit(server)
        assert parts.hostname is not None
        self.line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT)
        self.server, self.told = server, told
        self.cookies: dict[str, str] = {}

    def rest(self) -> None:
        """Hang up; the next question opens a new line."""
        self.line.close()

    def get(self, address: str, *, what: str) -> Page:
        return self._follow(self._ask("GET", address, what=what), what=what)

    def post(self, address: str, fields: list[tuple[str, str]], *, what: str, referer: str) -> Page:
        """The answer itself, a redirect not followed: it says that the operation was carried out."""
        return self._ask("POST", address, what=what, body=urlencode(fields), referer=referer)

    def follow(self, page: Page) -> Page:
        return self._follow(page, what="after")

    def _follow(self, page: Page, *, what: str) -> Page:
        for _ in range(5):
            if page.status not in (301, 302, 303):
                return page
            page = self._ask("GET", page.text, what=what)
        return page

    def _ask(self, method: str, address: str, *, what: str, body: str = "", referer: str = "") -> Page:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.server + referer}
        started = time.perf_counter()
        status, location, text = self._exchange(method, address, body.encode(), head)
        self.told(what, time.perf_counter() - started, status)
        return Page(address, status, location or text)

    def _exchange(self, method: str, address: str, body: bytes, head: dict[str, str]) -> tuple[int, str, str]:
        try:
            self.line.request(method, address, body, head)
            answer = self.line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.line.close()
            return 0, "", ""
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), text
