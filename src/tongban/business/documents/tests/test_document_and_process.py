"""The document and its process never part: wherever a step is open again, the document stands where that step has it."""

import io

import pytest

from tongban.business.documents.contracts import State
from tongban.business.documents.models import Copy
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.testing import copy_at, registered, to_laid_out, to_sealed, to_signed
from tongban.engines.flow import api as flow
from tongban.foundation.files import api as files
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
LATER = MONDAY.replace(hour=17)


def open_elements(document):
    return [work.element for work in flow.open_works(document.reference)]


def last(document, element):
    return [work for work in flow.works_of(document.reference) if work.element == element][-1]


def test_a_leader_who_withdraws_takes_the_signature_away(county):
    document = to_signed(county)
    flow.withdraw(work=last(document, "sign"), actor=county.actor("leader"), at=LATER)
    document.refresh_from_db()
    assert open_elements(document) == ["sign"]
    assert (document.state, document.signed_at, document.signer_name) == (State.REVIEW, None, "")


@pytest.mark.feature("F-OD-28")
@pytest.mark.parametrize(
    ("element", "reach", "part"), [("seal", to_laid_out, "keeper"), ("distribute", to_sealed, "registrar")]
)
def test_a_step_with_an_operation_of_its_own_is_not_finished_by_a_plain_submit(county, element, reach, part):
    document = reach(county)
    before = document.state
    with pytest.raises(Conflict, match="不能直接提交"):
        flow.complete(
            work=flow.open_work(document.reference, element), actor=county.actor(part), at=LATER, opinion="好"
        )
    document.refresh_from_db()
    assert (open_elements(document), document.state, Copy.objects.count()) == ([element], before, 0)


def test_sent_back_from_sealing_to_numbering_it_keeps_its_number_and_goes_on(county):
    document = to_laid_out(county)
    work = flow.open_work(document.reference, "seal")
    flow.send_back(work=work, reason="版式有误，请重新制版。", to="number", actor=county.actor("keeper"), at=LATER)
    document.refresh_from_db()
    assert (open_elements(document), document.state, document.page_file) == (["number"], State.SIGNED, None)
    number = assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=LATER)
    assert number.text == document.number_text


def test_sent_back_from_distributing_to_the_signer_loses_seal_and_signature_but_not_its_number(county):
    document = to_sealed(county)
    work = flow.open_work(document.reference, "distribute")
    targets = [element for element, _ in flow.return_targets(work)]
    flow.send_back(work=work, reason="正文有误。", to=targets[-1], actor=county.actor("registrar"), at=LATER)
    document.refresh_from_db()
    assert open_elements(document) == [targets[-1]]
    assert document.sealed_file is None
    assert document.number_text


@pytest.mark.feature("F-EX-24")
def test_a_receiver_downloads_the_sealed_file_from_the_copy_and_from_what_he_registered(county, client):
    document = to_sealed(county)
    received = files.receive(source=io.BytesIO("责任分工表".encode()), name="分工.txt", purpose="documents.attachment")
    within(files.keep, received=received, subject=document.reference)
    distribute(document=document, actor=county.actor("registrar"), at=LATER)
    sign_in(client, county.people["城关镇收发员"])
    copy = copy_at(county, document, "城关镇")
    own = files.files_of(subject=copy.reference, purpose="documents.pages").get()
    attached = files.files_of(subject=copy.reference, purpose="documents.attachment").get()
    assert client.get(f"/files/{attached.uid}").status_code == 200
    assert f"/files/{own.uid}" in client.get(f"/documents/copies/{copy.pk}").content.decode()
    received = registered(county, document)
    for file in (own, received.file):
        answer = client.get(f"/files/{file.uid}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert client.get(f"/files/{document.sealed_file.uid}").status_code == 404
