"""What administrators of numbers do; each act is an operation."""

import pytest

from tongban.foundation.numbering.api import (
    NotAssignable,
    Number,
    NumberTaken,
    State,
    allocate,
    change_series,
    create_series,
    gaps,
    register,
    reserve_numbers,
    series_of,
    skip_to,
    void_number,
)
from tongban.foundation.numbering.testing import PURPOSE
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import operations
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
BY = {"actor": system_actor(), "at": MONDAY}
OFFICIAL = "{word}〔{year}〕{serial}号"


@pytest.mark.feature("F-TP-03")
def test_a_series_is_set_up_and_offered_to_its_unit_until_it_is_closed(series):
    made = create_series(unit=series.unit, purpose=PURPOSE, word="临政办函", pattern=OFFICIAL, **BY)
    assert set(series_of(unit_id=series.unit_id, purpose=PURPOSE)) == {series, made}
    change_series(series=made, word=made.word, pattern=made.pattern, active=False, **BY)
    assert list(series_of(unit_id=series.unit_id, purpose=PURPOSE)) == [series]


def test_a_second_series_of_the_same_word_is_refused(series):
    with pytest.raises(NumberTaken):
        create_series(unit=series.unit, purpose=PURPOSE, word=series.word, pattern=OFFICIAL, **BY)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("word", {"word": ""}), ("pattern", {"pattern": "{word}({year}){serial}号"}), ("purpose", {"purpose": "nothing"})],
)
def test_the_message_stands_at_the_wrong_field(series, field, wrong):
    with pytest.raises(Invalid) as refused:
        create_series(**{"unit": series.unit, "purpose": PURPOSE, "word": "临函", "pattern": OFFICIAL, **BY, **wrong})
    assert field in refused.value.fields


def test_a_block_is_reserved_and_one_of_it_voided(series):
    taken = reserve_numbers(series=series, year=2026, count=3, reason="年初一号文件", **BY)
    void_number(number=taken[1], reason="不再使用", **BY)
    states = list(register(series=series, year=2026).values_list("serial", "state"))
    assert states == [(3, State.RESERVED), (2, State.VOID), (1, State.RESERVED)]


def test_a_number_on_a_document_is_not_voided_behind_its_back(series):
    """Else it could be filled in for a second document, and two of them would bear it."""
    number = within(allocate, series=series, year=2026, subject=Reference("test_paper", 1))
    with pytest.raises(NotAssignable):
        void_number(number=number, reason="重复编号", **BY)
    assert Number.objects.get().state == State.ASSIGNED


@pytest.mark.parametrize("count", [0, -1, 201])
def test_an_absurd_block_is_refused(series, count):
    with pytest.raises(Invalid):
        reserve_numbers(series=series, year=2026, count=count, reason="预留", **BY)


def test_a_run_jumps_ahead_but_never_back(series):
    skip_to(series=series, year=2026, serial=57, reason="旧系统已编到56号", **BY)
    assert gaps(series=series, year=2026) == [(1, 56)]
    with pytest.raises(Invalid):
        skip_to(series=series, year=2026, serial=57, reason="再跳一次", **BY)


def test_every_act_is_an_operation():
    verbs = ["create_series", "change_series", "reserve_numbers", "void_number", "skip_to"]
    assert all(f"numbering.{verb}" in operations for verb in verbs)
