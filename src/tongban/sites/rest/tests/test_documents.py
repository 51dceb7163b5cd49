"""A document from its draft to the receiver's register, and paper that comes in, by programs alone."""

import pytest

from tongban.business.documents.models import Copy, Incoming
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.testing import SEAL_PASSWORD, County, make_draft, seal_of, small_county, to_issued
from tongban.engines.flow import api as flow
from tongban.foundation.numbering.api import Series
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.sites.rest.tests.program import Program, problem

pytestmark = pytest.mark.django_db
PDF = b"\n".join(
    (
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj",
        b"trailer<</Root 1 0 R>>",
        b"%%EOF",
    )
)


@pytest.fixture
def county() -> County:
    return small_county()


@pytest.fixture
def program(county):
    return lambda part: Program(county.people[part])


def mine(caller, path):
    return next(step for step in caller.get(f"{path}/steps").json() if step["mine"])


def complete(caller, path, opinion="同意。", **choices):
    done = caller.send(f"{path}/steps/{mine(caller, path)['id']}/completion", {"opinion": opinion, "choices": choices})
    assert done.status_code == 200, done.json()


def sent(program, county) -> int:
    """A draft with an attachment, through all hands, numbered, sealed and distributed. Its number."""
    drafter, registrar = program("drafter"), program("registrar")
    town = next(unit for unit in county.receivers if unit.name.startswith("城关镇"))
    draft = {
        "title": "关于做好今冬供暖保障工作的通知", "body": "各单位要明确专人负责。", "main_recipients": "城关镇人民政府",
        "receivers": [{"unit": town.pk, "role": "main"}],
    }  # fmt: skip
    pk = drafter.send("/documents", draft).json()["id"]
    path = f"/documents/{pk}"
    assert drafter.upload(f"{path}/attachments", PDF, name="附表.pdf").status_code == 201
    complete(drafter, path, "请审核。")
    complete(program("head"), path)
    complete(program("vetter"), path, signer=county.people["leader"].pk)
    complete(program("leader"), path, "同意印发。")
    complete(registrar, path, "格式无误。")
    assert registrar.send(f"{path}/number", {"series": county.series.pk}).json()["number"]
    document = make_laid_out(pk)
    key = {"seal": seal_of(county).pk, "password": SEAL_PASSWORD}
    assert program("keeper").send(f"{path}/seal", key).json()["state"] == "sealed"
    assert registrar.send(f"{path}/distribution").json()["state"] == "issued"
    return document


def make_laid_out(pk: int) -> int:
    """What the worker does."""
    from tongban.business.documents.models import Document

    document = Document.objects.get(pk=pk)
    token = flow.waiting_service(document.reference, "lay_out")
    lay_out(document=document, token=token, actor=system_actor(), at=now())
    return pk


@pytest.mark.feature("F-EX-21")
def test_a_document_travels_from_the_draft_to_the_receivers_register(program, county):
    pk, town = sent(program, county), program("城关镇收发员")
    (copy,) = town.get("/copies", state="unsigned").json()["items"]
    assert copy["document"] == pk
    assert town.send(f"/copies/{copy['id']}/signature").json()["state"] == "signed"
    files = town.get(f"/copies/{copy['id']}").json()["files"]
    content = town.client.get(f"/api/v1/files/{files[0]['uid']}", headers=town.headers)
    assert b"".join(content.streaming_content).startswith(b"%PDF")
    (series,) = (one for one in town.get("/series").json() if one["purpose"] == "documents.incoming")
    given = {"series": series["id"], "title": copy["document_title"], "from_unit": "临江县人民政府办公室"}
    registered = town.send(f"/copies/{copy['id']}/registration", given).json()
    assert [one["signer"] for one in program("registrar").get(f"/documents/{pk}/copies").json()] == [
        county.people["城关镇收发员"].name
    ]
    assert registered["number"]


