"""The page behind the search box of the top bar."""

import pytest
from django.urls import reverse

from tongban.business.documents.testing import County, make_draft, small_county
from tongban.foundation.organization.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return small_county()


def page(client, **asked) -> str:
    return client.get(reverse("search:results"), asked).content.decode()


def test_the_box_stands_on_every_page_and_leads_to_the_results(client, county):
    sign_in(client, county.people["drafter"])
    assert f'action="{reverse("search:results")}"' in client.get(reverse("workbench:home")).content.decode()


def test_a_hit_leads_to_its_document_with_the_word_marked(client, county):
    document = make_draft(county)
    sign_in(client, county.people["drafter"])
    shown = page(client, q=document.title[2:4])
    assert f"<mark>{document.title[2:4]}</mark>" in shown
    assert reverse("documents:page", args=[document.pk]) in shown


def test_a_page_of_one_kind_leaves_the_others_out(client, county):
    document = make_draft(county)
    sign_in(client, county.people["drafter"])
    asked = {"q": document.title[2:4]}
    assert reverse("documents:page", args=[document.pk]) not in page(client, kind="incoming", **asked)
    assert reverse("documents:page", args=[document.pk]) in page(client, kind="document", **asked)


def test_each_kind_says_how_many_there_are(client, county):
    for _ in range(7):
        document = make_draft(county)
    sign_in(client, county.people["drafter"])
    assert "<small>7 条</small>" in page(client, q=document.title[2:4])


def test_nothing_typed_and_nothing_found_both_say_what_to_do(client, county):
    sign_in(client, county.people["drafter"])
    assert "两个字就可以" in page(client)
    assert "没有找到" in page(client, q="子虚乌有")


@pytest.mark.parametrize("asked", [{"kind": "nothing"}, {"kind": "audit"}])
def test_an_unknown_kind_is_not_there(client, county, asked):
    sign_in(client, county.people["drafter"])
    assert client.get(reverse("search:results"), {"q": "通知", **asked}).status_code == 404


def test_a_typed_word_is_shown_as_text(client, county):
    sign_in(client, county.people["drafter"])
    assert "<script>alert" not in page(client, q="<script>alert(1)</script>通知")
