"""Goes through the pages as a person would: opens what the home page links to, and what those pages link to."""

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

LINK = re.compile(r"""(?:\shref|\shx-get|\ssrc)=["'](/[^"'#]*)""")
VISITS = 2  # of one URL name by one person; the dearest counts


@dataclass(slots=True)
class Walk:
    """What one person met: the statements of each page, and pages that failed."""

    cost: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def walk(client: Client, start: str) -> Walk:
    """Breadth first from `start`; each URL name VISITS times with different addresses."""
    done, waiting, visits, found = set(), [start], defaultdict(int), Walk()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address.partition("?")[0])
        if address in done or name is None or visits[name] >= VISITS:
            continue
        done.add(address)
        visits[name] += 1
        waiting.extend(open_page(client, address, name, found))
    return found


def open_page(client: Client, address: str, name: str, found: Walk) -> list[str]:
    """The links of the page. A page that is linked to must open, whoever sees the link."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
    if response.status_code >= 400:
        found.faults.append(f"{address} ({name}): {response.status_code}")
        return []
    found.cost[name] = max(found.cost.get(name, 0), len(statements))
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return list(links(content.decode())) if is_page else []


def links(page: str) -> Iterator[str]:
    return (found.replace("&amp;", "&") for found in LINK.findall(page))


def name_of(path: str) -> str | None:
    """The URL name of a path of ours; None for static files; what nobody serves is its own name."""
    return _name_among(settings.ROOT_URLCONF, path)


@functools.cache  # each page links to the same places; the two zones have addresses of their own
def _name_among(urls: str, path: str) -> str | None:
    try:
        match = resolve(path, urls)
    except Resolver404:
        return None if path.startswith("/static/") else path
    return match.view_name
