"""签收, 退文, 收文登记 and the handling of what came, electronically or on paper."""

from datetime import timedelta

import pytest

from tongban.business.documents.models import Copy, Incoming
from tongban.business.documents.operations.receive import (
    IncomingFields,
    Scan,
    refuse,
    register,
    register_paper,
    sign_for,
)
from tongban.business.documents.queries import incoming_for
from tongban.business.documents.testing import County, copy_at, registered, step, to_issued
from tongban.engines.flow import api as flow
from tongban.foundation.files.testing import PDF, received
from tongban.foundation.inbox.models import Item
from tongban.foundation.numbering.api import Series
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from tongban.kernel.testing import MONDAY

PAPER = IncomingFields(title="关于开展检查的通知", from_unit="省水利厅", from_number="省水〔2026〕8号")


def town(county: County) -> dict:
    unit = county.receivers[0]
    series = Series.objects.get(unit=unit, purpose="documents.incoming")
    return {"unit": unit, "series": series, "actor": county.actor("城关镇收发员"), "at": MONDAY}


@pytest.mark.feature("F-EX-10", "F-EX-09")
def test_signing_names_the_person_and_the_time_and_the_second_is_told(county):
    copy = copy_at(county, to_issued(county), "城关镇")
    given = {"actor": county.actor("城关镇收发员"), "at": MONDAY}
    signed = sign_for(copy=copy, **given)
    assert (signed.signer_name, signed.signed_at) == ("收发0", MONDAY)
    with pytest.raises(Conflict, match="收发0已经签收"):
        refuse(copy=copy, reason="打不开。", **given)


@pytest.mark.feature("F-EX-19")
def test_nobody_else_receives_for_a_unit(county):
    copy = copy_at(county, to_issued(county), "城关镇")
    for part in ("柳河镇收发员", "城关镇主要领导", "drafter"):
        with pytest.raises(NotAllowed):
            sign_for(copy=copy, actor=county.actor(part), at=MONDAY)


@pytest.mark.feature("F-IN-10")
def test_refusing_needs_a_reason_and_shows_it(county):
    copy = copy_at(county, to_issued(county), "城关镇")
    with pytest.raises(Invalid) as found:
        refuse(copy=copy, reason="  ", actor=county.actor("城关镇收发员"), at=MONDAY)
    assert set(found.value.fields) == {"reason"}
    assert (
        refuse(copy=copy, reason=" 不是发给本单位的。", actor=county.actor("城关镇收发员"), at=MONDAY).reason
        == "不是发给本单位的。"
    )


@pytest.mark.feature("F-IN-02", "F-IN-03", "F-IN-04")
def test_a_registered_copy_has_its_own_number_and_goes_on_to_screening(county):
    document = to_issued(county)
    incoming = registered(county, document)
    assert (incoming.number_text, incoming.file.blob_id) == ("城收〔2026〕1号", document.sealed_file.blob_id)
    assert Item.objects.get(subject_kind="incoming", state="open").step == "初审"
    assert Copy.objects.get(pk=incoming.copy_id).received_number == incoming.number_text


def test_a_copy_is_registered_after_signing_and_once(county):
    copy, given = copy_at(county, to_issued(county), "城关镇"), town(county)
    del given["unit"]
    with pytest.raises(Conflict, match="还没有签收"):
        register(copy=copy, fields=PAPER, **given)
    sign_for(copy=copy, actor=given["actor"], at=MONDAY)
    register(copy=copy, fields=PAPER, **given)
    with pytest.raises(Conflict, match="已经登记"):
        register(copy=copy, fields=PAPER, **given)
    assert Incoming.objects.count() == 1


@pytest.mark.feature("F-IN-01")
def test_a_paper_document_is_registered_with_its_scan(county):
    scan = Scan(received(PDF, name="来文.pdf", purpose="documents.scan"), pages=3)
    incoming = register_paper(fields=PAPER, scans=[scan], **town(county))
    assert (incoming.sheets.count(), incoming.copy_id, incoming.file.name) == (3, None, "来文.pdf")
    assert incoming_for(county.actor("城关镇收发员"), incoming.pk, at=MONDAY) == incoming
    with pytest.raises(NotFound):
        incoming_for(county.actor("柳河镇收发员"), incoming.pk, at=MONDAY)


@pytest.mark.feature("F-IN-13")
@pytest.mark.parametrize("days", [0, 5])
def test_the_limit_or_that_of_the_step_lies_on_every_desk_whichever_ends_first(county, days):
    limit = (MONDAY + timedelta(days=days)).date()
    fields = IncomingFields(title="限时办理", from_unit="县政府", limit=limit)
    incoming = register_paper(fields=fields, **town(county))
    step(county, incoming, "城关镇收发员", opinion="请拟办。")
    due = dict(Item.objects.filter(subject_kind="incoming").values_list("step", "due_at"))
    own = {work.step: work.due_at for work in flow.works_of(incoming.reference)}
    assert due == {name: min(end, incoming.due_at) for name, end in own.items()}
    assert (incoming.due_at in due.values()) == (days == 0)


def test_missing_and_past_fields_are_said_at_their_place(county):
    past = (MONDAY - timedelta(days=1)).date()
    with pytest.raises(Invalid) as found:
        register_paper(fields=IncomingFields(title=" ", from_unit="", limit=past), **town(county))
    assert set(found.value.fields) == {"title", "from_unit", "limit"}


def test_a_series_of_another_unit_is_refused(county):
    given = town(county) | {"series": Series.objects.get(unit=county.receivers[1], purpose="documents.incoming")}
    with pytest.raises(Invalid) as found:
        register_paper(fields=PAPER, **given)
    assert set(found.value.fields) == {"series"}


@pytest.mark.feature("F-OD-53")
@pytest.mark.parametrize("where", ["title", "from_number"])
def test_a_secret_on_paper_stays_outside(county, where):
    fields = IncomingFields(**{"title": "通知", "from_unit": "省厅", where: "秘密★3年"})
    with pytest.raises(Refused):
        register_paper(fields=fields, **town(county))
    assert not Incoming.objects.exists()


def test_an_opinion_on_a_received_document_bears_no_secret(county):
    incoming = register_paper(fields=PAPER, **town(county))
    with pytest.raises(Refused):
        step(county, incoming, "城关镇收发员", opinion="机密★1年")


def test_the_same_request_signs_once(county):
    copy = copy_at(county, to_issued(county), "城关镇")
    given = {"copy": copy, "actor": county.actor("城关镇收发员"), "at": MONDAY, "request_key": "click"}
    assert sign_for(**given).pk == sign_for(**given).pk
