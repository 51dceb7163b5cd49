"""What the office publishes stands in the hall, and what is applied for in the hall comes to the office."""

import pytest

from tongban.business.casework.models import Case
from tongban.business.casework.testing import decided, delivered, make_bureau
from tongban.business.catalog.operations import draft
from tongban.business.catalog.operations import withdraw as withdraw_item
from tongban.business.catalog.testing import publish_form, shipped
from tongban.business.hall.models import Guide, LicenseCopy, Progress
from tongban.business.hall.testing import applied, open_hall
from tongban.business.licenses.api import LICENSE
from tongban.engines.exchange.api import announce
from tongban.engines.exchange.testing import carry
from tongban.foundation.members.testing import make_enterprise, make_member
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db


def test_a_published_item_stands_in_the_hall_and_a_withdrawn_one_can_no_longer_be_begun():
    bureau, guide = open_hall()
    assert (guide.name, guide.unit) == (bureau.version.name, bureau.unit.name)
    withdraw_item(version=bureau.version, reason="法律修改", actor=system_actor(), at=MONDAY)
    carry()
    assert Guide.objects.get(pk=guide.pk).withdrawn


@pytest.mark.feature("F-SV-12")
def test_an_application_becomes_a_case_and_its_state_comes_back():
    _, guide = open_hall()
    member = make_member()
    submission = applied(guide, member, make_enterprise(member))
    carry()
    case = Case.objects.get(source=str(submission.uid))
    assert (case.receipt, case.query_code, case.electronic) == (submission.receipt, submission.code, True)
    progress = Progress.objects.get(submission=submission)
    assert (progress.number, progress.state) == (case.number_text, "submitted")
    assert "code" in progress.data
    assert progress.data["code"] == "", "the 查询码 itself is not kept beside the state"


def test_what_is_not_published_yet_stays_in_the_office():
    bureau = make_bureau()
    publish_form("water_supply")
    draft(unit=bureau.unit, content=shipped("water_supply"), actor=system_actor(), at=MONDAY)
    decided(bureau)  # its licence is drawn and not sealed
    carry()
    assert Guide.objects.count() == 1
    assert not LicenseCopy.objects.exists()


def test_a_state_that_comes_twice_keeps_one_copy_and_one_file():
    bureau = make_bureau()
    delivered(bureau)
    carry()
    licence = LicenseCopy.objects.get()
    announce_again(licence)
    carry()
    assert LicenseCopy.objects.get().file_id == licence.file_id


def announce_again(licence):
    within(announce, topic=LICENSE, key=str(licence.uid))
