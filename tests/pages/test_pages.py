"""Every page that somebody can reach by a link opens, and costs no more statements than the ledger says.

TONGBAN_WRITE_LEDGER=1 writes the ledger anew; a rise is then seen in the diff and wants a reason in the commit.
"""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.pages.crawl import Walk, walk
from tongban.foundation.options.testing import untouched

pytestmark = pytest.mark.django_db
LEDGER = Path(__file__).parents[1] / "structure" / "query_ledger.tsv"
WALKS = {
    "拟稿人": "/", "签发领导": "/", "收文单位收发员": "/", "机要（复核、编号、分发）": "/", "公章管理员": "/",
    "窗口人员": "/", "许可决定": "/", "监察员": "/console/",
    "超级系统管理员": "/console/", "审计管理员": "/console/", "系统管理员": "/console/",
}  # fmt: skip


@pytest.fixture(scope="module")
def walks(people: dict[str, str]) -> dict[str, Walk]:
    untouched()  # settings are read anew every few seconds: a slow walk would count that statement here and there
    return {part: walk(logged_in(people[part]), start) for part, start in WALKS.items()}


def logged_in(username: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return client


def ledger() -> dict[str, int]:
    lines = LEDGER.read_text("utf-8").splitlines()[1:]
    return {name: int(count) for name, count in (line.split("\t") for line in lines)}


def costs(walks: dict[str, Walk]) -> dict[str, int]:
    names = {name for found in walks.values() for name in found.cost}
    return {name: max(found.cost.get(name, 0) for found in walks.values()) for name in sorted(names)}


def test_every_link_leads_to_a_page_that_opens(walks: dict[str, Walk]) -> None:
    assert [f"{part}: {fault}" for part, found in walks.items() for fault in found.faults] == []


def test_no_page_costs_more_statements_than_the_ledger_says(walks: dict[str, Walk]) -> None:
    found = costs(walks)
    if os.environ.get("TONGBAN_WRITE_LEDGER"):
        lines = [f"{name}\t{count}" for name, count in found.items()]
        LEDGER.write_text("\n".join(["page\tstatements", *lines]) + "\n", "utf-8")
    allowed = ledger()
    assert {name: count for name, count in found.items() if count > allowed.get(name, 0)} == {}


def test_the_ledger_holds_only_pages_that_are_visited(walks: dict[str, Walk]) -> None:
    assert set(ledger()) - set(costs(walks)) == set()
