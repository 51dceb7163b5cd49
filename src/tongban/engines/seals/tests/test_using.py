"""Using a seal: by its keeper, for its unit, with an approver's word; registered, tamper-evident, one after another."""

from datetime import timedelta

import pytest

from tongban.engines.seals import authority, queries
from tongban.engines.seals.contracts import State
from tongban.engines.seals.models import SealUse
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.operations.use import apply_seal
from tongban.engines.seals.queries import Search, register_of, usable_by
from tongban.engines.seals.testing import keeper_of, make_seal, one_page_pdf, opened, use_of
from tongban.foundation.access.api import Role, grant
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY, within
from tongban.lib.gm.pdf import verify_pdf


def put(office, seal, *, approver=None, unit=None, file=None, at=MONDAY, **where):
    use = use_of(unit or seal.unit, office.acts(approver or "leader"), at=at, **where)
    keeper = keeper_of(seal, at=at)
    return within(
        apply_seal, by=keeper, when=at, unlocked=opened(seal, at=at), pdf_file=file or one_page_pdf(), use=use
    )


@pytest.mark.feature("F-SE-09", "F-SE-10")
def test_a_sealed_file_is_valid_under_our_root_and_any_changed_byte_shows(office):
    signed = put(office, office.seal())
    anchors = authority.anchors()
    report = verify_pdf(signed, trust=anchors.certificates, at=MONDAY)
    assert (report.result, report.signatures[0].signer) == ("valid", "临江县水利局公章")
    changed = bytearray(signed)
    changed[len(signed) // 3] ^= 1
    assert verify_pdf(bytes(changed), trust=anchors.certificates, at=MONDAY).result == "invalid"


@pytest.mark.feature("F-SE-06")
def test_each_use_is_registered_with_document_place_keeper_and_approver(office):
    signed = put(office, office.seal())
    line = SealUse.objects.get()
    assert (line.number, line.keeper_name, line.approver) == ("临政办发〔2026〕1号", "管正清", "江长河")
    assert (line.place, line.pages, line.at) == ("第 1 页，左 140 上 200 毫米", 1, MONDAY)
    assert queries.use_of_file(line.digest) == line
    report = verify_pdf(signed, at=MONDAY).signatures[0]
    assert (report.place.x, report.place.width) == (pytest.approx(119, abs=0.1), 42)


@pytest.mark.feature("F-SE-06")
def test_somebody_without_the_units_approval_right_approves_nothing(office):
    seal = office.seal()
    with pytest.raises(NotAllowed, match="柳闲没有批准"):
        put(office, seal, approver="clerk")
    grant(
        role=Role.objects.get(code="seal_approver"),
        to=office.clerk,
        unit=office.bureau,
        actor=system_actor(),
        at=MONDAY - timedelta(days=1),
    )
    put(office, seal, approver="clerk")


@pytest.mark.feature("F-SE-06")
def test_a_seal_of_one_business_is_put_on_the_word_of_whoever_decides_that_and_the_official_one_is_not(office):
    put(office, office.seal("acceptance"), approver="clerk", by_duty=True)
    with pytest.raises(NotAllowed, match="柳闲没有批准"):
        put(office, office.seal(), approver="clerk", by_duty=True)
    with pytest.raises(NotAllowed, match="柳闲没有批准"):
        put(office, office.seal("approval"), approver="clerk")


def test_a_leader_above_approves_but_not_one_of_another_unit(office):
    seal = make_seal(office.town, office.clerk, at=MONDAY)
    with pytest.raises(NotAllowed):
        put(office, seal, approver="leader")


def test_a_signature_is_put_with_its_owners_word_alone(office):
    seal = make_seal(office.bureau, office.keeper, at=MONDAY, sort="signature", holder=office.leader)
    put(office, seal)
    with pytest.raises(NotAllowed):
        put(office, seal, approver="successor")


@pytest.mark.feature("F-SE-07")
def test_another_units_seal_is_refused(office):
    with pytest.raises(Invalid, match="本单位"):
        put(office, office.seal(), unit=office.town)
    assert not SealUse.objects.exists()


@pytest.mark.feature("F-SE-14")
def test_several_seals_one_after_another_are_all_sound(office):
    once = put(office, office.seal(), x=60)
    town = make_seal(office.town, office.clerk, at=MONDAY)
    grant(
        role=Role.objects.get(code="seal_approver"),
        to=office.clerk,
        unit=office.town,
        actor=system_actor(),
        at=MONDAY - timedelta(days=1),
    )
    both = put(office, town, approver="clerk", file=once, x=150)
    report = verify_pdf(both, trust=authority.anchors().certificates, at=MONDAY)
    assert report.result == "valid"
    assert [s.signer for s in report.signatures] == ["临江县水利局公章", "临江县城关镇人民政府公章"]
    assert both.startswith(once)


def test_a_file_whose_seal_is_broken_gets_no_further_one(office):
    once = bytearray(put(office, office.seal()))
    once[len(once) // 3] ^= 1
    contract = office.seal("contract")
    with pytest.raises(Conflict, match="不完好"):
        put(office, contract, file=bytes(once))


@pytest.mark.parametrize("file", [b"", b"%PDF-1.7 nothing", b"PK\3\4"])
def test_what_is_no_pdf_cannot_be_sealed(office, file):
    seal = office.seal()
    use = use_of(office.bureau, office.acts("leader"), at=MONDAY)
    with pytest.raises(Conflict, match="不能用印"):
        within(apply_seal, by=office.acts("keeper"), unlocked=opened(seal, at=MONDAY), pdf_file=file, use=use)


def test_a_suspended_or_expired_seal_does_not_work(office):
    seal = office.seal()
    with pytest.raises(Conflict, match="过期"):
        put(office, seal, at=MONDAY.replace(year=2032))
    change_state(seal=seal, state=State.SUSPENDED, reason="机构调整", actor=office.acts("maker"), at=MONDAY)
    with pytest.raises(Conflict, match="停用"):
        put(office, seal)


@pytest.mark.feature("F-SE-07")
def test_the_dialog_offers_only_what_the_person_may_use_now(office):
    official, contract = office.seal(), office.seal("contract")
    keeper = office.acts("keeper")
    offered = {"unit_id": office.bureau.pk, "at": MONDAY}
    assert list(usable_by(keeper, **offered)) == [official]
    assert list(usable_by(keeper, sort=None, **offered)) == [contract, official]
    assert list(usable_by(keeper, unit_id=office.town.pk, at=MONDAY)) == []
    assert list(usable_by(office.acts("leader"), **offered)) == []
    assert list(usable_by(keeper, unit_id=office.bureau.pk, at=MONDAY.replace(year=2032))) == []


def test_the_register_is_searched_by_words_and_days(office):
    seal = office.seal()
    put(office, seal)
    day = MONDAY.date()
    found = [
        register_of(seal, Search(**search)).count()
        for search in ({"text": "供暖"}, {"text": "江长河"}, {"text": "防汛"}, {"since": day, "until": day},
                       {"until": day - timedelta(days=1)})
    ]  # fmt: skip
    assert found == [1, 1, 0, 1, 0]
