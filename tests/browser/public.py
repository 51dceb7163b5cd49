"""A hall in which something has happened, and the address of each of its public pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tongban.business.hall.models import Draft, Guide, Submission
from tongban.business.hall.testing import applied, filled, open_hall
from tongban.engines.exchange import testing as exchange
from tongban.foundation.members.models import Enterprise, Member
from tongban.foundation.members.testing import make_agent, make_enterprise, make_member, sign_in_member

URLS = "tests.public_urls"
MACHINES = ("healthz", "readyz", "metrics", "exchange_door:")  # what no reader opens


@dataclass
class Hall:
    """A member with a business, an agent, a draft and a submission that is under way."""

    member: Member
    enterprise: Enterprise
    guide: Guide
    draft: Draft
    submission: Submission


def open_public_hall() -> Hall:
    _, guide = open_hall()
    member = make_member("周明", phone="13812340626", mail="zhou@example.cn")
    shop = make_enterprise(member)
    make_agent(shop, make_member("何苗"))
    submission = applied(guide, member, shop)
    exchange.carry()
    return Hall(member, shop, guide, filled(guide, member, shop), submission)


def samples(hall: Hall) -> dict[str, list[dict[str, Any]]]:
    """Arguments for each page that needs some, by its name."""
    draft, item, case = ({"uid": row.uid} for row in (hall.draft, hall.guide, hall.submission))
    return {
        "members:document": [{"name": name} for name in ("terms", "privacy", "identity")],
        "members:agents": [{"uid": hall.enterprise.uid}],
        "guide:item": [item],
        "guide:checklist": [item],
        "apply:start": [item],
        "apply:resume": [draft],
        "apply:page": [draft | {"page": 0}],
        "apply:materials": [draft],
        "apply:changed": [draft],
        "apply:check": [draft],
        "apply:discard": [draft],
        "mine:case": [case],
        "mine:receipt": [case],
        "mine:withdraw": [case],
        "mine:letter": [],
        "mine:supplement": [],
        "mine:rate": [],
        "check:license": [{"token": "0" * 12}],
        "files:download": [],
    }


def addresses(hall: Hall) -> list[str]:
    """Every address that a reader can open; LookupError for a page with arguments of which no sample is known."""
    known, found = samples(hall), []
    for name, route, pattern in _pages(get_resolver(URLS)):
        if name.startswith(MACHINES) or "GET" not in _methods(pattern.callback):
            continue
        for arguments in known[name] if "<" in route else [{}]:
            found.append(reverse(name, URLS, kwargs=arguments))
    return list(dict.fromkeys(found))


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
