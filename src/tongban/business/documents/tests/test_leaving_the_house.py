"""What leaves the house: pages as pictures stay in no browser's store, files and tables are in the audit trail."""

import pytest
from django.test import Client

from tongban.business.documents.testing import registered, to_issued
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import sign_in

TOWN = "城关镇收发员"


def client_of(county, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


@pytest.fixture
def received(county):
    return registered(county, to_issued(county))


def test_pictures_of_pages_are_kept_by_no_browser_and_shown_to_nobody_else(county, received):
    sent = received.copy.document
    for part, address in (
        (TOWN, f"copies/{received.copy_id}"),
        (TOWN, f"incoming/{received.pk}"),
        ("drafter", sent.pk),
    ):
        picture = f"/documents/{address}/pages/1.png"
        answer = client_of(county, part).get(picture)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer
        assert client_of(county, "柳河镇收发员").get(picture).status_code == 404
        assert Client().get(picture).status_code == 302


def test_every_file_of_a_document_is_logged_when_it_is_downloaded(county, received):
    client = client_of(county, TOWN)
    answer = client.get(f"/files/{received.file.uid}")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    entry = Entry.objects.get(action="files.download")
    assert (entry.person_id, entry.outcome) == (county.people[TOWN].pk, "done")
    assert client_of(county, "柳河镇收发员").get(f"/files/{received.file.uid}").status_code == 404
    assert Entry.objects.filter(action="files.download", outcome="refused").count() == 1


@pytest.mark.parametrize(
    ("part", "page"),
    [
        ("registrar", "/documents/?csv=1"),
        ("drafter", "/documents/mine?csv=1"),
        (TOWN, "/documents/incoming?csv=1"),
    ],
)
def test_a_list_that_leaves_as_a_table_is_in_the_trail_without_what_it_holds(county, received, part, page):
    answer = client_of(county, part).get(page)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    entry = Entry.objects.get(action="documents.export_list")
    assert (entry.person_id, entry.outcome) == (county.people[part].pk, "done")
    assert list(entry.details) == ["list"]
    assert received.title not in str(entry.details)


def test_the_state_of_the_copies_leaves_with_the_document_named(county, received):
    document = received.copy.document
    client_of(county, "drafter").get(f"/documents/{document.pk}/copies?csv=1")
    assert Entry.objects.get(action="documents.export_list").subject == document.reference
