"""转办, 催办 and 传阅: pages of their own, for 发文 and 收文 alike; who is concerned finds them on his desk."""

from typing import Any

import pytest
from django.test import Client

from tongban.business.documents.models import Document, Urging
from tongban.business.documents.testing import County, make_draft, registered, step, to_issued, to_signed
from tongban.engines.flow import api as flow
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.testing import make_person, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.now import now

TITLE = "关于做好独一无二事项的通知"


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def at_review(county: County) -> Document:
    document = make_draft(county, title=TITLE)
    step(county, document, "drafter", opinion="请审核。")
    return document


def page(client: Client, address: str, **data: Any) -> tuple[int, str]:
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code >= 400 or list(faults(answer.content)) == []
    return answer.status_code, answer.content.decode()


def transfer_of(document: Document) -> str:
    return f"/flow/steps/{flow.open_works(document.reference)[0].pk}/transfer"


def test_a_step_is_handed_to_a_colleague_who_has_it_from_then_on(county):
    county.people["colleague"] = make_person("白露", unit=county.secretariat, title="科员")
    document = at_review(county)
    head = client_of(county, "head")
    assert "转办" in page(head, f"/documents/{document.pk}")[1]
    shown = page(head, transfer_of(document))[1]
    assert "白露" in shown
    assert f'name="to" value="{county.people["head"].pk}"' not in shown
    answer = page(head, transfer_of(document), to=county.people["colleague"].pk, reason="我出差。")
    assert "已转办。现在由 白露 审核。" in answer[1]
    assert TITLE in page(client_of(county, "colleague"), "/inbox/todo")[1]
    assert TITLE not in page(head, "/inbox/todo")[1]


def test_handing_on_needs_a_person(county):
    document = at_review(county)
    status, shown = page(client_of(county, "head"), transfer_of(document), reason="我出差。")
    assert (status, "请选择交给谁。" in shown, "我出差。" in shown) == (422, True, True)


def test_who_does_not_have_the_step_cannot_hand_it_on(county):
    document = at_review(county)
    drafter = client_of(county, "drafter")
    assert "/transfer" not in page(drafter, f"/documents/{document.pk}")[1]
    assert drafter.get(transfer_of(document)).status_code == 409
    assert flow.open_works(document.reference)[0].names == "段文博"


def test_a_reminder_is_seen_by_the_one_who_has_the_step(county):
    document = at_review(county)
    drafter = client_of(county, "drafter")
    assert "现在由 段文博 审核。" in page(drafter, f"/documents/{document.pk}/urge")[1]
    assert "已催办：段文博 审核。" in page(drafter, f"/documents/{document.pk}/urge", text="今天要印发。")[1]
    notice = Notice.objects.get(person=county.people["head"])
    assert (notice.title, notice.body) == ("催办：审核", "苏明远：今天要印发。")
    head = client_of(county, "head")
    assert "今天要印发。" in page(head, f"/documents/{document.pk}")[1]
    assert "段文博 审核" in page(drafter, f"/documents/{document.pk}/urge")[1]  # 催办记录
    step(county, document, "head", at=now())
    assert "今天要印发。" not in page(client_of(county, "vetter"), f"/documents/{document.pk}")[1]


def test_only_those_who_look_after_a_document_remind(county):
    document = at_review(county)
    step(county, document, "head")
    head = client_of(county, "head")
    assert "/urge" not in page(head, f"/documents/{document.pk}")[1]
    assert head.post(f"/documents/{document.pk}/urge", {"text": "快"}).status_code == 403
    assert Urging.objects.count() == 0


def test_nobody_reminds_himself(county):
    document = make_draft(county, title=TITLE)
    shown = page(client_of(county, "drafter"), f"/documents/{document.pk}/urge", text="快")[1]
    assert "现在没有别人在办理" in shown
    assert Urging.objects.count() == 0


@pytest.mark.feature("F-OD-49", "F-IN-16")
def test_a_received_document_is_circulated_and_marked_read(county):
    received = registered(county, to_issued(county, title=TITLE))
    clerk, leader = client_of(county, "城关镇收发员"), client_of(county, "城关镇主要领导")
    people = [county.people["城关镇主要领导"].pk, county.people["城关镇科长"].pk]
    address = f"/documents/incoming/{received.pk}"
    assert "已传阅给 2 人" in page(clerk, f"{address}/circulate", readers=people)[1]
    assert TITLE in page(leader, "/inbox/to-read")[1]
    shown = page(leader, address)[1]
    assert "传阅给您" in shown
    item = shown.split('action="/inbox/to-read/')[1].split('"')[0]
    assert "已标为已阅" in page(leader, f"/inbox/to-read/{item}", read="1")[1]
    assert TITLE not in page(leader, "/inbox/to-read")[1]
    record = page(clerk, f"{address}/circulate")[1]
    assert ("已阅 " in record, "未阅，" in record) == (True, True)


def test_an_issued_document_is_circulated_too_but_only_inside_the_unit(county):
    document = to_signed(county, title=TITLE)
    registrar = client_of(county, "registrar")
    address = f"/documents/{document.pk}/circulate"
    assert "已传阅给 1 人" in page(registrar, address, readers=[county.people["vetter"].pk])[1]
    assert page(registrar, address, readers=[county.people["城关镇收发员"].pk])[0] == 422
    stranger = client_of(county, "城关镇收发员")
    assert stranger.post(address, {"readers": [county.people["vetter"].pk]}).status_code == 404
    leader = client_of(county, "leader")  # he signed it, and is of another unit
    assert "/circulate" not in page(leader, f"/documents/{document.pk}")[1]
    assert leader.post(address, {"readers": [county.people["head"].pk]}).status_code == 403
