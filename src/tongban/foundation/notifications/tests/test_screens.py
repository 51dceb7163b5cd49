"""What staff see of their notices, and administrators of what left the house."""

import pytest
from django.test import Client

from tongban.foundation.access.api import Role, grant, ship_roles
from tongban.foundation.audit.testing import Entry
from tongban.foundation.notifications.api import APP, SMS, News, State, notify, send_to
from tongban.foundation.notifications.contracts import Rejected
from tongban.foundation.notifications.jobs import deliver
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.notifications.operations.delivering import record_attempt
from tongban.foundation.options.testing import untouched as options_as
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.references.testing import paper
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY, within

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.notifications.tests.urls")]
NEWS = {"title": "催办：关于防汛工作的通知", "body": "请尽快签收。"}
LOG = "/console/messages/"


@pytest.fixture
def reader(client: Client, wang) -> Client:
    sign_in(client, wang)
    return client


@pytest.fixture
def administrator(client: Client, office) -> Client:
    ship_roles()
    person = make_person("何静", unit=office)
    grant(role=Role.objects.get(code="unit_admin"), to=person, unit=office, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


@pytest.fixture
def everywhere(client: Client, office) -> None:
    """Whoever is signed in afterwards administers the whole installation."""
    ship_roles()
    person = make_person("沈知微", unit=office)
    grant(role=Role.objects.get(code="system_admin"), to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)


def test_opening_a_notice_reads_it_and_leads_to_its_subject(reader, wang):
    within(notify, persons=[wang.pk], title="催办", reference=paper(wang.pk))
    notice = Notice.objects.get()
    assert "未读：" in reader.get("/notices/").content.decode()
    answer = reader.get(f"/notices/{notice.pk}")
    assert answer["Location"] == f"/papers/{wang.pk}"
    assert "未读：" not in reader.get("/notices/").content.decode()


def test_all_are_read_at_once_and_the_unread_list_is_empty(reader, wang):
    for _ in range(3):
        within(notify, persons=[wang.pk], **NEWS)
    page = reader.post("/notices/read", follow=True).content.decode()
    assert "3 条消息已标为已读" in page
    assert "没有消息" in reader.get("/notices/?tab=unread").content.decode()


def test_anothers_notice_is_not_there(reader, li):
    within(notify, persons=[li.pk], **NEWS)
    assert reader.get(f"/notices/{Notice.objects.get().pk}").status_code == 404
    assert NEWS["title"] not in reader.get("/notices/").content.decode()


def test_the_poll_tells_the_count_once_and_then_that_nothing_changed(reader, wang):
    within(notify, persons=[wang.pk], **NEWS)
    first = reader.get("/news")
    assert first.json()["counts"]["notifications.unread"] == "1"
    assert reader.get("/news", headers={"If-None-Match": first["ETag"]}).status_code == 304
    reader.post("/notices/read")
    assert reader.get("/news", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_person_chooses_the_channels_on_the_screen(reader, wang):
    reader.post("/notices/choices", {"email": "on"})
    within(notify, persons=[wang.pk], **NEWS, channels=[APP, SMS])
    assert not Message.objects.exists()


@pytest.mark.feature("F-MG-10")
def test_the_log_shows_every_message_with_its_number_masked(administrator, wang):
    within(notify, persons=[wang.pk], **NEWS, channels=[APP, SMS])
    page = administrator.get(LOG).content.decode()
    assert "138****0626" in page
    assert "13812340626" not in page
    assert "请尽快签收。" in page


def test_a_failed_message_is_sent_again(administrator, wang):
    within(notify, persons=[wang.pk], **NEWS, channels=[APP, SMS])
    message = Message.objects.get()
    record_attempt(message=message, answer=Rejected("没有这个号段。"), actor=system_actor(), at=MONDAY)
    assert "没有这个号段" in administrator.get(f"{LOG}?state=failed").content.decode()
    administrator.post(f"{LOG}{message.pk}/resend")
    assert Message.objects.get().state == State.QUEUED
    assert administrator.post(f"{LOG}{message.pk}/resend").status_code == 409


def test_messages_to_other_units_and_to_the_public_are_not_in_the_log(administrator):
    other = make_person("赵强", unit=make_unit("临江县财政局"), mobile="13912340626")
    within(notify, persons=[other.pk], **NEWS, channels=[APP, SMS])
    within(send_to, address="13712340626", news=News(**NEWS), channel=SMS)
    page = administrator.get(LOG).content.decode()
    assert "没有记录" in page
    assert administrator.post(f"{LOG}{Message.objects.first().pk}/resend").status_code == 404


def test_the_demo_phones_show_long_texts_in_parts(administrator, everywhere, wang):
    within(notify, persons=[wang.pk], title="长", body="字" * 100, channels=[APP, SMS])
    deliver(message_id=Message.objects.get().pk)
    page = administrator.get(f"{LOG}demo").content.decode()
    assert "1/2" in page
    assert "在途" in page


def test_the_demo_phones_are_not_for_the_administrator_of_one_unit(administrator):
    assert administrator.get(f"{LOG}demo").status_code == 403


@pytest.mark.parametrize("address", [LOG, f"{LOG}demo"])
def test_the_log_is_for_administrators(reader, address):
    assert reader.get(address).status_code == 403


@pytest.mark.feature("F-MG-10")
def test_what_short_messages_cost_stands_by_unit_and_month_at_the_price_of_the_day(administrator, wang, office):
    options_as(notifications__price__sms=45)
    send(wang, body="请尽快签收。")
    options_as(notifications__price__sms=100)
    send(wang, body="请" * 71)  # two parts
    page = administrator.get(f"{LOG}costs").content.decode()
    assert f'{office.name}</td><td>短信</td><td class="tb-num" data-label="发送数">2</td>' in page
    assert '">3</td><td class="tb-num" data-label="费用（元）">0.245</td>' in page
    table = b"".join(administrator.get(f"{LOG}costs", {"export": "1"})).decode()
    assert f"{office.name},短信,2,3,0.245" in table
    assert Entry.objects.filter(action="notifications.export_costs").count() == 1


def test_causes_of_failures_and_numbers_that_nothing_reaches_are_named(administrator, wang, office):
    bad = make_person("钱进", unit=office, mobile="12345")
    send(bad)
    send(wang)
    page = administrator.get(f"{LOG}costs").content.decode()
    assert "手机号码的格式不正确" in page
    assert "钱进" in page
    assert "王敏" not in page


def test_the_costs_of_other_units_are_not_shown(administrator):
    send(make_person("外人", unit=make_unit("临江县财政局"), mobile="13812340627"))
    assert "财政局" not in administrator.get(f"{LOG}costs").content.decode()


def send(person, body: str = "请尽快签收。") -> None:
    within(notify, persons=[person.pk], title="催办", body=body, channels=[SMS], when=now())
    deliver(message_id=Message.objects.latest("pk").pk)
