"""Who may not upload gets nothing into the store: each door asks before it takes the content in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tongban.business.documents.models import Incoming
from tongban.business.documents.testing import make_draft, step
from tongban.foundation.audit.models import Entry
from tongban.foundation.files import api as files
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import PDF
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.now import now


@pytest.fixture
def upload():
    """Content that the store has never seen."""
    return SimpleUploadedFile("清单.pdf", PDF + b"\n% " + uuid4().bytes)


def client_of(county, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def contents() -> set[str]:
    return set(store().older_than(now() + timedelta(days=1)))


def refused(action: str) -> bool:
    return Entry.objects.filter(action=action, outcome="refused").count() == 1


def test_the_drafter_attaches_while_the_draft_is_his(county, upload):
    document = make_draft(county)
    before = contents()
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/attach", {"file": upload})
    assert answer.status_code == 302
    assert len(contents() - before) == 1


def test_who_sees_a_draft_that_is_not_on_his_desk_adds_nothing(county, upload):
    document = make_draft(county)
    step(county, document, "drafter")
    before = contents()
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/attach", {"file": upload})
    assert answer.status_code == 403
    assert contents() == before
    assert not files.files_of(subject=document.reference, purpose="documents.attachment").exists()
    assert refused("documents.add")


def test_who_does_not_receive_for_the_unit_brings_no_scan_in(county, upload):
    before = contents()
    sent = {"title": "来文", "from_unit": "某局", "from_number": "1", "series": 0, "scan": upload}
    answer = client_of(county, "vetter").post("/documents/incoming/new", sent)
    assert answer.status_code == 403
    assert contents() == before
    assert not Incoming.objects.exists()
    assert Entry.objects.filter(outcome="refused").count() == 1
