"""Password policy, lock, renewal, addresses, session limits: pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.identity import rules

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.feature("F-ID-11")
@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Aa1!", "10 位"), ("1234567890!", "字母"), ("abcdefghij!", "数字"), ("abcdefghij1", "特殊字符"),
        ("zhangsan#2026", "用户名"), ("Password#2026", "太常见"), ("88888888", "太常见"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_password_is_said(password, word):
    assert word in "".join(rules.password_faults(password, username="zhangsan", initial="88888888"))


def test_a_good_password_has_no_faults():
    assert rules.password_faults("Lantern-42-Ferry", username="zhangsan", initial="88888888") == []


@given(failures=st.integers(0, 100))
def test_every_fifth_failure_locks(failures):
    until = rules.locked_until(failures=failures, at=AT)
    assert (until is not None) == (failures in range(5, 101, 5))


@pytest.mark.parametrize(
    ("days", "due", "left"), [(0, False, None), (82, False, None), (83, False, 7), (89, False, 1), (90, True, None)]
)
def test_renewal_is_announced_a_week_before(days, due, left):
    changed = AT - timedelta(days=days)
    assert rules.password_due(changed, at=AT) is due
    assert rules.days_left(changed, at=AT) == left


@given(seen=st.integers(0, 90), started=st.integers(0, 900))
def test_a_session_ends_when_idle_or_too_old(seen, started):
    over = rules.session_over(
        started=AT - timedelta(minutes=started), seen=AT - timedelta(minutes=seen), at=AT,
        idle=timedelta(minutes=60), longest=timedelta(minutes=720),
    )  # fmt: skip
    assert over == (seen > 60 or started > 720)


@pytest.mark.feature("F-ID-21")
@pytest.mark.parametrize(
    ("ip", "allowed", "may"),
    [
        ("10.1.2.3", "", True), ("10.1.2.3", "10.1.2.3", True), ("10.1.2.4", "10.1.2.3 10.1.2.0/28", True),
        ("10.1.3.4", "10.1.2.0/24", False), ("", "10.1.2.0/24", False), ("fd00::1", "fd00::/8", True),
    ],
)  # fmt: skip
def test_an_account_bound_to_addresses_opens_only_there(ip, allowed, may):
    assert rules.address_allowed(ip, allowed) is may


def test_wrong_addresses_are_named():
    assert rules.address_faults("10.1.2.3 10.1.2.999 abc 10.0.0.0/8") == ["10.1.2.999", "abc"]
