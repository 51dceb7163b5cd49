"""Lists in pages: sorting, sizes, totals that stop counting, addresses that keep the filters."""

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from tongban.foundation.ui.listing import Listing


def listing(query="", **options):
    request = RequestFactory().get(f"/list{query}")
    sorts = {"at": ["-expire_date", "-session_key"], "key": ["session_key"]}
    return Listing(request, sorts=sorts, default="at", **options)


def test_the_default_order_and_the_other_way_round():
    assert listing().ordering == ["-expire_date", "-session_key"]
    assert listing("?sort=-at").ordering == ["expire_date", "session_key"]
    assert listing("?sort=-at").direction("at") == "descending"


@pytest.mark.parametrize(
    "query", ["?sort=password", "?page=0&size=7", "?page=x&size=-1", "?page=99999999999", "?page=²"]
)
def test_nonsense_in_the_address_falls_back(query):
    page = listing(query).page(list(range(45)))
    assert (page.size, page.total) == (20, 45)
    assert page.rows


def test_pages_and_their_addresses_keep_the_filters():
    page = listing("?unit=3&page=2").page(list(range(45)))
    assert (page.first, page.last, page.pages) == (21, 40, 3)
    assert page.previous_url == "?unit=3&page=1"
    assert [(n, current) for n, _, current in page.links] == [(1, False), (2, True), (3, False)]
    assert listing("?unit=3&page=2").sort_url("key") == "?unit=3&sort=key"
    assert listing("?unit=3&sort=key&page=2").chip("unit", "单位").url == "?sort=key"
    assert listing("?unit=3&sort=key").clear_url == "?sort=key"


def test_beyond_the_end_is_the_last_page():
    page = listing("?page=9").page(list(range(45)))
    assert (page.number, page.rows) == (3, [40, 41, 42, 43, 44])


def test_an_empty_list_has_one_page():
    page = listing().page([])
    assert (page.pages, page.first, page.next_url) == (1, 0, "")


@pytest.mark.django_db
def test_counting_stops_at_the_cap_and_costs_two_queries(django_assert_num_queries):
    Session.objects.bulk_create(Session(session_key=f"k{i:03}", expire_date=timezone.now()) for i in range(30))
    with django_assert_num_queries(2):
        page = listing("?sort=key&page=2").page(Session.objects.all(), cap=25)
    assert (page.total, page.more, page.total_text) == (25, True, "25+")
    assert page.rows[0].session_key == "k020"
