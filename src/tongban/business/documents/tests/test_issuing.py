"""From the number to the six receivers: 制版, 用印, 分发, 补发, 重新发送, 撤回, 催办, 电话登记."""

import pytest

from tongban.business.documents import pages
from tongban.business.documents.contracts import CopyState, State
from tongban.business.documents.jobs import lay_out as lay_out_job
from tongban.business.documents.models import Copy, Document, Version
from tongban.business.documents.operations.distribute import add_receivers, remind, send_again, withdraw_copies
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.operations.phone import sign_by_phone
from tongban.business.documents.operations.receive import refuse, sign_for
from tongban.business.documents.printed import content_of
from tongban.business.documents.queries import copies_of, copy_for, units_without_receiver
from tongban.business.documents.testing import (
    County,
    copy_at,
    make_draft,
    to_issued,
    to_laid_out,
    to_numbered,
    to_sealed,
)
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.organization.testing import make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

LATER = MONDAY.replace(hour=15)


def on_desk(county: County, part: str) -> list[str]:
    return [f"{i.title} {i.step}" for i in inbox.open_items(inbox.keys_of(county.actor(part), at=MONDAY))[:20]]


def sender(county: County, document: Document) -> dict:
    return {"document": document, "actor": county.actor("registrar"), "at": LATER}


@pytest.mark.feature("F-TP-05", "F-TP-06")
def test_laying_out_twice_or_too_late_changes_nothing(county):
    document = to_laid_out(county)
    token = 10**6
    again = lay_out(document=document, token=token, actor=system_actor(), at=LATER)
    assert (again.page_file_id, again.state) == (document.page_file_id, State.LAID_OUT)


def test_a_character_without_a_shape_stops_the_pages_and_is_told(county):
    document = to_numbered(county, body="由\U000323af同志负责。")
    token = flow.waiting_service(document.reference, "lay_out")
    for _ in range(2):
        with pytest.raises(Conflict, match="U\\+323AF"):
            lay_out_job(document=document.pk, token=token)
    document.refresh_from_db()
    assert document.state == State.NUMBERED
    assert "U+323AF" in document.layout["trouble"]
    assert Notice.objects.filter(title="版式文件没有生成").count() == 2  # drafter and registrar, once
    Version.objects.filter(document=document).update(body="由张三同志负责。")
    lay_out_job(document=document.pk, token=token)
    document.refresh_from_db()
    assert "trouble" not in document.layout


def test_a_notice_that_issues_a_text_has_no_note_of_attachments(county):
    body = "现将《办法》印发给你们，请遵照执行。\n\n# 防汛管理办法\n\n第一条　为了防汛，制定本办法。\n"
    plain = make_draft(county, body=body)
    issuing = make_draft(county, title="关于印发《防汛管理办法》的通知", body=body)
    assert not content_of(plain, body).issued_text
    assert content_of(issuing, body).issued_text
    boxes = {box.element for box in pages.typeset(issuing, at=MONDAY, draft=True).boxes}
    assert "附件说明" not in boxes


@pytest.mark.feature("F-OD-28", "F-OD-48")
def test_every_receiver_has_it_on_the_desk_once_distributed(county):
    document = to_issued(county)
    assert Copy.objects.filter(document=document, state=CopyState.UNSIGNED).count() == 6
    assert on_desk(county, "柳河镇收发员") == [f"{document.title} 签收"]


def test_the_wrong_person_does_not_distribute(county):
    document = to_sealed(county)
    with pytest.raises(NotAllowed):
        add_receivers(document=document, units={}, actor=county.actor("drafter"), at=LATER)


def test_more_units_get_it_later_and_none_twice(county):
    document = to_issued(county)
    new = make_unit("临江县气象局", county.office.parent)
    there = county.receivers[0]
    made = add_receivers(units={new.pk: "cc", there.pk: "main"}, **sender(county, document))
    assert [c.unit_name for c in made] == ["临江县气象局"]
    with pytest.raises(Invalid, match="还没有收到"):
        add_receivers(units={new.pk: "cc"}, **sender(county, document))


def test_a_unit_without_receiver_is_known(county):
    document = to_issued(county)
    new = make_unit("临江县气象局", county.office.parent)
    add_receivers(units={new.pk: "cc"}, **sender(county, document))
    assert units_without_receiver(list(copies_of(document)), at=LATER) == {new.pk}


