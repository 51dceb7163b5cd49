"""Numbers are given in turn, kept, reserved, voided and filled in; the database refuses what must not be."""

import pytest
from django.db import IntegrityError, transaction

from tongban.foundation.numbering.api import (
    AlreadyNumbered,
    NotAssignable,
    NotReserved,
    NumberTaken,
    SeriesClosed,
    State,
    allocate,
    assign,
    back_fill,
    gaps,
    number_of,
    numbers_of,
    reserve,
    void,
)
from tongban.foundation.numbering.models import Counter, Number
from tongban.foundation.numbering.testing import PURPOSE, make_series
from tongban.kernel.errors import Invalid
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db


def paper(number: int) -> Reference:
    return Reference("test_paper", number)


def run(series) -> dict:
    return {"series": series, "year": 2026}


def test_numbers_come_in_turn_without_leading_zeros(series):
    texts = [within(allocate, **run(series), subject=paper(i)).text for i in range(3)]
    assert texts == ["临政办发〔2026〕1号", "临政办发〔2026〕2号", "临政办发〔2026〕3号"]


def test_the_year_starts_again_at_one(series):
    within(allocate, **run(series), subject=paper(1))
    assert within(allocate, series=series, year=2027, subject=paper(2)).text == "临政办发〔2027〕1号"


def test_a_series_that_is_not_yearly_counts_on(db):
    series = make_series(yearly=False, word="临证", pattern="{word}{serial:4}")
    within(allocate, **run(series), subject=paper(1))
    assert within(allocate, series=series, year=2027, subject=paper(2)).text == "临证0002"


def test_a_returned_document_keeps_its_number(series):
    first = within(allocate, **run(series), subject=paper(1))
    again = within(allocate, series=series, year=2027, subject=paper(1))
    assert again.pk == first.pk
    assert Counter.objects.get(year=2026).next == 2


def test_another_word_needs_the_old_number_voided_first(series):
    other = make_series(unit=series.unit, word="临政办函")
    old = within(allocate, **run(series), subject=paper(1))
    with pytest.raises(AlreadyNumbered, match="临政办发〔2026〕1号"):
        within(allocate, **run(other), subject=paper(1))
    within(void, number=old, reason="改为函")
    assert within(allocate, **run(other), subject=paper(1)).text == "临政办函〔2026〕1号"


def test_a_reserved_number_waits_and_is_given_once(series):
    (kept,) = within(reserve, **run(series), reason="一号文件")
    assert within(allocate, **run(series), subject=paper(1)).serial == 2
    assert within(assign, number=kept, subject=paper(2)).state == State.ASSIGNED
    with pytest.raises(NotReserved):
        within(assign, number=kept, subject=paper(3))


def test_a_number_reserved_for_a_document_is_the_one_it_gets(series):
    (kept,) = within(reserve, **run(series), subject=paper(1))
    assert within(allocate, **run(series), subject=paper(1)).pk == kept.pk
    with pytest.raises(NotReserved):
        within(assign, number=kept, subject=paper(2))


def test_a_void_number_keeps_its_reason_and_can_be_filled_in(series):
    number = within(allocate, **run(series), subject=paper(1))
    within(void, number=number, reason="重复编号")
    assert number_of(subject=paper(1), purpose=PURPOSE) is None
    with pytest.raises(NotAssignable):
        within(void, number=number, reason="再来一次")
    filled = within(back_fill, **run(series), serial=1, subject=paper(2), reason="补号")
    assert (filled.pk, filled.state, filled.subject) == (number.pk, State.ASSIGNED, paper(2))


def test_a_void_without_a_reason_is_refused(series):
    number = within(allocate, **run(series), subject=paper(1))
    with pytest.raises(Invalid) as refused:
        within(void, number=number, reason="  ")
    assert "reason" in refused.value.fields


def test_gaps_are_reported_and_filled_in(series):
    Counter.objects.create(series=series, year=2026, next=5)
    within(allocate, **run(series), subject=paper(5))
    within(back_fill, **run(series), serial=2, subject=paper(2), reason="旧系统已用")
    assert gaps(series=series, year=2026) == [(1, 1), (3, 4)]


@pytest.mark.parametrize(("serial", "error"), [(1, NumberTaken), (2, Invalid), (0, Invalid)])
def test_only_skipped_or_void_serials_can_be_filled_in(series, serial, error):
    within(allocate, **run(series), subject=paper(1))
    with pytest.raises(error):
        within(back_fill, **run(series), serial=serial, subject=paper(9), reason="补号")


def test_nothing_is_given_from_a_closed_series(series):
    series.active = False
    with pytest.raises(SeriesClosed):
        within(allocate, **run(series), subject=paper(1))


def test_a_failed_operation_loses_no_serial(series):
    def fails(**arguments):
        allocate(**arguments)
        raise Invalid("版式没有生成。")

    with pytest.raises(Invalid):
        within(fails, **run(series), subject=paper(1))
    assert within(allocate, **run(series), subject=paper(2)).serial == 1


def test_numbers_are_given_only_inside_an_operation(series):
    with pytest.raises(RuntimeError):
        allocate(**run(series), subject=paper(1))


def test_numbers_of_a_whole_list_cost_one_query(series, django_assert_num_queries):
    for i in range(4):
        within(allocate, **run(series), subject=paper(i))
    with django_assert_num_queries(1):
        found = numbers_of(subjects=[paper(i) for i in range(6)], purpose=PURPOSE)
    assert found[paper(3)] == "临政办发〔2026〕4号"
    assert paper(5) not in found


def test_giving_a_number_costs_four_statements(series, django_assert_max_num_queries):
    """Lock the run, look for a number borne already, move the counter, write the number; savepoint and audit apart."""
    within(allocate, **run(series), subject=paper(1))
    with django_assert_max_num_queries(4 + 3):
        within(allocate, **run(series), subject=paper(2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"serial": 1, "subject_id": 2},
        {"serial": 2, "text": "临政办发〔2026〕1号", "subject_id": 2},
        {"serial": 2, "subject_id": 1},
        {"serial": 2, "state": "void", "subject_id": 2},
        {"serial": 2, "subject_id": None, "subject_kind": ""},
        {"serial": 2, "state": "reserved", "subject_id": 2, "subject_kind": ""},
        {"serial": 2, "state": "lost", "subject_id": 2},
    ],
    ids=["same serial", "same text", "two live", "void, no reason", "assigned, no subject", "half subject", "state"],
)
def test_the_database_refuses(series, wrong):
    within(allocate, **run(series), subject=paper(1))
    row = {
        "series": series, "year": 2026, "purpose": PURPOSE, "state": "assigned", "text": "另一个",
        "subject_kind": "test_paper", "at": MONDAY,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.create(**{**row, **wrong})
