"""Registration, login and recovery."""

import pytest
from django.contrib.auth.hashers import check_password

from tongban.foundation.identity.testing import PASSWORD as OLD
from tongban.foundation.identity.testing import make_account
from tongban.foundation.members.contracts import AT_THE_DOOR, VERSIONS, Document, Purpose, SignInRefused
from tongban.foundation.members.models import Consent, Member
from tongban.foundation.members.operations import recover, register
from tongban.foundation.members.signing_in import by_code, by_password
from tongban.foundation.members.testing import make_member
from tongban.foundation.members.tests.conftest import SOMEBODY, ask_code, later
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY

PHONE, PASSWORD = "13812340626", "morning-tea-7"
pytestmark = pytest.mark.django_db


def registered(*, contact=PHONE, password=PASSWORD, agreed=AT_THE_DOOR, code=None, at=MONDAY):
    code = code or ask_code(Purpose.REGISTER, contact, at=at)
    return register(contact=contact, code=code, password=password, agreed=agreed, actor=SOMEBODY, at=at)


def signed_in(password, *, contact=PHONE, at=MONDAY):
    return by_password(contact=contact, password=password, ip="192.0.2.7", at=at)


def test_somebody_registers_with_his_telephone_and_logs_in():
    member = registered()
    assert signed_in(PASSWORD) == member
    assert (member.phone, member.real_named) == (PHONE, False)


def test_somebody_registers_with_his_mail_address(settings):
    settings.EMAIL_HOST = "mail.example.cn"
    member = registered(contact="zhou@example.cn")
    assert signed_in(PASSWORD, contact="zhou@example.cn") == member


@pytest.mark.parametrize("agreed", [(), (Document.TERMS,), (Document.PRIVACY,)])
def test_nobody_registers_without_accepting_both_texts(agreed):
    with pytest.raises(Invalid) as caught:
        registered(agreed=agreed)
    assert set(caught.value.fields) == set(AT_THE_DOOR) - set(agreed)
    assert Member.objects.count() == 0


def test_what_was_accepted_is_kept_with_its_version():
    member = registered()
    kept = Consent.objects.filter(member=member).values_list("document", "version", "at")
    assert set(kept) == {(document, VERSIONS[document], MONDAY) for document in AT_THE_DOOR}


def test_whoever_owns_the_number_is_told_that_it_is_registered_and_nobody_else():
    make_member(phone=PHONE)
    with pytest.raises(Invalid, match="验证码不对"):
        registered(code="000000")
    with pytest.raises(Invalid, match="已经注册过"):
        registered()


@pytest.mark.parametrize("password", ["short1", "onlyletters", "1234567890", "abc12345678", "tea13812340626"])
def test_a_weak_password_is_refused_and_the_code_stays_good(password):
    code = ask_code(Purpose.REGISTER, PHONE)
    with pytest.raises(Invalid) as caught:
        registered(password=password, code=code)
    assert set(caught.value.fields) == {"password"}
    assert registered(code=code)


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour():
    registered()
    for _ in range(5):
        with pytest.raises(SignInRefused):
            signed_in("wrong-word-1")
    with pytest.raises(SignInRefused, match="锁定"):
        signed_in(PASSWORD)
    assert signed_in(PASSWORD, at=later(16))


def test_a_wrong_pair_is_answered_like_an_unknown_number():
    registered()
    with pytest.raises(SignInRefused) as known:
        signed_in("wrong-word-1")
    with pytest.raises(SignInRefused) as unknown:
        signed_in("wrong-word-1", contact="13812340627")
    assert known.value.message == unknown.value.message


def test_a_member_logs_in_by_code():
    member = registered()
    code = ask_code(Purpose.SIGN_IN, PHONE, at=later(2))
    assert by_code(contact=PHONE, code=code, ip="192.0.2.7", at=later(2)) == member


@pytest.mark.feature("F-ID-35")
def test_a_forgotten_password_is_given_anew_by_telephone_and_opens_a_locked_account():
    member = registered()
    for _ in range(5):
        with pytest.raises(SignInRefused):
            signed_in("wrong-word-1")
    code = ask_code(Purpose.RECOVER, PHONE, at=later(2))
    recover(contact=PHONE, code=code, password="evening-tea-8", actor=SOMEBODY, at=later(2))
    member.account.refresh_from_db()
    assert check_password("evening-tea-8", member.account.password)
    assert signed_in("evening-tea-8", at=later(3)) == member
    with pytest.raises(SignInRefused):
        signed_in(PASSWORD, at=later(3))


def test_staff_cannot_log_in_as_the_public():
    make_account(PHONE)
    with pytest.raises(SignInRefused):
        signed_in(OLD)
