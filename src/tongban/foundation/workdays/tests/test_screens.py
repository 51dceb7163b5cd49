"""The administrators' screens of the calendar."""

from datetime import date
from uuid import uuid4

import pytest

from tongban.foundation.access.api import Role, grant, ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.foundation.workdays.api import DayKind, Effect, EffectRow, calendar, effects
from tongban.foundation.workdays.models import CalendarVersion
from tongban.foundation.workdays.testing import make_day, shipped_calendar
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
ROOT = "/console/workdays/"
NOTICE = {"year": "2027", "source": "2027年放假通知", "text": "一、元旦：1月1日（周五）至3日（周日）放假，共3天。"}


@pytest.fixture
def administrator(client):
    ship_roles()
    shipped_calendar()
    person = make_person("何静", unit=make_unit("临江县人民政府"))
    grant(role=Role.objects.get(code="super_admin"), to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


@pytest.fixture
def watched(monkeypatch):
    """Something above that counts by the calendar."""
    rows = (EffectRow("食品经营许可", "2027-01-04", "2027-01-05"),)
    monkeypatch.setitem(
        effects._members, "test", lambda before, after, at: Effect(label="测试事项", facts=(("推后", 3),), rows=rows)
    )


def test_a_year_is_seen_day_by_day(administrator):
    page = administrator.get(ROOT, {"year": 2026}).content.decode()
    assert list(faults(page)) == []
    assert 'title="2月28日 星期六 上班 春节"' in page
    assert "2月15日" in page
    assert "248 个工作日" in page
    assert "还没有导入" not in page


def test_a_year_without_notice_says_so(administrator):
    assert "2027年的放假安排还没有导入" in administrator.get(ROOT, {"year": 2027}).content.decode()


def test_an_import_is_previewed_with_its_effect_and_then_applied(administrator, watched):
    page = administrator.post(f"{ROOT}import", NOTICE).content.decode()
    assert list(faults(page)) == []
    assert "对测试事项的影响" in page
    assert "食品经营许可" in page
    assert calendar().unannounced(date(2027, 1, 1), date(2027, 1, 1))
    answer = administrator.post(f"{ROOT}import", {**NOTICE, "base": calendar().version, "apply": "1"}, follow=True)
    assert "已采用" in answer.content.decode()
    assert not calendar().is_workday(date(2027, 1, 1))


def test_a_double_click_applies_once(administrator):
    form = {**NOTICE, "base": calendar().version, "apply": "1", "request_key": str(uuid4())}
    for _ in range(2):
        assert administrator.post(f"{ROOT}import", form).status_code == 302
    assert CalendarVersion.objects.filter(year=2027).count() == 1


def test_bad_lines_are_listed_and_the_text_comes_back(administrator):
    answer = administrator.post(f"{ROOT}import", {**NOTICE, "text": f"{NOTICE['text']}\n2027-02-30,休,春节"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有2027年2月30日" in page
    assert "1月1日（周五）" in page


def test_who_goes_back_from_the_preview_finds_what_he_typed(administrator):
    page = administrator.post(f"{ROOT}import", {**NOTICE, "back": "1"}).content.decode()
    assert NOTICE["text"] in page
    assert "预览：" not in page


def test_a_half_day_is_set_and_shown(administrator):
    form = {"first": "2026-12-31", "what": "morning", "name": "除夕", "source": "办公室通知"}
    page = administrator.post(f"{ROOT}days", form).content.decode()
    assert "上午上班" in page
    administrator.post(f"{ROOT}days", {**form, "base": calendar().version, "apply": "1"})
    assert calendar().kind_of(date(2026, 12, 31)) is DayKind.MORNING
    assert "12月31日</span> 上午上班" in administrator.get(ROOT, {"year": 2026}).content.decode()


@pytest.mark.parametrize(
    ("page", "form", "field"),
    [
        ("days", {"first": "2026-12-31", "last": "2026-12-01", "what": "rest", "source": "通知"}, "id_last"),
        ("hours", {"since": "2027-06-01", "morning_from": "12:00", "morning_to": "09:00", "afternoon_from": "13:00",
                   "afternoon_to": "17:00", "source": "通知"}, "id_morning_from"),
    ],
)  # fmt: skip
def test_the_message_stands_at_the_wrong_field(administrator, page, form, field):
    answer = administrator.post(f"{ROOT}{page}", form)
    assert answer.status_code == 422
    assert f"{field}_error" in answer.content.decode()


def test_summer_hours_are_set(administrator):
    form = {"since": "2027-06-01", "morning_from": "08:00", "morning_to": "12:00", "afternoon_from": "15:00",
            "afternoon_to": "18:00", "source": "夏季作息", "base": calendar().version, "apply": "1"}  # fmt: skip
    administrator.post(f"{ROOT}hours", form)
    assert "2027年6月1日起 08:00—12:00、15:00—18:00" in administrator.get(ROOT).content.decode()


def test_the_history_names_each_change_with_its_ground(administrator):
    make_day(date(2026, 12, 31), DayKind.AFTERNOON)
    page = administrator.get(f"{ROOT}history").content.decode()
    assert list(faults(page)) == []
    assert "随程序提供的国务院办公厅放假安排" in page
    assert "半天 1 天" in page


def test_who_may_not_is_not_let_in(client):
    sign_in(client, make_person("赵强", unit=make_unit("县水利局")))
    assert client.get(ROOT).status_code == 403
    assert client.post(f"{ROOT}import", NOTICE).status_code == 403
