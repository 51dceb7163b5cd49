"""What is done for all receivers costs as many statements for two hundred as for six."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.business.documents.models import Copy, Receiver
from tongban.business.documents.operations.attachments import PURPOSE as ATTACHMENT
from tongban.business.documents.operations.distribute import distribute, remind, withdraw_copies
from tongban.business.documents.testing import to_sealed
from tongban.foundation.access.models import Visibility
from tongban.foundation.files import api as files
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.kernel.testing import MONDAY, within

FEW, MANY = 6, 200
BATCHES = 0 if connection.vendor == "postgresql" else 15  # SQLite: an insert holds at most 999 values


@pytest.fixture
def sealed(county, request):
    """A sealed document with an attachment, its receivers as many as the test asks for."""
    document = to_sealed(county)
    received = files.receive(source=io.BytesIO("分工".encode()), name="分工.txt", purpose=ATTACHMENT)
    within(files.keep, received=received, subject=document.reference)
    more = [make_unit(f"第{n}居委会", county.office.parent) for n in range(request.param - FEW)]
    if more:
        make_person("居委会文书", unit=more[0], duties=["receiver"])
    Receiver.objects.bulk_create(Receiver(document=document, unit=unit, role="cc") for unit in more)
    return document


def statements(operation, **given) -> int:
    with CaptureQueriesContext(connection) as captured:
        operation(**given, at=MONDAY)
    return len(captured)


@pytest.mark.parametrize("sealed", [FEW, MANY], indirect=True, ids=["6 receivers", "200 receivers"])
def test_distributing_reminding_and_withdrawing_cost_the_same_for_any_number_of_receivers(county, sealed):
    registrar = county.actor("registrar")
    asked = {"document": sealed, "actor": registrar}
    more = BATCHES if len(sealed.receivers.all()) > FEW else 0
    assert statements(distribute, **asked) <= 35 + more
    sealed.refresh_from_db()
    copies = list(Copy.objects.filter(document=sealed))
    seen = Visibility.objects.filter(subject_kind="copy")
    assert seen.filter(key__startswith="u").count() == len(copies)
    for purpose in (ATTACHMENT, "documents.pages"):
        owned = files.StoredFile.objects.filter(subject_kind="copy", purpose=purpose)
        assert set(owned.values_list("subject_id", flat=True)) == {copy.pk for copy in copies}
    ids = [copy.pk for copy in copies]
    assert statements(remind, **asked, copies=ids, text="", by_sms=True) <= 15 + more
    assert Notice.objects.filter(title="催办", subject_kind="copy").count() >= FEW
    assert statements(withdraw_copies, **asked, copies=ids, reason="内容有误") <= 15 + more
    assert not seen.exists()
