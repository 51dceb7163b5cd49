"""Only those who see the subject get its files; what they get cannot run in our name; each time is logged."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongban.foundation.audit.testing import Entry
from tongban.foundation.files.contracts import MB
from tongban.foundation.files.testing import PDF, make_file
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.foundation.references.testing import paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.files.tests.urls")]


@pytest.fixture
def wang(client):
    person = make_person("王敏", unit=make_unit("临江县水利局"))
    sign_in(client, person)
    return person


def url(file) -> str:
    return f"/files/{file.uid}"


def test_who_sees_the_subject_gets_the_file_with_its_name(client, wang):
    response = client.get(url(make_file(subject=paper(wang.pk), name="关于防汛的通知.pdf")))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"


def test_every_download_is_logged(client, wang):
    file = make_file(subject=paper(wang.pk))
    client.get(url(file))
    entry = Entry.objects.get(action="files.download")
    assert (entry.subject_kind, entry.subject_id, entry.person_id, entry.outcome) == ("file", file.pk, wang.pk, "done")


def test_anothers_file_looks_like_none_and_the_attempt_is_logged(client, wang):
    file = make_file(subject=paper(wang.pk + 1))
    denied, absent = client.get(url(file)), client.get(f"/files/{uuid4()}")
    assert denied.status_code == absent.status_code == 404
    entries = Entry.objects.filter(action="files.download", outcome="refused").order_by("id")
    assert [e.subject_id for e in entries] == [file.pk, None]


def test_a_file_of_an_unsaved_draft_is_its_uploaders_alone(client, wang):
    assert client.get(url(make_file(by=actor_of(wang)))).status_code == 200
    other = make_person("李军", unit=make_unit("临江县财政局"))
    assert client.get(url(make_file(by=actor_of(other)))).status_code == 404


def test_a_stranger_is_sent_to_the_login(client, db):
    assert client.get(url(make_file(subject=paper(1)))).status_code == 302


@pytest.mark.parametrize(("name", "kind"), [("a.pdf", "inline"), ("a.txt", "attachment")])
def test_only_harmless_types_are_shown_in_the_page(client, wang, name, kind):
    content = PDF if name.endswith("pdf") else b"<b>text</b>"
    response = client.get(url(make_file(content, name=name, subject=paper(wang.pk))) + "?inline")
    assert response["Content-Disposition"].startswith(kind)


def test_behind_nginx_the_web_server_sends_the_content(client, wang, settings):
    settings.FILES_X_ACCEL = "/blobs/"
    file = make_file(subject=paper(wang.pk))
    response = client.get(url(file))
    assert response["X-Accel-Redirect"] == f"/blobs/{file.digest[:2]}/{file.digest[2:4]}/{file.digest}"
    assert response.content == b""


def test_an_upload_reaches_the_store(client, wang):
    response = client.post("/upload", {"file": SimpleUploadedFile("通知.pdf", PDF)})
    assert response.content.decode() == f"通知.pdf {len(PDF)}"


def announce(client, size: int):
    """Begin an upload of this size: only its header arrives."""
    return client.generic("POST", "/upload", CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=str(size))


def test_a_body_of_two_gigabytes_is_refused_by_its_length(client, wang):
    assert announce(client, 2048 * MB).status_code == 413
    entry = Entry.objects.get(action="files.upload")
    assert (entry.person_id, entry.outcome, entry.error) == (wang.pk, "refused", "files.too-large")


def test_a_stranger_may_send_little(client, db):
    assert announce(client, 5 * MB).status_code == 413


def test_an_upload_that_the_disk_has_no_room_for_is_a_503(client, wang, small_disk):
    response = client.post("/upload", {"file": SimpleUploadedFile("通知.pdf", PDF + bytes(200_000))})
    assert response.status_code == 503
    assert "存储空间不足" in response.content.decode()
