"""Settings are typed, changed with a reason, in force at once, and remembered."""

import pytest

from tongban.foundation.access.testing import allow
from tongban.foundation.options import queries
from tongban.foundation.options.api import Option, flag, options, set_value, whole
from tongban.foundation.options.models import Change, Setting
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

KEY, SWITCH = "test.minutes", "test.switch"


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    members = {**options._members, KEY: Option("测试", "分钟数", 30, unit="分钟", least=5, most=240),
               SWITCH: Option("测试", "开关", True)}  # fmt: skip
    monkeypatch.setattr(options, "_members", members)


def change(value, *, key=KEY, reason="演练", actor=None):
    return set_value(key=key, value=value, reason=reason, actor=actor or system_actor(), at=MONDAY)


@pytest.mark.feature("F-OPS-04")
@pytest.mark.django_db
def test_a_change_is_in_force_and_its_history_says_who_from_what_to_what_and_why():
    assert (whole(KEY), flag(SWITCH)) == (30, True)
    change(45)
    change(False, key=SWITCH)
    assert (whole(KEY), flag(SWITCH)) == (45, False)
    made = Change.objects.get(key=KEY)
    assert (made.before, made.after, made.reason) == ("30 分钟", "45 分钟", "演练")


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "reason", "field"), [
    (4, "演练", "value"), (241, "演练", "value"), ("三十", "演练", "value"), (45, " ", "reason"), (30, "演练", "value"),
])  # fmt: skip
def test_what_is_out_of_bounds_or_without_a_reason_changes_nothing(value, reason, field):
    with pytest.raises(Invalid) as found:
        change(value, reason=reason)
    assert set(found.value.fields) == {field}
    assert not Setting.objects.exists()


@pytest.mark.django_db
def test_another_process_has_it_within_seconds(monkeypatch):
    assert whole(KEY) == 30
    Setting.objects.create(key=KEY, value=60)  # as another process wrote it
    later = queries.time.monotonic() + queries.FRESH + 1
    assert whole(KEY) == 30
    queries.believe({}, queries.time.monotonic() + queries.FRESH)
    monkeypatch.setattr(queries.time, "monotonic", lambda: later)
    assert whole(KEY) == 60


@pytest.mark.django_db
def test_however_many_readers_there_is_one_statement(django_assert_num_queries):
    queries.forget()
    with django_assert_num_queries(1):
        assert [whole(KEY) for _ in range(50)] == [30] * 50


@pytest.mark.django_db
def test_only_an_administrator_of_the_system_changes_it(client):
    person = make_person("苏明远", unit=make_unit("县政府办"))
    with pytest.raises(NotAllowed):
        change(45, actor=actor_of(person, at=MONDAY))
    sign_in(client, person)
    assert client.get("/console/options/").status_code == 403


@pytest.mark.django_db
def test_the_pages_take_a_value_and_keep_what_was_typed_wrongly(client):
    person = make_person("苏明远", unit=make_unit("县政府办"))
    allow(person, "options.manage")
    sign_in(client, person)
    assert "分钟数" in client.get("/console/options/").content.decode()
    wrong = client.post(f"/console/options/{KEY}", {"value": "1000", "reason": "演练"})
    assert (wrong.status_code, "应是 5 到 240 的整数。" in wrong.content.decode()) == (422, True)
    assert 'value="1000"' in wrong.content.decode()
    assert client.post(f"/console/options/{KEY}", {"value": "60", "reason": "演练"}).status_code == 302
    assert "30 分钟" in client.get("/console/options/history").content.decode()
    assert client.get("/console/options/unknown.key").status_code == 404
