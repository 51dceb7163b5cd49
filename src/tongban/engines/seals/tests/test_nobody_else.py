"""Nobody but the keeper uses a seal, and he only while it is valid, his, approved and open: at the password and at the page."""

from datetime import timedelta

import pytest

from tongban.engines.seals.contracts import SealLocked, State, WrongSealPassword
from tongban.engines.seals.models import Seal, SealUse
from tongban.engines.seals.opening import unlock
from tongban.engines.seals.operations.keep import hand_over
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.operations.use import apply_seal
from tongban.engines.seals.testing import FIRST_PASSWORD, PASSWORD, make_untouched, one_page_pdf, opened, use_of
from tongban.foundation.access.api import Role, grant
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.api import stands_in_for
from tongban.foundation.organization.contracts import DelegationTerms
from tongban.foundation.organization.operations.standing import delegate
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.errors import Conflict, NotAllowed
from tongban.kernel.testing import MONDAY, within

OTHERS = ("maker", "leader", "successor", "clerk")


def put(office, unlocked, *, by: Actor, approver: Actor | None = None):
    use = use_of(office.bureau, approver or office.acts("leader"), at=MONDAY)
    return within(apply_seal, by=by, unlocked=unlocked, pdf_file=one_page_pdf(), use=use)


def unused() -> bool:
    return not SealUse.objects.exists()


@pytest.mark.feature("F-SE-05")
@pytest.mark.parametrize("name", OTHERS)
def test_nobody_but_the_keeper_opens_a_seal_though_he_knows_the_password(office, name):
    seal = office.seal()
    with pytest.raises(NotAllowed, match="由管正清保管"):
        unlock(seal=seal, password=PASSWORD, actor=office.acts(name), at=MONDAY)
    seal.refresh_from_db()
    assert seal.failures == 0  # others do not lock it for the keeper


@pytest.mark.feature("F-SE-05")
@pytest.mark.parametrize("name", [*OTHERS, "system"])
def test_nobody_but_the_keeper_puts_a_seal_that_lies_open(office, name):
    unlocked = opened(office.seal(), at=MONDAY)
    by = system_actor() if name == "system" else office.acts(name)
    with pytest.raises(NotAllowed, match="由管正清保管"):
        put(office, unlocked, by=by)
    assert unused()
    put(office, unlocked, by=office.acts("keeper"))
    assert SealUse.objects.get().keeper_id == office.keeper.pk


@pytest.mark.parametrize("role", ["seal_keeper", "seal_office", "seal_approver"])
def test_no_role_lends_the_right(office, role):
    given = {"to": office.successor, "actor": system_actor(), "at": MONDAY - timedelta(days=1)}
    grant(role=Role.objects.get(code=role), unit=None if role == "seal_office" else office.bureau, **given)
    seal = office.seal()
    with pytest.raises(NotAllowed):
        unlock(seal=seal, password=PASSWORD, actor=office.acts("successor"), at=MONDAY)
    with pytest.raises(NotAllowed):
        put(office, opened(seal, at=MONDAY), by=office.acts("successor"))


def test_nor_does_standing_in_for_the_keeper(office):
    terms = DelegationTerms(
        to_person_id=office.successor.pk, since=MONDAY, until=MONDAY + timedelta(days=3), reason="出差"
    )
    delegate(person=office.keeper, terms=terms, actor=office.acts("keeper"), at=MONDAY)
    assert office.keeper.pk in stands_in_for(office.successor.pk, MONDAY)
    with pytest.raises(NotAllowed):
        put(office, opened(office.seal(), at=MONDAY), by=office.acts("successor"))


@pytest.mark.feature("F-SE-06")
@pytest.mark.parametrize("approver", ["keeper", "successor", "clerk", "maker", "system"])
def test_without_the_word_of_one_who_may_approve_it_is_not_put(office, approver):
    word = system_actor() if approver == "system" else office.acts(approver)
    with pytest.raises(NotAllowed, match="没有批准"):
        put(office, opened(office.seal(), at=MONDAY), by=office.acts("keeper"), approver=word)
    assert unused()


@pytest.mark.feature("F-SE-03")
@pytest.mark.parametrize("state", [State.SUSPENDED, State.CANCELLED])
def test_a_seal_stopped_while_it_lies_open_is_not_put(office, state):
    seal = office.seal()
    unlocked = opened(seal, at=MONDAY)
    change_state(seal=seal, state=state, reason="机构调整", actor=office.acts("maker"), at=MONDAY)
    with pytest.raises(Conflict, match="停用或注销"):
        put(office, unlocked, by=office.acts("keeper"))
    assert unused()


def test_a_suspended_seal_works_again_when_it_is_valid_again(office):
    seal, given = office.seal(), {"reason": "机构调整", "actor": office.acts("maker"), "at": MONDAY}
    for state in (State.SUSPENDED, State.VALID):
        change_state(seal=Seal.objects.get(pk=seal.pk), state=state, **given)
    put(office, opened(seal, at=MONDAY), by=office.acts("keeper"))
    assert not unused()


@pytest.mark.feature("F-SE-05")
def test_a_seal_locked_or_handed_over_while_it_lies_open_is_not_put(office):
    seal = office.seal()
    unlocked = opened(seal, at=MONDAY)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(SealLocked if left == 0 else WrongSealPassword):
            unlock(seal=seal, password="not-this-2026", actor=office.acts("keeper"), at=MONDAY)
    with pytest.raises(SealLocked):
        put(office, unlocked, by=office.acts("keeper"))
    hand_over(seal=seal, to=office.successor, actor=office.acts("maker"), at=MONDAY)
    with pytest.raises(NotAllowed, match="由方接任保管"):
        put(office, unlocked, by=office.acts("keeper"))
    assert unused()
    assert Entry.objects.filter(action="seals.record_failure").count() == 5


@pytest.mark.feature("F-SE-05")
def test_before_the_first_password_was_changed_it_is_not_put(office):
    seal = make_untouched(office.bureau, office.keeper, at=MONDAY)
    unlocked = unlock(seal=seal, password=FIRST_PASSWORD, actor=office.acts("keeper"), at=MONDAY)
    with pytest.raises(Conflict, match="先修改印章密码"):
        put(office, unlocked, by=office.acts("keeper"))
    assert unused()
