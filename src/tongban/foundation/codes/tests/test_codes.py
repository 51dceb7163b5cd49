"""Dictionaries: offered on their days, read for ever, kept by those who may."""

from datetime import date

import pytest
from django.urls import reverse

from tongban.foundation.access.testing import allow
from tongban.foundation.codes import api as codes
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
BY = {"actor": system_actor(), "at": MONDAY}
TODAY = date(2026, 11, 18)


@pytest.fixture
def staff():
    made = codes.create_dictionary(code="staff", name="人员类别", **BY)
    add(made, "2", "事业编制", position=2)
    add(made, "1", "公务员", position=1)
    add(made, "9", "临时人员", position=9, last_day=date(2025, 12, 31))
    return made


def add(dictionary, code, label, *, position=0, first_day=date(2020, 1, 1), last_day=None):
    data = codes.EntryData(label=label, position=position, first_day=first_day, last_day=last_day)
    return codes.add_entry(dictionary=dictionary, code=code, data=data, **BY)


def test_what_has_ended_is_read_and_not_chosen(staff, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = codes.choices_of(["staff", "unknown"], on=TODAY)
    rows = [(c.id, c.name, c.choosable) for c in found["staff"]]
    assert rows == [("1", "公务员", True), ("2", "事业编制", True), ("9", "临时人员", False)]
    assert codes.choices("staff", on=date(2025, 12, 31))[2].choosable
    assert not codes.choices("staff", on=date(2019, 1, 1))[0].choosable


@pytest.mark.parametrize(
    ("change", "field"),
    [({"code": "1"}, "code"), ({"code": "有空 格"}, "code"), ({"label": " "}, "label"), ({"last_day": date(2019, 1, 1)}, "last_day")],
)  # fmt: skip
def test_an_entry_that_cannot_be_is_refused_at_its_field(staff, change, field):
    with pytest.raises(Invalid) as told:
        add(staff, **{"code": "3", "label": "合同制", **change})
    assert set(told.value.fields) == {field}
    assert len(codes.choices("staff", on=TODAY)) == 3


def test_only_those_who_may_keep_dictionaries():
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    with pytest.raises(NotAllowed):
        codes.create_dictionary(code="staff", name="人员类别", actor=actor_of(person, at=MONDAY), at=MONDAY)


def test_a_dictionary_is_kept_on_the_console(client):
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    allow(person, "codes.manage")
    sign_in(client, person)
    answer = client.post(reverse("codes:create"), {"code": "cars", "name": "车辆"}, follow=True)
    assert "还没有条目" in answer.content.decode()
    entry = {"code": "A1", "label": "鄂A·12345", "position": "1", "first_day": "2026-01-01"}
    page = client.post(reverse("codes:dictionary", args=["cars"]), entry, follow=True).content.decode()
    assert "鄂A·12345" in page
    assert "在用" in page
    assert client.post(reverse("codes:dictionary", args=["cars"]), entry).status_code == 422
    made = codes.Entry.objects.get()
    client.post(reverse("codes:change", args=[made.pk]), {**entry, "last_day": "2026-02-01"})
    assert "已停用" in client.get(reverse("codes:dictionary", args=["cars"])).content.decode()
    assert "车辆" in client.get(reverse("codes:list")).content.decode()
