"""Control, zero-width and bidirectional characters: gone from what a browser sends, refused from everybody else."""

import pytest
from django.test import Client

from tongban.business.documents.models import Document
from tongban.business.documents.operations.phrases import save_phrase
from tongban.business.documents.testing import BODY, make_draft
from tongban.engines.flow import api as flow
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY

HIDDEN = "\u200b\u202e\u2066\ufeff\x07"


@pytest.fixture
def drafter(county) -> Client:
    client = Client()
    sign_in(client, county.people["drafter"])
    return client


@pytest.fixture
def sent():
    return {"title": f"关于供暖{HIDDEN}的通知", "body": f"{HIDDEN}{BODY}", "kind": "通知", "direction": "down", "level": "",
            "urgency": "ordinary", "scope": "一般", "openness": "公开发布", "main_recipients": f"各乡镇{HIDDEN}"}  # fmt: skip


def test_a_form_keeps_what_one_sees(drafter, sent):
    assert drafter.post("/documents/new", sent).status_code == 302
    document = Document.objects.get()
    assert (document.title, document.main_recipients) == ("关于供暖的通知", "各乡镇")


def test_a_mark_of_secrecy_does_not_hide_behind_one(drafter, sent):
    hidden = {**sent, "title": "机\u200b密★1年 关于供暖的通知"}
    assert drafter.post("/documents/new", hidden).status_code == 422
    assert not Document.objects.exists()
    assert Entry.objects.filter(action="documents.draft", outcome="refused").count() == 1


def test_an_opinion_too(county, drafter):
    document = make_draft(county)
    work = flow.open_works(document.reference)[0]
    drafter.post(f"/documents/{document.pk}/act", {"work": work.pk, "act": "keep", "opinion": f"请{HIDDEN}审核。"})
    work.refresh_from_db()
    assert work.draft_opinion == "请审核。"


@pytest.mark.parametrize("query", ["q=%00", "q=%E2%80%AE", "q=%ED%A0%80", "tab=%00"])
def test_a_search_with_one_finds_as_without(drafter, query):
    assert drafter.get(f"/documents/mine?{query}").status_code == 200


def test_an_operation_refuses_it_at_its_field(county):
    with pytest.raises(Invalid) as refused:
        save_phrase(text="同意\u202e。", actor=county.actor("head"), at=MONDAY)
    assert list(refused.value.fields) == ["text"]
