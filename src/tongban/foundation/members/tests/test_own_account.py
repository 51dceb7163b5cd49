"""What a member does with his own account, and what is left of it when it is closed."""

import pytest

from tongban.foundation.audit.models import Entry
from tongban.foundation.identity.testing import PASSWORD
from tongban.foundation.members.contracts import VERSIONS, Document, Holding, Purpose, SignInRefused, holdings
from tongban.foundation.members.models import Consent, Member
from tongban.foundation.members.operations import (
    accept,
    change_contact,
    change_password,
    change_profile,
    choose_ways,
    close_account,
    export_own,
    reveal,
    tell,
    withdraw,
)
from tongban.foundation.members.own_data import everything
from tongban.foundation.members.queries import agencies_of, to_accept
from tongban.foundation.members.signing_in import by_password
from tongban.foundation.members.testing import actor_of, make_agent, make_enterprise, make_member
from tongban.foundation.members.tests.conftest import ask_code
from tongban.foundation.notifications.models import Message
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db


def by(member):
    return {"member": member, "actor": actor_of(member), "at": MONDAY}


def test_a_member_changes_his_telephone_by_a_code_to_the_new_one_and_the_old_one_is_told():
    member = make_member(phone="13812340626")
    code = ask_code(Purpose.CHANGE, "13812340627")
    change_contact(**by(member), contact="13812340627", code=code)
    assert by_password(contact="13812340627", password=PASSWORD, ip="", at=MONDAY) == member
    with pytest.raises(SignInRefused):
        by_password(contact="13812340626", password=PASSWORD, ip="", at=MONDAY)
    assert Message.objects.latest("pk").address == "13812340626"


def test_a_telephone_of_another_member_cannot_be_taken():
    make_member(phone="13812340627")
    code = ask_code(Purpose.CHANGE, "13812340627")
    with pytest.raises(Invalid, match="已经绑定"):
        change_contact(**by(make_member()), contact="13812340627", code=code)


def test_nobody_changes_the_account_of_another():
    member, other = make_member(), make_member()
    with pytest.raises(NotAllowed):
        change_password(member=member, old=PASSWORD, password="evening-tea-8", actor=actor_of(other), at=MONDAY)
    with pytest.raises(NotAllowed):
        reveal(member=member, what="id_number", actor=actor_of(other), at=MONDAY)


def test_a_password_is_changed_by_whoever_knows_the_old_one():
    member = make_member()
    with pytest.raises(Invalid, match="现在的密码不对"):
        change_password(**by(member), old="wrong-word-1", password="evening-tea-8")
    change_password(**by(member), old=PASSWORD, password="evening-tea-8")
    assert by_password(contact=member.phone, password="evening-tea-8", ip="", at=MONDAY) == member


def test_a_checked_name_does_not_change_and_another_does():
    with pytest.raises(Conflict):
        change_profile(**by(make_member("周明")), name="周亮")
    member = make_member("小周", real_named=False)
    change_profile(**by(member), name="老周")
    assert Member.objects.get(pk=member.pk).name == "老周"


def test_a_withdrawn_consent_is_asked_for_again_and_stays_on_record():
    member = make_member()
    withdraw(**by(member), document=Document.PRIVACY)
    assert to_accept(member) == [Document.PRIVACY]
    accept(**by(member), documents=[Document.PRIVACY])
    assert to_accept(member) == []
    assert Consent.objects.filter(member=member, document=Document.PRIVACY).count() == 2


def test_whoever_withdraws_the_consent_about_his_identity_number_has_none_stored_any_more():
    member = make_member()
    withdraw(**by(member), document=Document.IDENTITY)
    row = Member.objects.get(pk=member.pk)
    assert (row.id_number, row.real_named) == ("", False)
    assert to_accept(row) == []


def test_a_new_version_is_asked_for(monkeypatch):
    member = make_member()
    monkeypatch.setitem(VERSIONS, Document.TERMS, "2030-01")
    assert to_accept(member) == [Document.TERMS]


def test_every_look_at_a_full_number_is_written_down():
    member = make_member()
    reveal(**by(member), what="id_number")
    entry = Entry.objects.get(action="members.reveal")
    assert entry.details == {"what": "id_number"}
    assert entry.account_id == member.account_id


def test_a_member_is_told_by_the_ways_that_he_chose():
    member = make_member()
    choose_ways(**by(member), by_phone=False, by_mail=True)
    within(tell, member=member, title="办件进度", body="您的申请已受理。")
    assert Message.objects.count() == 0
    choose_ways(**by(member), by_phone=True, by_mail=True)
    within(tell, member=member, title="办件进度", body="您的申请已受理。")
    assert Message.objects.get().address == member.phone


@pytest.mark.feature("F-ID-37")
def test_the_file_of_own_data_says_what_is_kept():
    member = make_member("周明")
    shop = make_enterprise(member)
    export_own(**by(member))
    lines = everything(member)
    assert ("身份证号", member.id_number) in lines["账号信息"]
    assert (shop.name, "负责人") in lines["我的企业"]


def test_a_closed_account_says_nothing_of_the_person_and_opens_no_more():
    member, phone = make_member("周明", phone="13812340626"), "13812340626"
    make_agent(make_enterprise(make_member("何苗")), member)
    close_account(**by(member), password=PASSWORD)
    row = Member.objects.get(pk=member.pk)
    assert (row.name, row.phone, row.id_number, row.real_named_at) == ("", "", "", None)
    assert not agencies_of(row).exists()
    with pytest.raises(SignInRefused):
        by_password(contact=phone, password=PASSWORD, ip="", at=MONDAY)
    assert make_member("周明", phone=phone)


def test_an_account_with_affairs_under_way_stays(monkeypatch):
    member = make_member()
    holding = Holding("申请", lambda m: [], stays=lambda m: "您还有 1 件申请正在办理。")
    monkeypatch.setitem(holdings._members, "test", holding)
    with pytest.raises(Conflict, match="正在办理"):
        close_account(**by(member), password=PASSWORD)
