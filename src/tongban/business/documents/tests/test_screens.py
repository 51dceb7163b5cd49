"""Each screen for the right person; for others it is not there, and nothing of the title shows."""

import uuid

import pytest
from django.test import Client

from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations.draft import save
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.testing import BODY, County, make_draft, registered, to_issued, to_numbered
from tongban.engines.flow import api as flow
from tongban.foundation.audit.models import Entry
from tongban.foundation.files.testing import EXE, PDF, bomb
from tongban.foundation.organization.testing import sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.now import now

TITLE = "关于做好独一无二事项的通知"


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def upload(content: bytes, name: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


DRAFT_PAGES = ("", "/edit", "/picture", "/versions", "/basis", "/preview")


@pytest.mark.feature("F-SC-01")
@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_a_draft_is_its_peoples_and_nobody_elses(county, page):
    document = make_draft(county, title=TITLE)
    own = client_of(county, "drafter").get(f"/documents/{document.pk}{page}")
    assert own.status_code == 200
    if page != "/preview":
        assert TITLE in own.content.decode()
        assert list(faults(own.content)) == []
    for stranger in ("head", "城关镇收发员"):
        answer = client_of(county, stranger).get(f"/documents/{document.pk}{page}")
        assert answer.status_code == 404
        assert TITLE not in answer.content.decode()
    assert Client().get(f"/documents/{document.pk}{page}").status_code == 302


def test_receivers_see_their_own_copy_and_what_they_registered(county):
    document = to_issued(county, title=TITLE)
    incoming = registered(county, document)
    theirs = [f"/documents/copies/{incoming.copy_id}", f"/documents/incoming/{incoming.pk}"]
    images = [f"/documents/copies/{incoming.copy_id}/pages/1.png", f"/documents/incoming/{incoming.pk}/pages/1.png"]
    town, other = client_of(county, "城关镇收发员"), client_of(county, "柳河镇收发员")
    for page in theirs:
        answer = town.get(page)
        assert answer.status_code == 200
        assert list(faults(answer.content)) == []
    for page in images:
        assert town.get(page).content.startswith(b"\x89PNG")
    for page in theirs + images:
        assert other.get(page).status_code == 404
    assert town.get(f"/documents/{document.pk}").status_code == 404


def test_the_sender_follows_the_copies(county):
    document = to_issued(county, title=TITLE)
    page = client_of(county, "registrar").get(f"/documents/{document.pk}/copies")
    text = page.content.decode()
    assert "城关镇人民政府" in text
    assert "补发" in text
    assert list(faults(page.content)) == []
    drafter = client_of(county, "drafter").get(f"/documents/{document.pk}/copies").content.decode()
    assert "补发</a>" not in drafter
    assert client_of(county, "城关镇收发员").get(f"/documents/{document.pk}/copies").status_code == 404


@pytest.mark.feature("F-OD-05")
def test_what_was_typed_comes_back_with_the_message_at_its_field(county):
    answer = client_of(county, "drafter").post(
        "/documents/new", {"title": "", "body": "写了很久的正文", "kind": "通知"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很久的正文" in text
    assert "请填写标题。" in text


@pytest.mark.feature("F-OD-53")
def test_a_refused_secret_comes_back_without_its_text(county):
    data = {"title": "通知", "body": "机密★1年\n\n绝不能留下的话", "kind": "通知", "direction": "down", "urgency": "ordinary",
            "level": "", "scope": "一般", "openness": "公开发布"}  # fmt: skip
    answer = client_of(county, "drafter").post("/documents/new", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "纸质涉密渠道" in text
    assert "绝不能留下的话" not in text
    assert not Document.objects.exists()
    assert Entry.objects.get(outcome="refused").error == "documents.secret"


def test_a_secret_opinion_is_not_even_kept_as_a_draft(county):
    document = make_draft(county)
    work = flow.open_works(document.reference)[0]
    data = {"work": work.pk, "act": "keep", "opinion": "秘密★1年"}
    assert client_of(county, "drafter").post(f"/documents/{document.pk}/act", data).status_code == 422
    work.refresh_from_db()
    assert work.draft_opinion == ""


def test_a_double_click_saves_one_draft(county):
    client, key = client_of(county, "drafter"), str(uuid.uuid4())
    data = {"title": TITLE, "body": BODY, "kind": "通知", "direction": "down", "urgency": "ordinary", "level": "",
            "scope": "一般", "openness": "公开发布", "request_key": key}  # fmt: skip
    first, second = client.post("/documents/new", data), client.post("/documents/new", data)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1


def test_a_forged_step_or_anothers_changes_nothing(county):
    mine, other = make_draft(county), make_draft(county)
    work = flow.open_works(other.reference)[0]
    client = client_of(county, "drafter")
    for forged in (work.pk, 10**9, "abc", "9" * 40, ""):
        answer = client.post(f"/documents/{mine.pk}/act", {"work": forged, "act": "complete", "opinion": "好"})
        assert answer.status_code == 409
    assert flow.open_works(mine.reference)[0].element == "draft"


def test_a_session_that_ended_says_so_and_changes_nothing(county):
    document = make_draft(county)
    answer = Client().post(f"/documents/{document.pk}/edit", {"title": "x"})
    assert answer.status_code == 401
    assert "登录已超时" in answer.content.decode()


def test_a_newer_version_keeps_what_the_second_wrote(county):
    document = make_draft(county)
    fields = DraftFields(title=document.title, main_recipients="各乡镇人民政府")
    save(document=document, content=Content(fields, "别人先写的。"), base=1, actor=county.actor("drafter"), at=now())
    data = {"title": document.title, "body": "我后写的。", "base": "1", "kind": "通知", "direction": "down", "level": "",
            "urgency": "ordinary", "scope": "一般", "openness": "公开发布"}  # fmt: skip
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/edit", data)
    assert answer.status_code == 422
    assert "我后写的。" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name"), [(EXE, "清单.pdf"), (bomb(200_000_000), "清单.docx")], ids=["exe", "bomb"]
)
def test_a_hostile_attachment_is_refused_and_nothing_is_kept(county, content, name):
    document = make_draft(county)
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/attach", {"file": upload(content, name)})
    assert answer.status_code == 422
    assert Entry.objects.filter(outcome="refused").exists()
    assert not Entry.objects.filter(action="documents.add").exists()


def test_a_wrong_type_is_said_at_the_upload(county):
    document = make_draft(county)
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/attach", {"file": upload(b"x" * 10, "a.pdf")})
    assert answer.status_code == 422
    assert "attach-error" in answer.content.decode()
    assert Entry.objects.get(outcome="refused").details == {"page": "documents:attach"}


def test_a_bomb_as_body_is_refused_with_an_entry(county):
    answer = client_of(county, "drafter").post("/documents/import", {"file": upload(bomb(400_000_000), "正文.docx")})
    assert answer.status_code == 422
    assert Entry.objects.filter(outcome="refused", error__startswith="documents.import").exists()


def test_an_announced_body_of_two_gigabytes_is_not_read(county):
    document = make_draft(county)
    client = client_of(county, "drafter")
    answer = client.generic(
        "POST", f"/documents/{document.pk}/attach", CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 * 1024**3),
    )  # fmt: skip
    assert answer.status_code == 413
    assert Entry.objects.filter(outcome="refused").exists()


def test_numbering_comes_back_with_the_message_when_the_series_is_forged(county):
    document = make_draft(county)
    answer = client_of(county, "drafter").post(f"/documents/{document.pk}/number", {"series": county.series.pk})
    assert answer.status_code == 403
    numbered = to_numbered(county)
    assert numbered.number_text


def test_the_lists_cost_the_same_with_one_and_with_many(county):
    client = client_of(county, "drafter")
    addresses = ("/documents/mine", "/documents/", "/documents/incoming", "/")
    make_draft(county)
    costs = {address: queries(client, address) for address in addresses}
    for _ in range(12):
        make_draft(county)
    assert {address: queries(client, address) for address in addresses} == costs


def queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.feature("F-OD-47", "F-IN-15")
def test_a_list_is_narrowed_and_exported(county):
    make_draft(county, title=TITLE)
    make_draft(county, title="关于另一件事的通知")
    client = client_of(county, "drafter")
    assert TITLE in client.get("/documents/mine?q=独一无二&kind=通知&state=draft&year=2026").content.decode()
    assert TITLE not in client.get("/documents/mine?state=review").content.decode()
    assert client.get("/documents/mine?year=abc&state=nonsense").status_code == 200
    table = b"".join(client.get("/documents/mine?csv=1&q=独一无二").streaming_content).decode("utf-8-sig")
    assert len(table.splitlines()) == 2
    assert TITLE in table


def test_a_cell_that_looks_like_a_formula_is_text(county):
    make_draft(county, title="=cmd的通知")
    table = b"".join(client_of(county, "drafter").get("/documents/mine?csv=1").streaming_content).decode("utf-8-sig")
    assert "'=cmd" in table


@pytest.mark.feature("F-IN-05")
def test_phrases_are_saved_and_deleted_beside_the_opinion(county):
    client = client_of(county, "drafter")
    saved = client.post("/documents/phrases", {"opinion": "拟同意。", "box": "拟稿"})
    assert "拟同意。" in saved.content.decode()
    from tongban.business.documents.models import Phrase

    pk = Phrase.objects.get().pk
    assert client_of(county, "head").post(f"/documents/phrases/{pk}/delete").status_code == 404
    assert client.post(f"/documents/phrases/{pk}/delete").status_code == 200
    assert not Phrase.objects.exists()


def test_a_paper_document_shows_its_scan(county):
    town = client_of(county, "城关镇收发员")
    from tongban.foundation.numbering.api import Series

    series = Series.objects.get(unit=county.receivers[0], purpose="documents.incoming")
    data = {"title": "纸质来文", "from_unit": "省厅", "kind": "通知", "urgency": "ordinary", "series": series.pk}
    broken = town.post("/documents/incoming/new", {**data, "scan": upload(PDF, "a.pdf")})
    assert broken.status_code == 422
    assert "打不开" in broken.content.decode()
    good = to_issued(county)
    from tongban.foundation.files.api import open_content

    with open_content(good.sealed_file) as source:
        pdf = source.read()
    answer = town.post("/documents/incoming/new", {**data, "scan": upload(pdf, "a.pdf")})
    incoming = Incoming.objects.get(title="纸质来文")
    assert answer["Location"].endswith(f"/incoming/{incoming.pk}")
    assert town.get(f"/documents/incoming/{incoming.pk}/pages/1.png").content.startswith(b"\x89PNG")


def test_forms_of_drafts_and_paper_keep_nothing_in_the_browser(county):
    drafter, town = client_of(county, "drafter"), client_of(county, "城关镇收发员")
    for client, address in ((drafter, "/documents/new"), (town, "/documents/incoming/new")):
        assert "data-tb-keep" not in client.get(address).content.decode()
