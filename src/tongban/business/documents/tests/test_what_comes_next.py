"""After each step the page says who has the document now, and leads to the next to-do."""

from typing import Any

import pytest
from django.test import Client

from tongban.business.documents.models import Document
from tongban.business.documents.testing import SEAL_PASSWORD, County, make_draft, seal_of, to_laid_out
from tongban.engines.flow import api as flow
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.testing import sign_in


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def pressed(client: Client, document: Document, button: str = "complete", **given: Any) -> str:
    """The page that the person sees after pressing."""
    work = flow.open_works(document.reference)[0]
    data = {"work": work.pk, "act": button, "opinion": "同意。", **given}
    return client.post(f"/documents/{document.pk}/act", data, follow=True).content.decode()


def test_a_step_says_who_has_the_document_now(county):
    document = make_draft(county)
    page = pressed(client_of(county, "drafter"), document, opinion="请审核。")
    assert "已提交。现在由 段文博 审核。" in page
    assert "待办已经办完" in page
    page = pressed(client_of(county, "head"), document, "return", opinion="请补充依据。")
    assert "已退回修改。现在由 苏明远 拟稿。" in page


def test_a_kept_opinion_is_not_sent(county):
    document = make_draft(county)
    assert "意见已暂存，还没有提交。" in pressed(client_of(county, "drafter"), document, "keep")


def test_the_next_to_do_is_one_press_away(county):
    first, second = make_draft(county, title="关于第一件事的通知"), make_draft(county, title="关于第二件事的通知")
    client = client_of(county, "drafter")
    assert "1 / 2" in client.get(f"/documents/{second.pk}").content.decode()
    page = pressed(client, second, opinion="请审核。")
    assert "办理下一件" in page
    assert "拟稿：关于第一件事的通知（待办共 1 件）" in page
    item = Item.objects.get(subject_id=first.pk, state=Item.OPEN)
    assert f'href="/inbox/{item.pk}"' in page
    assert client.get(f"/inbox/{item.pk}")["Location"] == f"/documents/{first.pk}"


def test_a_to_do_of_somebody_else_does_not_open(county):
    document = make_draft(county)
    item = Item.objects.get(subject_id=document.pk, state=Item.OPEN)
    assert client_of(county, "head").get(f"/inbox/{item.pk}").status_code == 404


@pytest.mark.parametrize("password", ["wrong-password-1", SEAL_PASSWORD])
def test_the_tab_of_a_document_is_its_own_page(county, password):
    document = to_laid_out(county)
    given = {"seal": seal_of(county).pk, "password": password}
    page = client_of(county, "keeper").post(f"/documents/{document.pk}/seal", given, follow=True).content.decode()
    assert f'data-tb-open="/documents/{document.pk}"' in page
    if password == SEAL_PASSWORD:
        assert "已用印，并写入用印登记。现在由 何静 分发。" in page
