"""Real names, enterprises, agents: who may say that he is whom, and for whom somebody acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.audit.models import Entry
from tongban.foundation.members import api as members
from tongban.foundation.members.contracts import Document, NoAnswer, Role, Sort
from tongban.foundation.members.models import Agent, Check, Consent, Member
from tongban.foundation.members.operations import confirm_agent, end_agent, invite_agent, record_real_name
from tongban.foundation.members.testing import (
    actor_of,
    credit_code,
    identity_number,
    make_agent,
    make_enterprise,
    make_member,
)
from tongban.foundation.members.tests.conftest import later
from tongban.foundation.members.verifying import verify_enterprise, verify_person
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
TIME_OUT, BUSY, MISMATCH = identity_number(999), identity_number(998), identity_number(997)


def named(member, number, *, name="周明", at=MONDAY):
    verify_person(member=member, name=name, number=number, agree=True, actor=actor_of(member), at=at)
    member.refresh_from_db()
    return member


def enterprise_of(member, code, *, name="临江县周记小吃店"):
    given_ = {"name": name, "code": code, "sort": Sort.HOUSEHOLD}
    return verify_enterprise(member=member, **given_, actor=actor_of(member), at=MONDAY)


@pytest.fixture
def newcomer() -> Member:
    return make_member("小周", real_named=False)


@pytest.mark.feature("F-ID-36")
def test_a_name_that_the_register_confirms_is_the_members_from_then_on(newcomer):
    named(newcomer, identity_number(12))
    assert (newcomer.name, newcomer.real_named, newcomer.id_number) == ("周明", True, identity_number(12))


def test_the_number_stands_in_no_entry_of_the_trail(newcomer):
    named(newcomer, identity_number(12))
    assert all(identity_number(12) not in f"{entry.details}{entry.result}" for entry in Entry.objects.all())


def test_a_name_that_does_not_match_is_refused(newcomer):
    with pytest.raises(Invalid, match="对不上"):
        named(newcomer, MISMATCH)
    newcomer.refresh_from_db()
    assert not newcomer.real_named


@pytest.mark.parametrize("number", [TIME_OUT, BUSY])
def test_a_register_that_does_not_answer_costs_no_try(newcomer, number):
    for _ in range(7):
        with pytest.raises(NoAnswer):
            named(newcomer, number)
    assert named(newcomer, identity_number(12)).real_named


def test_a_name_may_be_tried_five_times_a_day(newcomer):
    for _ in range(5):
        with pytest.raises(Invalid, match="对不上"):
            named(newcomer, MISMATCH)
    with pytest.raises(Invalid, match="一天最多"):
        named(newcomer, identity_number(12))
    assert named(newcomer, identity_number(12), at=later(days=1, minutes=1)).real_named


def test_one_person_has_one_real_named_account(newcomer):
    named(make_member("某人", real_named=False), identity_number(12))
    with pytest.raises(Invalid, match="另一个账号"):
        named(newcomer, identity_number(12))


def test_nobody_writes_a_name_down_that_no_register_confirmed(newcomer):
    check = Check.objects.create(member=newcomer, about="person", at=MONDAY)
    with pytest.raises(Conflict):
        record_real_name(check=check, name="周明", number=identity_number(12), actor=actor_of(newcomer), at=MONDAY)


def test_the_register_is_asked_with_a_consent_of_its_own(newcomer):
    with pytest.raises(Invalid) as caught:
        verify_person(
            member=newcomer, name="周明", number=identity_number(12), agree=False, actor=actor_of(newcomer), at=MONDAY
        )
    assert set(caught.value.fields) == {"agree"}
    named(newcomer, identity_number(12))
    assert Consent.objects.filter(member=newcomer, document=Document.IDENTITY).count() == 1


def test_nobody_checks_a_name_for_somebody_else(newcomer):
    with pytest.raises(NotAllowed):
        verify_person(
            member=newcomer,
            name="周明",
            number=identity_number(12),
            agree=True,
            actor=actor_of(make_member()),
            at=MONDAY,
        )


def test_without_a_register_the_window_is_named(newcomer, settings):
    settings.VERIFIER = ""
    with pytest.raises(NoAnswer, match="窗口"):
        named(newcomer, identity_number(12))


def test_a_real_named_owner_registers_his_business_and_applies_for_it():
    owner = make_member("周明")
    shop = enterprise_of(owner, credit_code(12))
    assert members.acting_for(owner, shop.pk) == shop
    assert members.applicant_of(owner, shop).code == credit_code(12)


def test_a_business_needs_a_real_name_and_a_matching_register(newcomer):
    with pytest.raises(Conflict, match="先完成本人实名"):
        enterprise_of(newcomer, credit_code(12))
    with pytest.raises(Invalid, match="对不上"):
        enterprise_of(make_member(), credit_code(997))


def test_a_business_has_one_owner():
    enterprise_of(make_member("周明"), credit_code(12))
    with pytest.raises(Invalid, match="另一个账号"):
        enterprise_of(make_member("赵一"), credit_code(12))


def invited(shop, owner, agent, *, name=None):
    given_ = {"name": name or agent.name, "phone": agent.phone}
    return invite_agent(enterprise=shop, **given_, actor=actor_of(owner), at=MONDAY)


def test_an_agent_counts_when_he_has_confirmed_and_until_the_owner_ends_it():
    owner, agent = make_member("周明"), make_member("何苗")
    shop = make_enterprise(owner)
    invitation = invited(shop, owner, agent)
    assert members.acting_for(agent, shop.pk) is None
    confirm_agent(member=agent, agent=invitation, actor=actor_of(agent), at=MONDAY)
    assert members.acting_for(agent, shop.pk) == shop
    end_agent(agent=Agent.objects.get(pk=invitation.pk), actor=actor_of(owner), at=MONDAY)
    assert members.acting_for(agent, shop.pk) is None


def test_only_whoever_was_meant_confirms():
    owner, agent, other = make_member("周明"), make_member("何苗"), make_member("赵一")
    shop = make_enterprise(owner)
    invitation = invited(shop, owner, agent)
    with pytest.raises(Conflict):
        confirm_agent(member=other, agent=invitation, actor=actor_of(other), at=MONDAY)
    wrong = invite_agent(enterprise=shop, name="何淼", phone=other.phone, actor=actor_of(owner), at=MONDAY)
    with pytest.raises(Conflict, match="不一样"):
        confirm_agent(member=other, agent=wrong, actor=actor_of(other), at=MONDAY)


def test_whoever_was_invited_may_decline_and_strangers_may_not():
    owner, agent = make_member("周明"), make_member("何苗")
    invitation = invited(make_enterprise(owner), owner, agent)
    with pytest.raises(NotAllowed):
        end_agent(agent=invitation, actor=actor_of(make_member("赵一")), at=MONDAY)
    end_agent(agent=invitation, actor=actor_of(agent), at=MONDAY)
    with pytest.raises(Conflict, match="失效"):
        confirm_agent(member=agent, agent=invitation, actor=actor_of(agent), at=MONDAY)


def test_only_the_owner_invites_and_he_does_not_leave():
    owner, agent = make_member("周明"), make_member("何苗")
    shop = make_enterprise(owner)
    make_agent(shop, agent)
    with pytest.raises(NotAllowed):
        invite_agent(enterprise=shop, name="赵一", phone="13812340001", actor=actor_of(agent), at=MONDAY)
    with pytest.raises(Conflict, match="负责人"):
        end_agent(agent=Agent.objects.get(role=Role.OWNER), actor=actor_of(owner), at=MONDAY)


@given(st.integers(0, 996))
def test_identity_numbers_of_tests_are_numbers_that_the_check_accepts(no):
    from tongban.lib.typed import credit_code as checked_code
    from tongban.lib.typed import id_number

    assert id_number(identity_number(no)) == identity_number(no)
    assert checked_code(credit_code(no)) == credit_code(no)
