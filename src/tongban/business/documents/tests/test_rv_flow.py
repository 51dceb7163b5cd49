"""Adversarial: the process and the document must never part."""
import importlib.util, sys
from datetime import timedelta
import pytest
from tongban.business.documents.contracts import State
from tongban.business.documents.models import Copy, Document
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.testing import make_draft, small_county
from tongban.engines.flow import api as flow
from tongban.foundation.inbox.models import Item
from tongban.kernel.errors import Anticipated, Conflict
from tongban.kernel.testing import MONDAY
spec = importlib.util.spec_from_file_location("jrn", "tests/journeys/test_a_document_travels.py")
J = importlib.util.module_from_spec(spec); spec.loader.exec_module(J)
pytestmark = pytest.mark.django_db
after = J.after

@pytest.fixture
def county():
    return small_county()

def client_of(county, part):
    from django.test import Client
    from tongban.foundation.organization.testing import sign_in
    c = Client(); sign_in(c, county.people[part]); return c

def recheck(county):
    document = J.to_signed(county)
    J.step(county, document, "registrar", opinion="格式无误。", at=after(8))
    document.refresh_from_db(); return document

def test_withdrawing_the_signature_unsigns(county):
    document = J.to_signed(county)
    work = [w for w in flow.works_of(document.reference) if w.element == "sign"][-1]
    flow.withdraw(work=work, actor=county.actor("leader"), at=after(8))
    document.refresh_from_db()
    assert flow.open_works(document.reference)[0].element == "sign"
    assert (document.state, document.signed_at, document.signer_name) == (State.REVIEW, None, "")

def test_withdrawing_the_number_leaves_a_way_on(county):
    document = recheck(county)
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=after(8))
    work = [w for w in flow.works_of(document.reference) if w.element == "number"][-1]
    try:
        flow.withdraw(work=work, actor=county.actor("registrar"), at=after(9))
    except Conflict:
        return
    document.refresh_from_db()
    assert flow.open_works(document.reference)[0].element == "number"
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=after(9))

def test_withdrawing_the_seal_leaves_a_way_on(county):
    document = J.to_sealed(county)
    work = [w for w in flow.works_of(document.reference) if w.element == "seal"][-1]
    try:
        flow.withdraw(work=work, actor=county.actor("keeper"), at=after(11))
    except Conflict:
        return
    document.refresh_from_db()
    els = [w.element for w in flow.open_works(document.reference)]
    assert (els, document.state, document.sealed_file_id) == (["seal"], State.LAID_OUT, None)

def test_forged_complete_of_number_step_over_http(county):
    document = recheck(county)
    work = flow.open_work(document.reference, "number")
    c = client_of(county, "registrar")
    r = c.post(f"/documents/{document.pk}/act", {"work": work.pk, "act": "complete", "opinion": "x"})
    document.refresh_from_db()
    els = [w.element for w in flow.open_works(document.reference)]
    assert els == ["number"], (r.status_code, els, document.state, document.number_text)

def test_forged_complete_of_seal_step_over_http(county):
    document = J.to_sealed.__wrapped__(county) if hasattr(J.to_sealed, "__wrapped__") else None

def to_laid_out(county):
    document = recheck(county)
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=after(8))
    document.refresh_from_db()
    from tongban.kernel.actor import system_actor
    lay_out(document=document, token=J.waiting_service(document), actor=system_actor(), at=after(9))
    document.refresh_from_db(); return document

def test_forged_complete_of_seal(county):
    document = to_laid_out(county)
    work = flow.open_work(document.reference, "seal")
    r = client_of(county, "keeper").post(f"/documents/{document.pk}/act", {"work": work.pk, "act": "complete", "opinion": "x"})
    document.refresh_from_db()
    els = [w.element for w in flow.open_works(document.reference)]
    assert els == ["seal"], (r.status_code, els, document.state)

def test_forged_complete_of_distribute(county):
    document = J.to_sealed(county)
    work = flow.open_work(document.reference, "distribute")
    r = client_of(county, "registrar").post(f"/documents/{document.pk}/act", {"work": work.pk, "act": "complete", "opinion": "x"})
    document.refresh_from_db()
    els = [w.element for w in flow.open_works(document.reference)]
    assert els == ["distribute"], (r.status_code, els, document.state, Copy.objects.count())

def test_return_from_seal_to_number_leaves_a_way_on(county):
    """tb:moves of seal says return; to the step before it"""
    document = to_laid_out(county)
    work = flow.open_work(document.reference, "seal")
    try:
        flow.send_back(work=work, reason="版式有误", actor=county.actor("keeper"), at=after(10))
    except Anticipated as e:
        return
    document.refresh_from_db()
    els = [w.element for w in flow.open_works(document.reference)]
    assert els == ["number"]
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=after(11))

def test_return_from_distribute_takes_the_old_seal_away(county):
    document = J.to_sealed(county)
    work = flow.open_work(document.reference, "distribute")
    try:
        flow.send_back(work=work, reason="正文有误", to="sign", actor=county.actor("registrar"), at=after(11))
    except Anticipated as e:
        return
    document.refresh_from_db()
    assert (document.state, document.sealed_file_id) == (State.REVIEW, None)

def test_transfer_needs_the_move_of_the_step(county):
    from tongban.foundation.organization.api import holders
    document = recheck(county)
    work = flow.open_work(document.reference, "number")
    to = holders(unit_ids=[county.secretariat.pk], at=after(9), rank="staff")[0]
    with pytest.raises(Anticipated):
        flow.transfer(work=work, to=to, reason="x", actor=county.actor("registrar"), at=after(9))

def test_todo_item_is_not_dismissed_as_read(county):
    document = make_draft(county)
    item = Item.objects.get(subject_id=document.pk, state="open")
    r = client_of(county, "drafter").post(f"/to-read/{item.pk}")
    item.refresh_from_db()
    print("ST", r.status_code); assert item.state == "open", r.status_code

def test_a_copy_sent_again_lies_on_the_desk_again(county):
    from tongban.business.documents.operations.distribute import send_again
    from tongban.business.documents.operations.receive import refuse
    document = J.to_sealed(county)
    distribute(document=document, actor=county.actor("registrar"), at=after(11))
    copy = Copy.objects.get(document=document, unit_name="临江县水利局")
    refuse(copy=copy, reason="打不开", actor=county.actor("水利局收发员"), at=after(12))
    document.refresh_from_db(); send_again(document=document, copy=copy, actor=county.actor("registrar"), at=after(13))
    assert Item.objects.filter(source_kind="copy", source_id=copy.pk, state="open").exists()
