"""The life of a seal: every step in its order, written down; what ends is revoked or forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.seals import authority, jobs, queries, rules
from tongban.engines.seals.contracts import State
from tongban.engines.seals.models import Seal, SealChange
from tongban.engines.seals.operations.states import change_state
from tongban.engines.seals.testing import PASSWORD, one_page_pdf
from tongban.foundation.jobs.models import Job
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.testing import MONDAY
from tongban.lib.gm import cms, pdf
from tongban.lib.gm.errors import KeyNotFound


@given(st.lists(st.sampled_from(State), max_size=12))
def test_whatever_is_asked_a_seal_that_ended_never_lives_again(asked):
    state, ended = State.VALID, False
    for wish in asked:
        try:
            rules.require_change(state, wish, reason="原因")
        except Conflict:
            assert wish not in rules.NEXT[state]
            continue
        state = wish
        assert not (ended and state in rules.LIVE)
        ended = ended or state not in rules.LIVE
    assert state in State


@given(st.sampled_from(State), st.text(" \n\t　", max_size=3))
def test_every_ending_needs_a_reason(state, blank):
    for wish in rules.NEXT[state] - {State.VALID}:
        with pytest.raises(Invalid):
            rules.require_change(state, wish, reason=blank)


@pytest.mark.feature("F-SE-03")
def test_each_step_is_written_down_with_who_and_when(office):
    seal = office.seal()
    for state, reason in (("suspended", "机构调整"), ("valid", ""), ("cancelled", "磨损"), ("destroyed", "当场销毁")):
        seal = change_state(seal=seal, state=State(state), reason=reason, actor=office.acts("maker"), at=MONDAY)
    lines = SealChange.objects.filter(seal=seal).order_by("pk").values_list("act", "by_name", "detail")
    assert list(lines) == [
        ("made", "印章制发机构", ""), ("taken", "管正清", ""), ("suspended", "何守印", "机构调整"),
        ("resumed", "何守印", ""), ("cancelled", "何守印", "磨损"), ("destroyed", "何守印", "当场销毁"),
    ]  # fmt: skip


def test_the_key_of_a_destroyed_seal_is_gone_and_the_job_may_run_twice(office):
    seal = office.seal()
    for state in (State.CANCELLED, State.DESTROYED):
        change_state(seal=seal, state=state, reason="更换", actor=office.acts("maker"), at=MONDAY)
    row = Job.objects.get(name="seals.destroy_key")
    for _ in range(2):
        jobs.destroy_key(**row.payload)
    with pytest.raises(KeyNotFound):
        authority.key_store().public(seal.key_reference)


def test_the_certificates_of_a_cancelled_seal_are_revoked(office):
    seal = office.seal()
    key = authority.key_store().unlock(seal.key_reference, password=PASSWORD)
    change_state(seal=seal, state=State.CANCELLED, reason="遗失", actor=office.acts("maker"), at=MONDAY)
    assert Job.objects.filter(name="seals.publish_revocations").exists()
    authority.publish_revocations(queries.revoked_certificates(), at=MONDAY)
    later = MONDAY.replace(hour=18)
    stolen = pdf.sign_pdf(one_page_pdf(), identity=cms.Identity(key, queries.certificate_of(seal)), at=later)
    anchors = authority.anchors()
    report = pdf.verify_pdf(stolen, trust=anchors.certificates, crls=anchors.crls, at=later)
    assert report.result == "invalid"
    assert any("被吊销" in check.text for check in report.signatures[0].checks)


def test_two_who_change_a_state_at_once_do_not_both_succeed(office):
    seal = office.seal()
    stale = Seal.objects.get(pk=seal.pk)
    change_state(seal=seal, state=State.CANCELLED, reason="更换", actor=office.acts("maker"), at=MONDAY)
    with pytest.raises(Conflict, match="刷新"):
        change_state(seal=stale, state=State.SUSPENDED, reason="停用", actor=office.acts("maker"), at=MONDAY)
