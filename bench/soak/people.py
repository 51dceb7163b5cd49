"""People at work: each opens his desk, reads, and does what the form on the page asks of him. He knows nothing but the page."""

import random
import threading
import time
from dataclasses import dataclass, field

from bench.soak.window import Form, Page, Window

MATTER = r"/documents/(?:incoming/|copies/)?\d+"
MENU = r"/(?:inbox/[a-z-]+|documents/[a-z-]*|notices/)"
OPERATIONS = {
    "new": "documents.draft", "number": "documents.assign_number", "seal": "documents.seal",
    "distribute": "documents.distribute", "sign": "documents.sign_for", "refuse": "documents.refuse",
    "register": "documents.register",
}  # fmt: skip
OPINIONS = ("同意。", "已阅，请按意见办理。", "内容属实，请审核。", "请抓紧落实，按时反馈。")
BODY = (
    "为做好有关工作，现将事项通知如下：\n\n一、落实责任\n\n各单位要明确专人负责，把任务分解到岗、到人。\n\n"
    "二、加强督查\n\n每月25日前报送进展情况。\n"
)


@dataclass(slots=True)
class Tally:
    """What all of them met, gathered under one lock."""

    times: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)  # operation → answers that said it was carried out
    unknown: dict[str, int] = field(default_factory=dict)  # → asked for, and no answer came
    refused: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self, what: str, seconds: float, status: int) -> None:
        with self.lock:
            self.times.setdefault(what, []).append(seconds)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if (status == 0 or status >= 500) and len(self.faults) < 20:
                self.faults.append(f"{what}: {status or 'no answer'}")

    def count(self, where: dict[str, int], name: str) -> None:
        with self.lock:
            where[name] = where.get(name, 0) + 1


@dataclass(slots=True)
class Rules:
    """How the run is bounded, and what everybody knows: passwords, and whom to send documents to."""

    until: float
    most_drafts: int
    pause: float
    password: str
    seal_password: str
    receivers: list[str]
    drafts: int = 0


class Person:
    """One account in one window. Work that lies on the desk is done, else something is read."""

    def __init__(
        self, account: str, *, server: str, drafts: bool, tally: Tally, rules: Rules, rng: random.Random
    ) -> None:
        self.account, self.drafts, self.tally, self.rules, self.rng = account, drafts, tally, rules, rng
        self.window = Window(server, told=tally.told)
        self.signed_in = False

    def visit(self) -> None:
        """Some minutes of a working day, in seconds."""
        self.window.rest()  # the server has closed a line that was idle since the last visit
        if not self.signed_in:
            self._sign_in()
        if self.drafts and self.rng.random() < 0.5:
            self._draft()
        for _ in range(self.rng.randint(1, 3)):
            self._work() if self.rng.random() < 0.7 else self._read()
            time.sleep(self.rng.uniform(0.2, 1.8) * self.rules.pause)

    def _sign_in(self) -> None:
        page = self.window.get("/login", what="login page")
        form = next(form for form in page.forms() if form.named("login"))
        fields = filled(form, {"login": self.account, "password": self.rules.password})
        answer = self.window.post("/login", fields, what="log in", referer="/login")
        self.signed_in = answer.status == 302
        if not self.signed_in:
            self.tally.faults.append(f"{self.account} cannot log in: {answer.status}")
        self.window.follow(answer)

    def _read(self) -> None:
        home = self.window.get("/", what="home")
        lists = [link for link in home.links(MENU) if not link.endswith("/new")]
        page = self.window.get(self.rng.choice(lists), what="list") if lists else home
        if found := page.links(MATTER):
            self.window.get(self.rng.choice(found), what="matter")

    def _work(self) -> None:
        """What lies on the desk, a few of them one after the other."""
        for _ in range(3):
            found = self.window.get("/inbox/todo", what="to-do").links(MATTER)
            if not found:
                return
            page = self.window.get(self.rng.choice(found), what="matter")
            form = self._form_of_the_step(page)
            if form is not None:
                self._send(form, page)

    def _form_of_the_step(self, page: Page) -> Form | None:
        wanted = {"act", *OPERATIONS} - {"new", "refuse" if self.rng.random() < 0.95 else "sign"}
        return next((form for form in page.forms() if form.method == "post" and form.verb in wanted), None)

    def _send(self, form: Form, page: Page) -> None:
        returns = form.verb == "act" and self.rng.random() < 0.06
        acts = [button.value for button in form.named("act")]
        act = "return" if returns and "return" in acts else "complete" if "complete" in acts else ""
        given = {
            "opinion": self.rng.choice(OPINIONS),
            "reason": "附件打不开，请重新发送。",
            "password": self.rules.seal_password,
        }
        fields = filled(form, given, rng=self.rng)
        if act:
            fields.append(("act", act))
        operation = OPERATIONS.get(form.verb, "flow.send_back" if act == "return" else "flow.complete")
        self._carry_out(operation, form.action, fields, page)

    def _draft(self) -> None:
        with self.tally.lock:
            if self.rules.drafts >= self.rules.most_drafts:
                return
            self.rules.drafts += 1
            number = self.rules.drafts
        page = self.window.get("/documents/new", what="draft page")
        form = next((form for form in page.forms() if form.named("main_recipients")), None)
        if form is None:
            return
        given = {
            "title": f"关于做好第{number}项重点工作的通知",
            "body": BODY,
            "main_recipients": "各乡镇人民政府，县直各单位",
        }
        chosen = self.rng.sample(self.rules.receivers, 6)
        fields = (
            filled(form, given) + [("to", unit) for unit in chosen[:4]] + [("copy_to", unit) for unit in chosen[4:]]
        )
        self._carry_out("documents.draft", "/documents/new", fields, page)

    def _carry_out(self, operation: str, action: str, fields: list[tuple[str, str]], page: Page) -> None:
        answer = self.window.post(action, fields, what=operation, referer=page.address)
        if answer.status in (302, 303):
            self.tally.count(self.tally.done, operation)
            self.window.follow(answer)
        elif answer.status in (0, 500, 502, 503):
            self.tally.count(self.tally.unknown, operation)
        else:
            self.tally.count(self.tally.refused, f"{operation} {answer.status}")


def filled(form: Form, given: dict[str, str], *, rng: random.Random | None = None) -> list[tuple[str, str]]:
    """The form as somebody sends it: what is given, what stands there, and a choice where one is asked for."""
    fields: list[tuple[str, str]] = []
    groups: dict[str, list[str]] = {}
    for control in form.controls:
        if control.name in given:
            fields.append((control.name, given[control.name]))
        elif control.type in {"radio", "checkbox"}:
            groups.setdefault(f"{control.type} {control.name}", []).append(control.value)
            if control.checked:
                fields.append((control.name, control.value))
        elif control.type == "select":
            fields.append((control.name, control.value or (control.options or [""])[0]))
        elif control.type not in {"button", "submit", "file", "search"}:
            fields.append((control.name, control.value))
    return fields + chosen(groups, {name for name, _ in fields}, rng) if rng else fields


def chosen(groups: dict[str, list[str]], known: set[str], rng: random.Random) -> list[tuple[str, str]]:
    """One of each group where nothing is ticked. Where to return to is left as it is."""
    found = []
    for group, values in groups.items():
        name = group.partition(" ")[2]
        if name not in known and name != "to":
            found.append((name, rng.choice(values)))
    return found
