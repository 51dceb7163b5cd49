"""What the audit trail shows raises an alarm once; what people report is handled and answered."""

from datetime import timedelta

import pytest

from tongban.foundation.access.testing import allow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.incidents.models import Incident
from tongban.foundation.incidents.operations import handle, report, watch
from tongban.foundation.notifications.models import Notice
from tongban.foundation.options.testing import untouched
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel import ports
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.ports import Entry
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
NOON, NIGHT = MONDAY.replace(hour=12), MONDAY.replace(hour=22)


@pytest.fixture
def people():
    unit = make_unit("临江县人民政府办公室")
    admin = make_person("安全员", unit=unit)
    allow(admin, "incidents.handle")
    return {"admin": admin, "clerk": make_person("苏明远", unit=unit)}


def acted(person, count, *, action="files.download", outcome="done", at=NOON):
    actor = actor_of(person, at=MONDAY)
    ports.audit().record([Entry(action=action, actor=actor, at=at, outcome=outcome) for _ in range(count)])


def looked(at=NOON) -> list[str]:
    watch(actor=system_actor(), at=at + timedelta(minutes=5))
    return list(Incident.objects.order_by("pk").values_list("rule", flat=True))


@pytest.mark.feature("F-SC-05")
@pytest.mark.parametrize(("count", "how", "rule"), [
    (100, {}, "downloads"), (10, {"action": "documents.save", "outcome": "refused"}, "refused"),
    (5, {"action": "identity.record_failure"}, "failed_sign_in"), (30, {"action": "documents.save", "at": NIGHT}, "at_night"),
])  # fmt: skip
def test_what_somebody_does_too_often_raises_one_alarm(people, count, how, rule):
    acted(people["clerk"], count - 1, **how)
    assert looked(how.get("at", NOON)) == []
    acted(people["clerk"], 1, **how)
    assert looked(how.get("at", NOON)) == [rule]
    assert looked(how.get("at", NOON)) == [rule]
    desk = inbox.open_items(inbox.keys_of(actor_of(people["admin"], at=MONDAY), at=MONDAY))
    assert [item.step for item in desk] == ["处理报警"]


def test_a_threshold_is_a_setting_and_none_switches_the_rule_off(people):
    acted(people["clerk"], 20)
    untouched(incidents__downloads=0)
    assert looked() == []
    untouched(incidents__downloads=20)
    assert looked() == ["downloads"]


@pytest.mark.feature("F-SC-14")
def test_a_report_is_handled_and_its_reporter_reads_the_answer(people):
    clerk, admin = (actor_of(people[name], at=MONDAY) for name in ("clerk", "admin"))
    made = report(title="手机丢了", text="昨晚在车站丢的，装了办公系统。", actor=clerk, at=MONDAY)
    with pytest.raises(NotAllowed):
        handle(incident=made, answer="没事", actor=clerk, at=MONDAY)
    with pytest.raises(Invalid):
        handle(incident=made, answer=" ", actor=admin, at=MONDAY)
    handle(incident=made, answer="已注销该设备的会话，并重置密码。", actor=admin, at=MONDAY)
    assert Notice.objects.get(person=people["clerk"]).title == "安全问题已处理：手机丢了"
    assert len(inbox.open_items(inbox.keys_of(admin, at=MONDAY))) == 0
    with pytest.raises(Conflict):
        handle(incident=made, answer="又一次", actor=admin, at=MONDAY)


def test_the_pages_of_reporter_and_handler(people, client):
    sign_in(client, people["clerk"])
    wrong = client.post("/incidents/report", {"title": "手机丢了", "text": ""})
    assert (wrong.status_code, 'value="手机丢了"' in wrong.content.decode()) == (422, True)
    assert client.post("/incidents/report", {"title": "手机丢了", "text": "昨晚。"}).status_code == 302
    made = Incident.objects.get()
    assert "正在处理" in client.get(f"/incidents/{made.pk}").content.decode()
    other = make_person("别人", unit=make_unit("水利局"))
    sign_in(client, other)
    assert client.get(f"/incidents/{made.pk}").status_code == 404
    sign_in(client, people["admin"])
    assert "手机丢了" in client.get("/incidents/").content.decode()
    assert client.post(f"/incidents/{made.pk}", {"answer": "已处理。"}).status_code == 302
    sign_in(client, people["clerk"])
    assert "已处理。" in client.get(f"/incidents/{made.pk}").content.decode()
