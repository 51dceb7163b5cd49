"""Custody: the keeper's password, the hand-over, the lock after wrong passwords; and that no secret lies about."""

import pytest
from django.db import connection

from tongban.engines.seals import opening
from tongban.engines.seals.contracts import SealHandedOver, SealLocked, WrongSealPassword
from tongban.engines.seals.models import Seal, SealChange
from tongban.engines.seals.operations.keep import hand_over, release
from tongban.engines.seals.operations.use import apply_seal
from tongban.engines.seals.testing import (
    FIRST_PASSWORD,
    PASSWORD,
    keeper_of,
    make_untouched,
    one_page_pdf,
    opened,
    use_of,
)
from tongban.foundation.audit.models import Entry
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.api import Handing, belongings
from tongban.kernel import events
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY, within

WRONG = "not-this-one-9"


def tries(seal, times, password=WRONG):
    for _ in range(times):
        with pytest.raises((WrongSealPassword, SealLocked)):
            opening.unlock(seal=seal, password=password, actor=keeper_of(seal, at=MONDAY), at=MONDAY)
    return Seal.objects.get(pk=seal.pk)


@pytest.mark.feature("F-SE-05")
def test_a_new_keeper_must_change_the_password_before_the_seal_works(office):
    seal = make_untouched(office.bureau, office.keeper, at=MONDAY)
    keeper, use = keeper_of(seal, at=MONDAY), use_of(office.bureau, office.acts("leader"), at=MONDAY)
    first = opening.unlock(seal=seal, password=FIRST_PASSWORD, actor=keeper, at=MONDAY)
    with pytest.raises(Conflict, match="先修改印章密码"):
        within(apply_seal, by=keeper, unlocked=first, pdf_file=one_page_pdf(), use=use)
    opening.change_password(seal=seal, old=FIRST_PASSWORD, new=PASSWORD, actor=keeper, at=MONDAY)
    within(apply_seal, by=keeper, unlocked=opened(seal, at=MONDAY), pdf_file=one_page_pdf(), use=use)


@pytest.mark.parametrize("new", ["short1", "12345678", "abcdefgh", FIRST_PASSWORD])
def test_a_weak_or_the_same_password_is_told_at_its_field(office, new):
    seal = make_untouched(office.bureau, office.keeper, at=MONDAY)
    with pytest.raises(Invalid) as told:
        opening.change_password(seal=seal, old=FIRST_PASSWORD, new=new, actor=keeper_of(seal, at=MONDAY), at=MONDAY)
    assert list(told.value.fields) == ["new_password"]


@pytest.mark.feature("F-ID-24")
def test_a_hand_over_names_both_keepers_and_shuts_the_old_one_out(office, monkeypatch):
    told = []
    monkeypatch.setitem(events._inside, SealHandedOver, [told.append])
    seal = office.seal()
    old = keeper_of(seal, at=MONDAY)
    seal = hand_over(seal=seal, to=office.successor, actor=office.acts("maker"), at=MONDAY, reason="轮岗")
    line = SealChange.objects.get(seal=seal, act="handed")
    assert (line.by_name, line.detail) == ("何守印", "原保管人 管正清，新保管人 方接任；轮岗")
    assert [(e.old_keeper_id, e.new_keeper_id) for e in told] == [(office.keeper.pk, office.successor.pk)]
    assert Entry.objects.get(action="seals.hand_over").details["new"] == office.successor.pk
    with pytest.raises(NotAllowed, match="方接任"):
        opening.unlock(seal=seal, password=PASSWORD, actor=old, at=MONDAY)
    assert seal.must_change_password
    told_to = Notice.objects.filter(title="您已接管临江县水利局公章").values_list("person_id", flat=True)
    assert list(told_to) == [office.successor.pk]


def test_a_seal_is_not_handed_to_its_keeper_nor_to_somebody_gone(office):
    seal = office.seal()
    office.successor.left_at = MONDAY
    for to in (office.keeper, office.successor):
        with pytest.raises(Invalid):
            hand_over(seal=seal, to=to, actor=office.acts("maker"), at=MONDAY)


@pytest.mark.feature("F-SE-05")
def test_five_wrong_passwords_in_a_row_lock_the_seal_until_the_office_opens_it(office):
    seal = tries(office.seal(), 4)
    assert (seal.failures, seal.locked_at) == (4, None)
    seal = tries(seal, 1)
    assert seal.locked_at == MONDAY
    tries(seal, 1, password=PASSWORD)
    with pytest.raises(SealLocked):
        opening.change_password(seal=seal, old=PASSWORD, new="another-2026", actor=office.acts("keeper"), at=MONDAY)
    with pytest.raises(NotAllowed):
        release(seal=seal, reason="我忘了", actor=office.acts("keeper"), at=MONDAY)
    release(seal=seal, reason="当面核实身份", actor=office.acts("maker"), at=MONDAY)
    assert opened(seal, at=MONDAY).seal.failures == 0


def test_a_use_between_wrong_passwords_starts_the_count_again(office):
    seal = tries(office.seal(), 4)
    use = use_of(office.bureau, office.acts("leader"), at=MONDAY)
    within(apply_seal, by=office.acts("keeper"), unlocked=opened(seal, at=MONDAY), pdf_file=one_page_pdf(), use=use)
    assert tries(seal, 4).locked_at is None


def test_a_wrong_old_password_counts_too_and_a_double_click_does_not(office):
    seal = office.seal()
    given = {"seal": seal, "actor": office.acts("keeper"), "at": MONDAY}
    with pytest.raises(WrongSealPassword, match="再输错 4 次"):
        opening.change_password(old=WRONG, new="another-2026", **given)
    for _ in range(2):
        opening.change_password(old=PASSWORD, new="another-2026", request_key="click", **given)
    seal.refresh_from_db()
    assert seal.failures == 0


def everything_stored() -> str:
    """All rows of all tables of this database."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            tables = [
                *tables,
                *(bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row),
            ]
    return repr(tables)


def test_a_wrong_password_leaves_an_audit_entry_and_no_secret_anywhere(office, caplog, capfd):
    caplog.set_level(0)
    seal = tries(office.seal(), 1)
    entry = Entry.objects.get(action="seals.record_failure")
    assert (entry.actor_name, entry.subject_id, entry.details["failures"]) == ("管正清", seal.pk, 1)
    rows = everything_stored()
    said = caplog.text + "".join(capfd.readouterr()) + repr(opened(seal, at=MONDAY))
    assert seal.key_reference in rows
    for secret in (WRONG, PASSWORD, FIRST_PASSWORD):
        assert secret not in rows
        assert secret not in said


@pytest.mark.feature("F-ID-24")
def test_a_seal_goes_with_the_post_only_by_the_seal_office_and_wants_a_new_password(office):
    seal = office.seal()
    part = belongings["seals"]
    by_clerk = Handing(office.keeper.pk, office.successor.pk, office.acts("clerk"), MONDAY)
    assert part.held(office.keeper.pk, MONDAY) == [f"{seal.name}公章"]
    assert "印章制发机构" in part.hinders(by_clerk)
    with pytest.raises(NotAllowed):
        within(part.pass_on, handing=by_clerk)
    by_office = Handing(office.keeper.pk, office.successor.pk, office.acts("maker"), MONDAY)
    within(part.pass_on, handing=by_office)
    seal.refresh_from_db()
    assert (seal.keeper, seal.must_change_password) == (office.successor, True)
    assert part.held(office.keeper.pk, MONDAY) == []