def test_a_refused_copy_sent_again_lies_on_the_desk_anew_and_can_be_signed(county):
    document = to_issued(county)
    copy, town = copy_at(county, document, "柳河镇"), county.actor("柳河镇收发员")
    refuse(copy=copy, reason="附件打不开。", actor=town, at=MONDAY)
    assert on_desk(county, "柳河镇收发员") == []
    copy = send_again(copy=copy, **sender(county, document))
    assert on_desk(county, "柳河镇收发员") == [f"{document.title} 签收"]
    assert sign_for(copy=copy, actor=town, at=LATER).state == CopyState.SIGNED
    with pytest.raises(Conflict):
        send_again(copy=copy, **sender(county, document))


def test_withdrawing_takes_the_unsigned_copies_away_with_a_reason(county):
    document = to_issued(county)
    signed, waiting = copy_at(county, document, "城关镇"), copy_at(county, document, "柳河镇")
    sign_for(copy=signed, actor=county.actor("城关镇收发员"), at=MONDAY)
    both = [signed.pk, waiting.pk]
    with pytest.raises(Invalid, match="原因"):
        withdraw_copies(copies=both, reason=" ", **sender(county, document))
    assert withdraw_copies(copies=both, reason="发错单位。", **sender(county, document)) == 1
    assert on_desk(county, "柳河镇收发员") == []
    with pytest.raises(NotFound):
        copy_for(county.actor("柳河镇收发员"), waiting.pk, at=LATER)
    with pytest.raises(Conflict, match="撤回"):
        sign_for(copy=waiting, actor=system_actor(), at=LATER)
    signed.refresh_from_db()
    assert signed.state == CopyState.SIGNED


def test_a_withdrawn_copy_can_be_sent_again(county):
    document = to_issued(county)
    copy = copy_at(county, document, "柳河镇")
    withdraw_copies(copies=[copy.pk], reason="发错。", **sender(county, document))
    send_again(copy=copy, **sender(county, document))
    assert copy_for(county.actor("柳河镇收发员"), copy.pk, at=LATER).reason == ""


def test_a_signing_by_telephone_names_both_ends_and_asks_for_registration(county):
    document = to_issued(county)
    copy = sign_by_phone(copy=copy_at(county, document, "柳河镇"), signer="王  五", **sender(county, document))
    assert (copy.state, copy.signer_name, copy.by_phone) == (CopyState.SIGNED, "王 五", "何静")
    assert on_desk(county, "柳河镇收发员") == [f"{document.title} 登记"]
    with pytest.raises(Conflict):
        sign_by_phone(copy=copy, signer="王五", **sender(county, document))
    with pytest.raises(Invalid):
        sign_by_phone(copy=copy_at(county, document, "白沙镇"), signer=" ", **sender(county, document))


@pytest.mark.feature("F-EX-11", "F-IN-12")
def test_reminding_reaches_those_who_wait_and_leads_them_to_their_copy(county):
    document = to_issued(county)
    waiting, signed = copy_at(county, document, "柳河镇"), copy_at(county, document, "城关镇")
    sign_for(copy=signed, actor=county.actor("城关镇收发员"), at=MONDAY)
    given = {"document": document, "text": "", "actor": county.actor("drafter"), "at": LATER}
    assert remind(copies=[waiting.pk, signed.pk], by_sms=False, **given) == 1
    notice = Notice.objects.get(title="催办")
    assert (notice.person_id, notice.subject) == (county.people["柳河镇收发员"].pk, waiting.reference)
    assert not Message.objects.exists()
    with pytest.raises(Conflict):
        remind(copies=[signed.pk], by_sms=False, **given)


def test_a_stranger_reminds_nobody(county):
    document = to_issued(county)
    with pytest.raises(NotAllowed):
        remind(document=document, copies=[], text="", by_sms=False, actor=county.actor("vetter"), at=LATER)


def test_refused_first_then_the_waiting_then_the_signed(county):
    document = to_issued(county)
    sign_for(copy=copy_at(county, document, "城关镇"), actor=county.actor("城关镇收发员"), at=MONDAY)
    refuse(
        copy=copy_at(county, document, "青石乡"), reason="不是本单位。", actor=county.actor("青石乡收发员"), at=MONDAY
    )
    withdraw_copies(copies=[copy_at(county, document, "白沙镇").pk], reason="错。", **sender(county, document))
    states = [c.state for c in copies_of(document)]
    assert states == ["refused", "unsigned", "unsigned", "unsigned", "signed", "withdrawn"]
    assert [c.unit_name for c in copies_of(document, text="水利")] == ["临江县水利局"]
