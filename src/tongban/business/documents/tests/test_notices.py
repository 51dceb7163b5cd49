"""Who is told what: 特急 at once and by short message, 退回 to the drafter, 退文 to the sender."""

import pytest

from tongban.business.documents import handlers
from tongban.business.documents.contracts import CopySigned
from tongban.business.documents.models import Copy, Document
from tongban.business.documents.operations.receive import refuse, sign_for
from tongban.business.documents.testing import copy_at, make_draft, step, to_issued
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.jobs.testing import waiting_names
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.organization.models import Person
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def express(county, settings):
    """A 特急 draft; everybody has a mobile telephone."""
    settings.SMS_GATEWAY = "demo"
    Person.objects.update(mobile="13812340626")
    document = make_draft(county)
    Document.objects.filter(pk=document.pk).update(urgency="express")
    return document


def opened(document):
    return flow.StepsOpened(document.reference, tuple(w.pk for w in flow.open_works(document.reference)))


def told(county):
    """Who got a notice about a document, by the part they play."""
    parts = {person.pk: part for part, person in county.people.items()}
    return {parts[pk] for pk in about_documents().values_list("person_id", flat=True)}


def about_documents():
    return Notice.objects.filter(subject_kind="document").order_by("pk")


@pytest.mark.feature("F-RM-03")
def test_who_gets_a_step_of_an_express_document_is_told_once_and_by_short_message(county, express):
    step(county, express, "drafter", opinion="请审核。")
    for _ in range(2):  # a job may run twice
        handlers.express_opened(opened(express))
    assert told(county) == {"head"}
    assert Notice.objects.get().title == f"特急：{express.title}"
    message = Message.objects.get()
    assert express.title not in message.text
    assert message.person_id == county.people["head"].pk


def test_the_holder_of_a_duty_is_told_as_well(county, express):
    step(county, express, "drafter", opinion="请审核。")
    step(county, express, "head")
    handlers.express_opened(opened(express))
    assert told(county) == {"vetter"}


def test_nobody_is_told_of_what_is_not_express_or_of_his_own_draft(county, express):
    handlers.express_opened(opened(express))
    Document.objects.filter(pk=express.pk).update(urgency="urgent")
    step(county, express, "drafter", opinion="请审核。")
    handlers.express_opened(opened(express))
    assert not Notice.objects.exists()


def test_a_return_tells_the_drafter_why(county):
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    work = flow.work_for(document.reference, inbox.keys_of(county.actor("head"), at=MONDAY))
    flow.send_back(work=work, reason="请补充依据。", actor=county.actor("head"), at=MONDAY)
    event = flow.StepReturned(document.reference, work.element, "draft", "请补充依据。", county.people["head"].name)
    for _ in range(2):
        handlers.step_returned(event)
    assert told(county) == {"drafter"}
    assert "请补充依据。" in Notice.objects.get().body


@pytest.mark.feature("F-EX-12")
def test_a_refusal_tells_the_drafter_and_the_registrar_of_the_sender(county):
    document = to_issued(county)
    copy = copy_at(county, document, "柳河镇")
    refuse(copy=copy, reason="主送单位有误。", actor=county.actor("柳河镇收发员"), at=MONDAY)
    for _ in range(2):
        handlers.copy_refused(CopySigned(copy.pk, document.reference, copy.unit_id, refused=True))
    assert told(county) == {"drafter", "registrar"}
    assert about_documents().count() == 2
    assert "主送单位有误。" in about_documents()[0].body


def test_signing_for_it_tells_nobody_and_the_handlers_wait_as_jobs(county):
    copy = copy_at(county, to_issued(county), "柳河镇")
    sign_for(copy=copy, actor=county.actor("柳河镇收发员"), at=MONDAY)
    handlers.copy_refused(CopySigned(copy.pk, Copy(pk=copy.pk).reference, copy.unit_id, refused=False))
    assert not about_documents().exists()
    assert {name.rpartition(":")[2] for name in waiting_names()} >= {"CopySigned"}


def test_only_an_express_document_costs_a_job_at_each_step(county, express):
    step(county, make_draft(county, title="关于平件的通知"), "drafter")
    assert "documents.express_opened:StepsOpened" not in waiting_names()
    step(county, express, "drafter")
    assert "documents.express_opened:StepsOpened" in waiting_names()
