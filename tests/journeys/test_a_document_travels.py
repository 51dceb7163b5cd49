"""Journey A without a browser: a document from the draft to six receiving units, by the operations alone."""

from datetime import timedelta

import pytest

from tongban.business.documents.contracts import CopyState, State
from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.distribute import distribute, remind
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.operations.receive import IncomingFields, refuse, register, sign_for
from tongban.business.documents.operations.seal import seal
from tongban.business.documents.testing import County, make_draft, small_county, step
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY
from tongban.lib.gm.pdf import verify_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return small_county()


def after(hours: float):
    return MONDAY + timedelta(hours=hours)


def to_signed(county: County) -> Document:
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    work = flow.open_work(document.reference, "review")
    flow.send_back(work=work, reason="第一条缺依据，请补充。", actor=county.actor("head"), at=after(1))
    step(county, document, "drafter", opinion="已补充。", at=after(2))
    units = [str(u.pk) for u in county.bureaus]
    step(county, document, "head", at=after(3), choices={"countersign_units": units})
    for name in ("县财政局", "县发展和改革局"):
        step(county, document, f"{name}收发员", opinion="已收，送领导。", at=after(4))
        step(county, document, f"{name}局长", at=after(5))
    step(county, document, "vetter", opinion="已核。", at=after(6), choices={"signer": str(county.people["leader"].pk)})
    step(county, document, "leader", opinion="同意印发。", at=after(7))
    document.refresh_from_db()
    return document


def to_sealed(county: County) -> Document:
    document = to_signed(county)
    step(county, document, "registrar", opinion="格式无误。", at=after(8))
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=after(8))
    document.refresh_from_db()
    token = waiting_service(document)
    lay_out(document=document, token=token, actor=system_actor(), at=after(9))
    document.refresh_from_db()
    made = make_seal(county)
    given = {"actor": county.actor("keeper"), "at": after(10)}
    seal(document=document, unlocked=seals.unlock(seal=made, password="yinzhang2026", **given), **given)
    document.refresh_from_db()
    return document


def waiting_service(document: Document) -> int:
    from tongban.foundation.jobs.models import Job

    return Job.objects.get(name="documents.lay_out").payload["token"]


def make_seal(county: County) -> seals.Seal:
    making = seals.Making("official", county.people["keeper"], "chushi2026", lower="样章")
    made = seals.make(unit=county.office, making=making, actor=system_actor(), at=after(9))
    seals.change_password(seal=made, old="chushi2026", new="yinzhang2026", actor=county.actor("keeper"), at=after(9))
    made.refresh_from_db()
    return made


@pytest.mark.feature("F-OD-35")
def test_signing_freezes_the_body_and_sets_the_date(county):
    document = to_signed(county)
    assert document.state == State.SIGNED
    assert document.signed_at == after(7)
    assert document.signer_name == "秦怀川"
    assert len(document.signed_digest) == 64


def test_numbering_before_signing_is_refused(county):
    document = make_draft(county)
    with pytest.raises(Exception, match="没有“编文号”的权限"):
        assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=MONDAY)


def test_the_sealed_file_is_sound_and_any_changed_byte_is_found(county):
    document = to_sealed(county)
    from tongban.foundation.files.api import open_content

    with open_content(document.sealed_file) as source:
        data = source.read()
    report = verify_pdf(data, at=after(11))
    assert report.result in ("valid", "undetermined")
    changed = bytearray(data)
    changed[len(data) // 3] ^= 1
    assert verify_pdf(bytes(changed), at=after(11)).result == "invalid"


@pytest.mark.feature("F-OD-48", "F-EX-10", "F-EX-11", "F-IN-01")
def test_a_document_travels_the_whole_way(county):
    document = to_sealed(county)
    assert document.number_text == "临政办发〔2026〕1号"
    distribute(document=document, actor=county.actor("registrar"), at=after(11))
    copies = {c.unit_name: c for c in Copy.objects.filter(document=document)}
    assert len(copies) == 6

    town, bureau = copies["城关镇人民政府"], copies["临江县水利局"]
    sign_for(copy=town, actor=county.actor("城关镇收发员"), at=after(12))
    refuse(copy=bureau, reason="附件打不开。", actor=county.actor("水利局收发员"), at=after(12))
    remind(document=document, copies=[c.pk for c in copies.values()], text="", by_sms=True,
           actor=county.actor("drafter"), at=after(13))  # fmt: skip
    assert Copy.objects.filter(document=document, reminders=1).count() == 4

    series = Series.objects.get(unit=town.unit, purpose="documents.incoming")
    town.refresh_from_db()
    fields = IncomingFields(title=document.title, from_unit=document.issuer_name, from_number=document.number_text)
    incoming = register(copy=town, series=series, fields=fields, actor=county.actor("城关镇收发员"), at=after(14))
    assert incoming.number_text == "城收〔2026〕1号"

    finish_incoming(county, incoming)
    town.refresh_from_db()
    assert town.state == CopyState.COMPLETED
    assert town.signer_name == "收发0"


def finish_incoming(county: County, incoming: Incoming) -> None:
    head = county.people["城关镇主要领导"]
    choices = {"instructor": str(head.pk), "handling_units": [str(incoming.unit.children.get().pk)]}
    for hour in range(15, 30):
        works = flow.open_works(incoming.reference)
        if not works:
            return
        work = works[0]
        person = next(p for p in county.people.values() if set(inbox.keys_of(actor_of(p), at=MONDAY)) & set(work.keys))
        flow.complete(work=work, actor=actor_of(person), at=after(hour), opinion="已阅。", choices=choices)


def test_two_people_on_one_step_the_second_is_told_who_was_first(county):
    document = make_draft(county)
    step(county, document, "drafter")
    work = flow.open_work(document.reference, "review")
    stale = flow.Work.objects.get(pk=work.pk)
    flow.complete(work=work, actor=county.actor("head"), at=after(1), opinion="同意。")
    with pytest.raises(Conflict, match="段文博"):
        flow.complete(work=stale, actor=county.actor("head"), at=after(1), opinion="同意。")