def test_a_wrong_seal_password_is_told_at_its_field_and_counts(program, county):
    document = make_draft(county)
    key = {"seal": seal_of(county).pk, "password": "falsch-2026"}
    answer = program("keeper").send(f"/documents/{document.pk}/seal", key)
    assert answer.status_code == 404  # not seen before its turn
    own = Program(county.people["keeper"])
    issued = to_issued(county)
    problem(own.send(f"/documents/{issued.pk}/seal", key), 422, "seals.wrong-password")


def test_paper_comes_in_with_its_scan(program, county):
    town = program("城关镇收发员")
    series = Series.objects.get(unit__name__startswith="城关镇", purpose="documents.incoming")
    fields = {"series": series.pk, "title": "关于汛期值班的通知", "from_unit": "省防汛办", "limit": "2030-06-01"}
    made = town.upload("/incoming", PDF, name="来文.pdf", field="scan", **fields)
    assert made.status_code == 201, made.json()
    assert [one["name"] for one in made.json()["files"]] == ["来文.pdf"]


def test_a_secret_scan_is_refused_and_nothing_is_registered(program, county):
    series = Series.objects.get(unit__name__startswith="城关镇", purpose="documents.incoming")
    fields = {"series": series.pk, "title": "绝密★10年", "from_unit": "省防汛办"}
    answer = program("城关镇收发员").upload("/incoming", PDF, name="来文.pdf", field="scan", **fields)
    problem(answer, 422, "documents.secret")
    assert not Incoming.objects.exists()


def test_who_may_not_change_the_draft_attaches_nothing(program, county):
    document = make_draft(county)
    answer = program("head").upload(f"/documents/{document.pk}/attachments", PDF, name="附表.pdf")
    assert answer.status_code in (403, 404)


def test_a_step_is_handed_to_a_colleague_and_readers_are_told(program, county):
    document, drafter, head = make_draft(county), program("drafter"), program("head")
    path, colleague = f"/documents/{document.pk}", county.people["vetter"].pk
    complete(drafter, path, "请审核。")
    assert head.send(f"{path}/circulation", {"readers": [colleague]}).json() == {"count": 1}
    moved = head.send(f"{path}/steps/{mine(head, path)['id']}/transfer", {"to": colleague, "reason": "请代为审核"})
    assert moved.status_code == 200, moved.json()
    assert mine(program("vetter"), path)["element"] == "review"


def test_what_was_refused_is_sent_again(program, county):
    document = to_issued(county)
    copy = Copy.objects.get(document=document, unit_name__startswith="城关镇")
    program("城关镇收发员").send(f"/copies/{copy.pk}/refusal", {"reason": "附件打不开"})
    again = program("registrar").send(f"/documents/{document.pk}/copies/{copy.pk}/resending")
    assert again.json()["state"] == "unsigned"


def test_who_has_a_step_asks_others_and_hands_it_on_by_programs(program, county):
    document = make_draft(county)
    drafter, head, vetter = program("drafter"), program("head"), program("vetter")
    complete(drafter, f"/documents/{document.pk}", "请审核。")
    step = mine(head, f"/documents/{document.pk}")["id"]
    assert {"delegate", "consult", "transfer"} <= {one["move"] for one in head.get(f"/flow/steps/{step}/moves").json()}
    asked = {"people": [county.people["vetter"].pk], "reason": "预算够吗？"}
    assert vetter.send(f"/flow/steps/{step}/moves/consult", asked).status_code == 404
    assert head.send(f"/flow/steps/{step}/moves/consult", asked).status_code == 204
    (aside,) = vetter.get("/flow/asked").json()
    assert vetter.send(f"/flow/asked/{aside['id']}/answer", {"words": "够。"}).status_code == 204
    assert vetter.get("/flow/asked").json() == []
    assert head.send(f"/flow/steps/{step}/moves/delegate", asked).status_code == 204
    assert flow.open_works(document.reference)[0].names == county.people["vetter"].name
