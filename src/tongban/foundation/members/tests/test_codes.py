"""One-time codes: once, for one thing, for ten minutes, after few tries; and the same for a number that nobody has registered."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.audit.models import Entry
from tongban.foundation.members import rules
from tongban.foundation.members.contracts import Document, Purpose
from tongban.foundation.members.models import Code, Member
from tongban.foundation.members.operations import check_code, clear_codes, recover, register, send_code
from tongban.foundation.members.testing import make_member
from tongban.foundation.members.tests.conftest import SOMEBODY, ask_code, later
from tongban.foundation.notifications.models import Message
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY

PHONE, PASSWORD = "13812340626", "morning-tea-7"
pytestmark = pytest.mark.django_db


def checked(code, *, contact=PHONE, purpose=Purpose.REGISTER, at=MONDAY):
    return check_code(purpose=purpose, contact=contact, code=code, actor=SOMEBODY, at=at)


def test_a_code_opens_only_what_it_was_sent_for():
    code = ask_code(Purpose.REGISTER, PHONE)
    assert checked(code)
    assert not checked(code, purpose=Purpose.RECOVER)
    assert not checked(code, contact="13812340627")


def test_a_code_lives_ten_minutes():
    code = ask_code(Purpose.REGISTER, PHONE)
    assert checked(code, at=later(9.9))
    assert not checked(code, at=later(10))


def test_after_five_wrong_tries_the_right_code_opens_nothing():
    code = ask_code(Purpose.REGISTER, PHONE)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [checked(wrong) for _ in range(5)] == [False] * 5
    assert not checked(code)


def test_a_right_code_may_be_checked_again_until_it_is_used():
    code = ask_code(Purpose.RECOVER, make_member(phone=PHONE).phone)
    assert all(checked(code, purpose=Purpose.RECOVER) for _ in range(7))
    recover(contact=PHONE, code=code, password=PASSWORD, actor=SOMEBODY, at=MONDAY)
    assert not checked(code, purpose=Purpose.RECOVER)


def test_only_the_newest_code_counts():
    first = ask_code(Purpose.REGISTER, PHONE)
    second = ask_code(Purpose.REGISTER, PHONE, at=later(2))
    assert checked(second, at=later(2))
    assert first == second or not checked(first, at=later(2))


def test_an_address_gets_five_codes_an_hour_and_ten_a_day():
    for number in range(5):
        ask_code(Purpose.REGISTER, PHONE, at=later(number * 2))
    with pytest.raises(Invalid, match="1 小时内"):
        ask_code(Purpose.REGISTER, PHONE, at=later(20))
    for number in range(5):
        ask_code(Purpose.REGISTER, PHONE, at=later(75 + number * 2))
    with pytest.raises(Invalid, match="一天内"):
        ask_code(Purpose.REGISTER, PHONE, at=later(hours=5))
    ask_code(Purpose.REGISTER, PHONE, at=later(days=2))


def test_whoever_asks_for_ever_new_numbers_is_stopped(monkeypatch):
    monkeypatch.setattr(rules, "MOST_ASKED", 3)
    for number in range(3):
        ask_code(Purpose.REGISTER, f"1381234060{number}")
    with pytest.raises(Invalid, match="网络"):
        ask_code(Purpose.REGISTER, "13812340609")
    ask_code(Purpose.REGISTER, "13812340609", ip="192.0.2.8")


def test_asking_twice_within_a_minute_sends_one_code():
    code = ask_code(Purpose.REGISTER, PHONE)
    assert not send_code(purpose=Purpose.REGISTER, contact=PHONE, actor=SOMEBODY, at=later(0.5))
    assert Message.objects.count() == 1
    assert checked(code, at=later(0.5))


def test_a_number_that_nobody_has_is_answered_like_one_that_somebody_has():
    make_member(phone=PHONE)
    ask_code(Purpose.RECOVER, PHONE)
    ask_code(Purpose.RECOVER, "13812340627")
    known, unknown = Message.objects.order_by("pk")
    assert re.sub(r"\d{6}", "", known.text) == re.sub(r"\d{6}", "", unknown.text)


def test_the_code_stands_nowhere_but_in_its_message_and_goes_from_there_when_it_is_used_or_over():
    code = ask_code(Purpose.RECOVER, make_member(phone=PHONE).phone)
    row = Code.objects.get()
    assert code not in f"{row.__dict__}"
    assert all(code not in str(entry.details) and PHONE not in str(entry.details) for entry in Entry.objects.all())
    recover(contact=PHONE, code=code, password=PASSWORD, actor=SOMEBODY, at=MONDAY)
    unused = ask_code(Purpose.REGISTER, "13812340627")
    assert clear_codes(actor=system_actor(), at=later(11)) == 1
    texts = " ".join(Message.objects.values_list("text", flat=True))
    assert code not in texts
    assert unused not in texts


def test_codes_are_forgotten_after_two_days():
    ask_code(Purpose.REGISTER, PHONE)
    clear_codes(actor=system_actor(), at=later(days=1))
    assert Code.objects.count() == 1
    clear_codes(actor=system_actor(), at=later(days=3))
    assert Code.objects.count() == 0


def test_of_two_registrations_with_one_code_one_is_made():
    code = ask_code(Purpose.REGISTER, PHONE)
    given_ = {"contact": PHONE, "code": code, "password": PASSWORD, "agreed": list(Document), "actor": SOMEBODY}
    register(**given_, at=MONDAY)
    with pytest.raises(Invalid):
        register(**given_, at=MONDAY)
    assert Member.objects.count() == 1


def test_no_code_goes_where_no_channel_is_set_up(settings):
    settings.SMS_GATEWAY = ""
    with pytest.raises(Invalid, match="换一种方式"):
        send_code(purpose=Purpose.REGISTER, contact=PHONE, actor=Actor(ip="192.0.2.7"), at=MONDAY)


moments = st.lists(st.integers(0, 2 * 86_400), max_size=60)


@given(moments)
def test_however_often_somebody_asks_no_address_gets_more_than_its_share(seconds):
    sent = []
    for moment in sorted(MONDAY + timedelta(seconds=second) for second in seconds):
        day = [earlier for earlier in sent if moment - earlier < rules.DAY]
        if not rules.refusal(day, 0, at=moment):
            sent.append(moment)
    for moment in sent:
        spans = [
            sum(1 for m in sent if timedelta() <= moment - m < span) for span in (rules.PAUSE, rules.HOUR, rules.DAY)
        ]
        assert spans[0] <= 1
        assert spans[1] <= rules.MOST_AN_HOUR
        assert spans[2] <= rules.MOST_A_DAY
