"""The catalogue of statutory limits, as data."""

from datetime import date

import pytest

from tongban.foundation.clocks.api import Counting, Ground, limits, rule_of
from tongban.foundation.clocks.contracts import What
from tongban.foundation.clocks.rules import Happening, reckon
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY
from tongban.lib.days.calendar import Calendar
from tongban.lib.days.words import Unit

ALL = list(limits().values())


def test_every_row_of_the_catalogue_is_there():
    assert {limit.row for limit in ALL} == set(range(1, 39))
    assert len({limit.code for limit in ALL}) == len(ALL)


@pytest.mark.parametrize("limit", ALL, ids=lambda limit: limit.code)
def test_a_limit_says_what_it_is_and_how_it_is_counted(limit):
    assert limit.law
    assert limit.name
    assert (limit.unit is None) == (limit.counting is Counting.NONE) == (limit.amount is None)
    assert limit.article or limit.uncertain
    assert limit.start or limit.counting is Counting.NONE
    assert limit.extension is None or (limit.extension.amount and limit.extension.approver)


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("licensing.supplement", "2026-11-23"),
        ("licensing.decision", "2026-12-14"),
        ("licensing.joint_decision", "2027-01-18"),
        ("disclosure.reply", "2026-12-14"),
        ("petitions.registration", "2026-12-01"),
        ("petitions.handling", "2027-01-15"),
        ("penalties.decision", "2027-02-15"),  # the 14th is a Sunday
        ("proposals.deputies", "2027-02-16"),
    ],
)
def test_limits_from_a_monday_by_weekdays_alone(code, last):
    found = reckon(rule_of(code), [Happening(What.START, MONDAY)], Calendar())
    assert found.legal_due_on == date.fromisoformat(last)


def test_a_rule_carries_what_its_law_allows():
    rule = rule_of("licensing.decision", promised=7, marks=(-3,))
    assert (rule.amount, rule.unit, rule.extension, rule.limit) == (7, Unit.WORKDAY, 10, "licensing.decision")
    assert Ground.TESTING in rule.pauses
    assert rule_of("disclosure.reply").pauses == (Ground.THIRD_PARTY,)


def test_a_promise_is_no_longer_than_the_law():
    with pytest.raises(Invalid):
        rule_of("licensing.decision", promised=21)


def test_what_no_clock_can_follow_is_refused():
    with pytest.raises(ValueError):
        rule_of("licensing.hearing_notice")
    with pytest.raises(LookupError):
        rule_of("licensing.nothing")
