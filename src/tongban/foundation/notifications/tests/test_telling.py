"""People are told once, by the channels they want; what a provider does wrong is met and recorded."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.foundation.access.testing import allow
from tongban.foundation.audit.testing import Entry
from tongban.foundation.jobs.testing import run_due_jobs, waiting_names
from tongban.foundation.notifications.api import (
    APP,
    EMAIL,
    SMS,
    News,
    Receipt,
    State,
    TryAgain,
    choose_channels,
    mark_all_read,
    mark_read,
    notices_of,
    notify,
    resend,
    send_to,
    tell,
    unread_count,
)
from tongban.foundation.notifications.jobs import collect_receipts, deliver
from tongban.foundation.notifications.models import DemoShortMessage, Message, Notice
from tongban.foundation.notifications.operations.delivering import (
    ask_arrivals,
    attempt,
    record_arrivals,
    record_attempt,
)
from tongban.foundation.notifications.queries import under_way
from tongban.foundation.organization.contracts import PersonData
from tongban.foundation.organization.operations import change_person
from tongban.foundation.organization.testing import actor_of, make_person
from tongban.foundation.references.testing import paper
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY, within

NEWS = {"title": "催办：关于防汛工作的通知", "body": "请尽快签收。"}
BY = {"actor": system_actor(), "at": MONDAY}


def send(person, *, channels=(APP, SMS), news=NEWS) -> Message | None:
    within(notify, persons=[person.pk], **news, channels=channels, when=now())
    run_due_jobs()
    return Message.objects.order_by("-id").first()


def test_each_person_gets_one_notice_however_often_named(wang, li):
    within(notify, persons=[wang.pk, li.pk, wang.pk], title="已签发", reference=paper(1))
    assert sorted(Notice.objects.values_list("person_id", flat=True)) == sorted([wang.pk, li.pk])
    assert notices_of(actor_of(wang)).get().subject == paper(1)


def test_telling_many_costs_as_many_statements_as_telling_one(office, wang):
    people = [wang.pk, *(make_person(f"人员{n}", unit=office, mobile=f"1381234{n:04}").pk for n in range(1, 9))]
    costs = []
    for persons in (people[:1], people):
        with CaptureQueriesContext(connection) as statements:
            within(notify, persons=persons, **NEWS, channels=[APP, SMS])
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert len(waiting_names()) == 1 + len(people)


def test_a_short_message_is_sent_arrives_later_and_every_step_is_logged(wang):
    message = send(wang)
    assert (message.state, message.attempts, message.parts) == (State.SENT, 1, 1)
    assert DemoShortMessage.objects.get().text == "请尽快签收。"
    later = now() + timedelta(seconds=10)
    assert ask_arrivals(at=now()) == []
    record_arrivals(message_ids=ask_arrivals(at=later), actor=system_actor(), at=later)
    message.refresh_from_db()
    assert message.state == State.DELIVERED
    assert Entry.objects.filter(action="notifications.record_attempt", subject_id=message.pk).count() == 1


def test_nothing_leaves_when_the_operation_fails(wang):
    def fails():
        notify([wang.pk], **NEWS, channels=[APP, SMS])
        raise Invalid("不能催办。")

    with pytest.raises(Invalid):
        within(fails)
    assert waiting_names() == []
    assert not Message.objects.exists()


def test_who_has_no_number_gets_the_notice_alone(li):
    assert send(li) is None
    assert unread_count(actor_of(li)) == 1


def test_a_person_chooses_the_channels(wang, settings):
    settings.EMAIL_HOST = "mail.example.cn"
    choose_channels(wanted={SMS: False, EMAIL: True}, actor=actor_of(wang), at=MONDAY)
    message = send(wang, channels=(APP, SMS, EMAIL))
    assert (message.channel, message.state) == (EMAIL, State.SENT)
    assert mail.outbox[0].to == ["wang@example.cn"]
    assert Message.objects.count() == 1


def test_a_channel_that_is_not_configured_is_not_used(wang, settings):
    settings.SMS_GATEWAY = ""
    assert send(wang) is None


@pytest.mark.parametrize("mobile", ["12345", "16412340626"], ids=["malformed", "unknown range"])
def test_a_rejected_number_is_not_tried_again(office, mobile):
    message = send(make_person("赵强", unit=office, mobile=mobile))
    assert (message.state, message.attempts) == (State.FAILED, 1)
    assert message.trouble
    assert waiting_names() == []


def test_a_gateway_that_does_not_answer_is_asked_again_and_sends_once(office):
    message = send(make_person("孙丽", unit=office, mobile="13812340000"))
    assert (message.state, message.attempts) == (State.QUEUED, 1)
    assert waiting_names() == ["notifications.deliver"]
    deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)
    assert DemoShortMessage.objects.count() == 1


def test_after_six_attempts_the_administrator_decides(db):
    message = within(send_to, address="13812340626", news=News(**NEWS), channel=SMS)
    for _ in range(6):
        record_attempt(message=message, answer=TryAgain("没有应答。"), **BY)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 6)
    assert resend(message=message, **BY).state == State.QUEUED
    with pytest.raises(Conflict):
        resend(message=message, **BY)


def test_a_job_that_runs_twice_sends_once(wang):
    message = send(wang)
    deliver(message_id=message.pk)
    record_attempt(message=message, answer=Receipt("again"), **BY)
    message.refresh_from_db()
    assert (message.attempts, DemoShortMessage.objects.count()) == (1, 1)


def test_a_crash_after_sending_does_not_send_twice(wang):
    within(notify, persons=[wang.pk], **NEWS, channels=[APP, SMS], when=now())
    message = Message.objects.get()
    first = attempt(message, at=now())
    deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.receipt == first.number
    assert DemoShortMessage.objects.count() == 1


def test_a_long_text_goes_in_parts(wang):
    assert send(wang, news={"title": "长", "body": "字" * 150}).parts == 3


def test_a_mail_server_that_is_down_is_tried_later(wang, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    choose_channels(wanted={EMAIL: True}, actor=actor_of(wang), at=MONDAY)
    message = send(wang, channels=(APP, EMAIL))
    assert (message.state, message.attempts) == (State.QUEUED, 1)


def test_a_phone_that_stays_off_is_not_asked_about_for_ever(wang):
    message = send(wang)
    assert [m.pk for m in under_way(limit=9, at=now())] == [message.pk]
    assert under_way(limit=9, at=now() + timedelta(hours=73)) == []
    collect_receipts()


def test_a_handler_that_runs_twice_tells_once(wang):
    for _ in range(2):
        tell(persons=[wang.pk], news=News(**NEWS), actor=system_actor(), at=MONDAY, request_key="job-7")
    assert Notice.objects.count() == 1


def test_notices_are_read_by_their_owner_alone(wang, li):
    within(notify, persons=[wang.pk], **NEWS)
    notice = Notice.objects.get()
    with pytest.raises(NotAllowed):
        mark_read(notice=notice, actor=actor_of(li), at=MONDAY)
    assert mark_all_read(actor=actor_of(li), at=MONDAY) == 0
    mark_read(notice=notice, actor=actor_of(wang), at=MONDAY)
    assert unread_count(actor_of(wang)) == 0


@pytest.mark.feature("F-EX-18")
def test_a_mobile_number_is_changed_by_the_administrator_alone_and_counts_from_then_on(wang):
    number = PersonData(name=wang.name, mobile="13900005678")
    with pytest.raises(NotAllowed):
        change_person(person=wang, data=number, actor=actor_of(wang), at=MONDAY)
    admin = make_person("管理员", unit=wang.unit)
    allow(admin, "organization.manage", over=wang.unit)
    change_person(person=wang, data=number, actor=actor_of(admin), at=MONDAY)
    assert Entry.objects.filter(action="organization.change_person", person_id=admin.pk).exists()
    send(wang)
    assert DemoShortMessage.objects.get().number == "13900005678"
