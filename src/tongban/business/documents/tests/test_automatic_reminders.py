"""自动催办: in working hours, whoever has a step past its limit once a day, units that have not signed up to three times."""

from datetime import timedelta

import pytest

from tongban.business.documents import jobs
from tongban.business.documents.models import Copy, Urging
from tongban.business.documents.testing import copy_at, make_draft, step, to_issued
from tongban.engines.flow import api as flow
from tongban.foundation.notifications.models import Notice
from tongban.kernel.testing import MONDAY

LATE = MONDAY + timedelta(days=8)  # a Tuesday, after the two working days of 审核


@pytest.fixture
def at(monkeypatch):
    """Let the job run at a moment."""

    def run(moment):
        monkeypatch.setattr(jobs, "now", lambda: moment)
        jobs.urge_late()

    return run


def at_review(county):
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    assert flow.open_works(document.reference)[0].due_at < LATE
    return document


@pytest.mark.feature("F-IN-12")
def test_a_step_past_its_limit_is_reminded_of_once_a_day(county, at):
    at_review(county)
    at(LATE)
    at(LATE + timedelta(hours=1))
    urging = Urging.objects.get()
    assert (urging.by_name, urging.steps) == ("自动催办", "段文博 审核")
    assert Notice.objects.filter(person=county.people["head"], title="催办：审核").count() == 1
    at(LATE + timedelta(days=1))
    assert Urging.objects.count() == 2


def test_nobody_is_reminded_before_the_limit_or_outside_working_hours(county, at):
    at_review(county)
    at(MONDAY + timedelta(hours=1))
    at(LATE.replace(hour=22))
    at(MONDAY + timedelta(days=5))  # a Saturday
    assert Urging.objects.count() == 0


@pytest.mark.feature("F-EX-11")
def test_a_unit_that_does_not_sign_is_reminded_three_times(county, at):
    document = to_issued(county)
    signed = copy_at(county, document, "城关镇")
    Copy.objects.filter(pk=signed.pk).update(
        state="signed", signed_at=MONDAY, signed_by=county.people["城关镇收发员"], signer_name="收发0"
    )
    for day in (0, 1, 2, 3, 4):
        at(LATE + timedelta(days=day, minutes=day))
    counts = dict(Copy.objects.filter(document=document).values_list("unit_name", "reminders"))
    assert counts.pop("城关镇人民政府") == 0
    assert set(counts.values()) == {3}
