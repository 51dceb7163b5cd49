"""A hall in which something has happened, and the address of each of its public pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tongban.business.hall.models import Draft, Guide, LetterCopy, LicenseCopy, Submission
from tongban.business.hall.testing import applied, asked, case_of, decided, filled, open_hall
from tongban.engines.exchange import testing as exchange
from tongban.foundation.members.models import Enterprise, Member
from tongban.foundation.members.testing import make_agent, make_enterprise, make_member, sign_in_member

URLS = "tests.public_urls"
MACHINES = ("healthz", "readyz", "metrics", "exchange_door:", "public-rest:")  # what no reader opens
Pressed = tuple[str, dict[str, str], str]


@dataclass
class Hall:
    """A member with a business and an agent; a draft, an application under way, one to supplement, one that was granted,
    one that was denied and whose letter waits for its seal."""

    member: Member
    enterprise: Enterprise
    guide: Guide
    draft: Draft
    running: Submission
    asked: Submission
    granted: Submission
    denied: Submission


def open_public_hall() -> Hall:
    bureau, guide = open_hall()
    member = make_member("周明", phone="13812340626", mail="zhou@example.cn")
    shops = [make_enterprise(member, name) for name in ("临江县周记小吃店", "临江县周记面馆", "临江县周记茶楼")]
    make_agent(shops[0], make_member("何苗"))
    granted, to_supplement, denied, running = (applied(guide, member, who) for who in (*shops, None))
    exchange.carry()
    decided(bureau, granted)
    asked(bureau, to_supplement, {"m1": "面积与布局图不一致。", "m4": "照片看不清。"})
    decided(bureau, denied, granted=False)
    LetterCopy.objects.filter(progress__submission=denied).update(file=None)
    draft = filled(guide, member, shops[0])
    draft.files.filter(key="m4").update(verdict="blurred")
    return Hall(member, shops[0], guide, draft, running, to_supplement, granted, denied)


def samples(hall: Hall) -> dict[str, list[dict[str, Any]]]:
    """Arguments for each page that needs some, by its name."""
    draft, item = {"uid": hall.draft.uid}, {"uid": hall.guide.uid}
    cases = [{"uid": row.uid} for row in (hall.running, hall.asked, hall.granted, hall.denied)]
    letters = LetterCopy.objects.filter(file=None)
    return {
        "members:document": [{"name": name} for name in ("terms", "privacy", "identity")],
        "members:agents": [{"uid": hall.enterprise.uid}],
        "guide:item": [item],
        "guide:checklist": [item],
        "guide:blank": [],
        "apply:start": [item],
        "apply:resume": [draft],
        "apply:page": [draft | {"page": 0}],
        "apply:materials": [draft],
        "apply:changed": [draft],
        "apply:check": [draft],
        "apply:discard": [draft],
        "mine:case": cases,
        "mine:receipt": cases[:1],
        "mine:withdraw": cases[:1],
        "mine:letter": [{"uid": letter.uid} for letter in letters],
        "mine:supplement": cases[1:2],
        "mine:rate": cases[2:3],
        "check:license": [{"token": "0" * 12}, {"token": LicenseCopy.objects.get().token}],
        "files:download": [],
    }


def pressed(hall: Hall) -> dict[bool, list[Pressed]]:
    """Pages that stand behind a button: (where it is, what is typed before, its name or value), for strangers and for the member."""
    new, number = {"contact": "13912349876"}, {"number": case_of(hall.asked).number_text, "code": hall.asked.code}
    application = f"/apply/{hall.draft.uid}"
    return {
        False: [
            ("/account/register", new | {"terms": "on", "privacy": "on"}, "send"),
            ("/account/register", new, "send"),
            ("/account/recover", {"contact": "zhou@example.cn"}, "send"),
            ("/account/sign-in?way=code", {"contact": "13812340626"}, "send"),
            ("/account/sign-in", {"contact": "13812340626", "password": "wrong"}, ""),
            ("/progress/", number, ""),
            ("/progress/", number | {"code": "0"}, ""),
        ],
        True: [
            ("/account/contact", {"contact": "13912349875"}, "send"),
            (f"{application}/page/0", {"place": ""}, ""),
            (f"{application}/check", {}, ""),
            (f"/mine/cases/{hall.asked.uid}/supplement", {}, ""),
            (f"/mine/cases/{hall.granted.uid}/rate", {}, ""),
        ],
    }


WORDS = ("/guide/?q=食品经营", "/guide/?q=宇宙飞船", "/nowhere", "/mine/?page=9")


def addresses(hall: Hall) -> list[str]:
    """Every address that a reader can open; LookupError for a page with arguments of which no sample is known."""
    known, found = samples(hall), []
    for name, route, pattern in _pages(get_resolver(URLS)):
        if name.startswith(MACHINES) or "GET" not in _methods(pattern.callback):
            continue
        for arguments in known[name] if "<" in route else [{}]:
            found.append(reverse(name, URLS, kwargs=arguments))
    return [*dict.fromkeys(found), *WORDS]


def _pages(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _pages(entry, route, inner)
        else:
            yield f"{space}{entry.name or route}", route, entry


def _methods(view: Any) -> list[str]:
    """What a page answers to, as require_safe and its like say it; GET where none of them was asked."""
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            return list(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return ["GET"]


def signed_in(member: Member) -> dict[str, str]:
    """The cookie of a session of the member, for a browser."""
    client = Client()
    sign_in_member(client, member)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
