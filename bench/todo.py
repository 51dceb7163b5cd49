"""The to-do page with 1,000,000 open matters of 40,000 people: its SQL, and a user's pages beside an administrator's."""

import statistics
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.generate import STRANGERS, open_matters
from bench.machine import Figure, seconds
from bench.office import county
from tongban.foundation.access.testing import allow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person
from tongban.foundation.organization.testing import make_person, sign_in
from tongban.kernel.now import now

MATTERS, PEOPLE = 1_000_000, 40_000
ASKED = 200
PAGES = ("inbox:todo", "documents:finished")


def figures() -> list[Figure]:
    open_matters(MATTERS, PEOPLE)
    for person in range(20):  # the connection prepares what comes again
        page(person)
    shown = statistics.median(page(person) for person in range(20, 20 + ASKED))
    executed = statistics.median(in_server(person) for person in range(ASKED))
    counted = statistics.median(count(person) for person in range(20, 20 + ASKED))
    what = "1,000,000 open matters"
    return [
        Figure(f"to-do page SQL, {what}", round(shown, 2), "ms", "≤ 1 ms", shown <= 1),
        Figure(f"the same, execution in the server alone, {what}", round(executed, 2), "ms", "≤ 1 ms", executed <= 1),
        Figure(f"its counts, {what}", round(counted, 2), "ms", "none", met=True),
        *pages(),
    ]


def keys(person: int) -> list[str]:
    """A desk as most have it: one's own, and a duty of the post."""
    return [f"p{STRANGERS + person}", f"d{person}.vetter"]


def page(person: int) -> float:
    """Milliseconds of the statement of one page and its rows."""
    items = inbox.open_items(keys(person))
    return seconds(lambda: items[:20]) * 1000


def in_server(person: int) -> float:
    """Milliseconds that PostgreSQL itself takes for the statement of the page, without the way there and back."""
    said: list[tuple[str, Any]] = []

    def listen(execute: Any, text: str, params: Any, *more: Any) -> Any:
        said.append((text, params))
        return execute(text, params, *more)

    with connection.execute_wrapper(listen):
        inbox.open_items(keys(person))[:20]
    [(text, params)] = said
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {text}", params)
        last = cursor.fetchall()[-1][0]  # Execution Time: 0.158 ms
    return float(last.split()[2])


def count(person: int) -> float:
    at = now()
    return seconds(lambda: inbox.counts(keys(person), at=at, end_of_day=at)) * 1000


def pages() -> list[Figure]:
    """The whole page as the browser gets it. The user sees the documents of his unit, the administrator all."""
    user, administrator = viewers()
    found = []
    for name in PAGES:
        url = reverse(name)
        times = [(opened(user, url), opened(administrator, url)) for _ in range(45)][5:]
        theirs, his = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = round(theirs / his, 2)
        found.append(Figure(f"{url}: a user's page / the administrator's", ratio, "×", "≤ 1.2", ratio <= 1.2))
        found.append(Figure(f"{url}: a user's page", round(theirs * 1000, 1), "ms", "none", met=True))
    return found


def opened(client: Client, url: str) -> float:
    """Seconds until the whole page is there."""
    started = time.perf_counter()
    status = client.get(url, HTTP_HOST="localhost").status_code
    assert status == 200, f"{url}: {status}"
    return time.perf_counter() - started


def viewers() -> tuple[Client, Client]:
    people = county().people["drafter"], make_person("鲁一清", unit=county().secretariat, title="管理员")
    allow(people[0], "documents.see_unit", over=county().office)
    allow(people[1], "documents.see_unit")
    return signed_in(people[0]), signed_in(people[1])


def signed_in(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client
