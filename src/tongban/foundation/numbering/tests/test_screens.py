"""The administrators' screens of numbering: what they show, what they refuse, and whom."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tongban.foundation.access.api import Role, grant, ship_roles
from tongban.foundation.numbering.api import State, allocate, reserve
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.numbering.testing import PURPOSE, make_series
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.references.testing import paper
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import within

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tongban.foundation.numbering.tests.urls")]
ROOT = "/console/numbering/"


@pytest.fixture
def administrator(client: Client, series: Series) -> Client:
    """Somebody who looks after the numbers of the series' unit alone."""
    ship_roles()
    person = make_person("何静", unit=series.unit)
    role = Role.objects.get(code="unit_admin")
    grant(role=role, to=person, unit=series.unit, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


@pytest.fixture
def anothers(administrator: Client) -> Series:
    return make_series(unit=make_unit("临江县财政局"), word="临财发")


@pytest.mark.feature("F-TP-03")
def test_a_series_is_set_up_on_the_screen(administrator, series):
    form = {"unit": series.unit_id, "purpose": PURPOSE, "word": "临政办函", "pattern": "{word}〔{year}〕{serial}号"}
    answer = administrator.post(f"{ROOT}new", form, follow=True)
    assert "已建立编号序列" in answer.content.decode()
    assert Series.objects.filter(word="临政办函", unit=series.unit, yearly=True).exists()


def test_a_wrong_pattern_is_said_at_its_field_and_nothing_typed_is_lost(administrator, series):
    form = {"unit": series.unit_id, "purpose": PURPOSE, "word": "临政办函", "pattern": "{word}({year}){serial}号"}
    answer = administrator.post(f"{ROOT}new", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "六角括号" in page
    assert 'value="{word}({year}){serial}号"' in page


def test_the_register_shows_numbers_states_and_gaps(administrator, series):
    year = now().year
    within(allocate, series=series, year=year, subject=paper(1))
    administrator.post(f"{ROOT}{series.pk}/{year}/skip", {"serial": 5, "reason": "旧系统已用"})
    administrator.post(f"{ROOT}{series.pk}/{year}/reserve", {"count": 1, "reason": "一号文件"})
    page = administrator.get(f"{ROOT}{series.pk}").content.decode()
    assert f"临政办发〔{year}〕5号" in page
    assert "2—4" in page
    assert "一号文件" in page


@pytest.mark.parametrize(("act", "form"), [("reserve", {"count": "x"}), ("skip", {"serial": 0, "reason": "跳"})])
def test_a_wrong_act_by_hand_comes_back_with_its_message(administrator, series, act, form):
    answer = administrator.post(f"{ROOT}{series.pk}/{now().year}/{act}", form)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_double_click_reserves_once(administrator, series):
    form = {"count": 2, "reason": "一号文件", "request_key": str(uuid4())}
    for _ in range(2):
        administrator.post(f"{ROOT}{series.pk}/{now().year}/reserve", form)
    assert Number.objects.count() == 2


def test_a_reserved_number_is_voided_with_its_reason(administrator, series):
    (number,) = within(reserve, series=series, year=now().year)
    administrator.post(f"{ROOT}numbers/{number.pk}/void", {"reason": ""})
    assert Number.objects.get().state == State.RESERVED
    administrator.post(f"{ROOT}numbers/{number.pk}/void", {"reason": "重复编号"})
    assert Number.objects.get().state == State.VOID


def test_another_units_series_is_not_there(administrator, anothers):
    number = within(allocate, series=anothers, year=now().year, subject=paper(1))
    answers = [
        administrator.get(f"{ROOT}{anothers.pk}"),
        administrator.post(f"{ROOT}{anothers.pk}/change", {"word": "夺", "pattern": "{serial}"}),
        administrator.post(f"{ROOT}{anothers.pk}/2026/reserve", {"count": 1, "reason": "夺"}),
        administrator.post(f"{ROOT}numbers/{number.pk}/void", {"reason": "夺"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert "临财发" not in administrator.get(ROOT).content.decode()
    assert Number.objects.get(pk=number.pk).state == State.ASSIGNED


def test_who_looks_after_no_numbers_is_not_let_in(client, series):
    sign_in(client, make_person("赵强", unit=series.unit))
    assert client.get(ROOT).status_code == 403


def test_a_long_list_costs_no_more_queries_than_a_short_one(administrator, series, django_assert_num_queries):
    administrator.get(ROOT)
    with CaptureQueriesContext(connection) as short:
        administrator.get(ROOT)
    for word in ("甲发", "乙发", "丙发", "丁发", "戊发"):
        make_series(unit=series.unit, word=word)
    with django_assert_num_queries(len(short)):
        administrator.get(ROOT)
