"""Each move on small processes: what is open after it, on whose desk, and what is refused."""

from datetime import timedelta

import pytest

from tongban.engines.flow import operations, queries, tracking
from tongban.engines.flow.contracts import Choice, InstanceEnded, Later, Option, StepsOpened
from tongban.engines.flow.models import History, Instance, Token, Work
from tongban.engines.flow.testing import begin, chain, done_by, moves, offers
from tongban.foundation.audit.models import Entry
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import holder_of
from tongban.foundation.organization.contracts import DelegationTerms
from tongban.foundation.organization.operations import delegate
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

ALL = 'tb:moves="return return-any return-drafter return-direct withdraw transfer"'
DRAFT = f'draft tb:role="drafter" {ALL}'
REVIEW = f'review tb:role="head" tb:relation="drafter-unit" {ALL}'
VET = f'vet tb:role="vetter" tb:relation="organ" tb:opinion="核稿" {ALL}'
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def three(office):
    """拟稿, 审核, 核稿; the matter stands at 审核."""
    office.subject = begin(chain(DRAFT, REVIEW, VET), office.matter())
    done_by(office.drafter, office.subject, "draft")
    return office


def standing(subject):
    return sorted(w.element for w in queries.open_works(subject))


def desk(office, person):
    return [i.step for i in inbox.open_items(inbox.keys_of(office.acts(person), at=MONDAY))[:9]]


def back(office, person, element, **given):
    work = queries.open_work(office.subject, element)
    return operations.send_back(work=work, actor=office.acts(person), at=LATER, **{"reason": "缺依据。", **given})


def take_back(office, person, element):
    work = Work.objects.filter(element=element, state=Work.DONE).order_by("-pk")[0]
    return operations.withdraw(work=work, actor=office.acts(person), at=LATER)


def test_a_finished_step_leaves_the_desk_and_the_next_lies_on_its_own(three):
    done = done_by(three.head, three.subject, "review", opinion="同意，请核稿。", at=LATER)
    assert (desk(three, three.head), desk(three, three.vetter)) == ([], ["vet"])
    assert (done.state, done.person_name, done.post_name, done.opinion) == ("done", "段文博", "科长", "同意，请核稿。")
    assert Entry.objects.last().action == "flow.complete"
    assert Entry.objects.last().subject == three.subject


def test_the_end_is_told_and_nothing_moves_after_it(three, monkeypatch):
    told = []
    monkeypatch.setitem(events._inside, InstanceEnded, [told.append])
    done_by(three.head, three.subject, "review")
    last = queries.open_work(three.subject, "vet")
    done_by(three.vetter, three.subject, "vet")
    assert told == [InstanceEnded(three.subject, "ended")]
    assert Instance.objects.get().ended_at == MONDAY
    for move in (operations.complete, operations.keep_opinion):
        with pytest.raises((Conflict, NotAllowed)):
            move(work=last, actor=three.acts(three.head), at=LATER, opinion="再办一次。")
    with pytest.raises(Conflict, match="林晓岚"):
        operations.complete(work=last, actor=three.acts(three.vetter), at=LATER, opinion="再办一次。")
    with pytest.raises(Conflict, match="结束"):
        take_back(three, three.vetter, "vet")


def test_new_work_is_told_by_its_rows(office, monkeypatch):
    told = []
    monkeypatch.setitem(events._inside, StepsOpened, [told.append])
    subject = begin(chain(DRAFT, REVIEW), office.matter())
    assert told == [StepsOpened(subject, (queries.open_work(subject, "draft").pk,))]


def test_one_process_runs_for_a_matter_at_a_time(three):
    with pytest.raises(Conflict, match="已经在办理"):
        begin(chain(DRAFT, REVIEW, VET), three.matter())


def test_the_wrong_person_is_refused_and_nothing_changes(three):
    with pytest.raises(NotAllowed):
        done_by(three.vetter, three.subject, "review")
    assert standing(three.subject) == ["review"]
    assert Entry.objects.last().outcome == "refused"


def test_a_step_with_a_box_needs_an_opinion(three):
    done_by(three.head, three.subject, "review", opinion="")
    for opinion in ("", "  \n"):
        with pytest.raises(Invalid) as caught:
            done_by(three.vetter, three.subject, "vet", opinion=opinion)
        assert caught.value.fields == {"opinion": "请填写处理意见。"}
    with pytest.raises(Invalid, match="超过 500 字"):
        done_by(three.vetter, three.subject, "vet", opinion="字" * 501)
    done_by(three.vetter, three.subject, "vet", opinion="字" * 500)


def test_a_kept_opinion_waits_for_its_owner_and_goes_when_the_step_is_done(three):
    work = queries.open_work(three.subject, "review")
    operations.keep_opinion(work=work, opinion="拟同", actor=three.acts(three.head), at=MONDAY)
    work.refresh_from_db()
    assert work.draft_opinion == "拟同"
    assert done_by(three.head, three.subject, "review").draft_opinion == ""


def test_the_second_of_two_is_told_who_was_first(three):
    stale = queries.open_work(three.subject, "review")
    done_by(three.head, three.subject, "review")
    with pytest.raises(Conflict, match="这一步已由 段文博 办理。您写的意见已保留。"):
        operations.complete(work=stale, actor=three.acts(three.head), at=LATER, opinion="同意。")


def test_the_host_hears_of_a_move_before_it_is_made_and_may_refuse(three):
    done_by(three.head, three.subject, "review", opinion="同意。")
    heard = moves[-1]
    assert (heard.kind, heard.subject, heard.element, heard.opinion) == ("complete", three.subject, "review", "同意。")


# Choices


def options(*values):
    return tuple(Option(str(v), f"选项{v}") for v in values)


def test_what_a_step_decides_becomes_a_variable(three):
    offers["review"] = [
        Choice("units", "会签单位", options(3, 5, 7), many=True),
        Choice("signer", "签发人", options(9)),
    ]
    done_by(three.head, three.subject, "review", choices={"units": ["3", "7"], "signer": "9", "other": "1"})
    assert Instance.objects.get().variables == {"units": [3, 7], "signer": 9}


def test_options_are_looked_for_only_where_somebody_chose_one(three):
    looked = []
    look = Later(lambda: looked.append(1) or options(3, 5))
    offers["review"] = [Choice("units", "会签单位", look, many=True)]
    done_by(three.head, three.subject, "review")
    assert (looked, Instance.objects.get().variables) == ([], {"units": []})
    assert [option.label for option in look] == ["选项3", "选项5"]
    assert looked == [1]


@pytest.mark.parametrize(
    ("choice", "given", "message"),
    [
        (Choice("signer", "签发人", options(9), required=True), {}, "请选择签发人。"),
        (Choice("signer", "签发人", options(9)), {"signer": "8"}, "签发人的选项不对，请重新选择。"),
        (Choice("signer", "签发人", options(8, 9)), {"signer": ["8", "9"]}, "签发人的选项不对，请重新选择。"),
        (Choice("units", "会签单位", options(3), many=True), {"units": ["3", "4"]}, "会签单位的选项不对，请重新选择。"),
    ],
)
def test_what_was_not_offered_is_refused_at_its_field(three, choice, given, message):
    offers["review"] = [choice]
    with pytest.raises(Invalid) as caught:
        done_by(three.head, three.subject, "review", choices=given)
    assert caught.value.fields == {choice.name: message}
    assert standing(three.subject) == ["review"]


def test_only_decisions_of_the_step_are_taken(office):
    subject = begin(chain(DRAFT, f'{REVIEW} tb:decisions="agree oppose"'), office.matter())
    done_by(office.drafter, subject, "draft")
    with pytest.raises(Invalid, match="没有这个选项"):
        done_by(office.head, subject, "review", decision="maybe")
    assert done_by(office.head, subject, "review", decision="oppose").decision == "oppose"


# Return


def test_a_return_goes_to_the_step_before_with_its_reason(three):
    sent = back(three, three.head, "review")
    assert (standing(three.subject), desk(three, three.drafter)) == (["draft"], ["draft"])
    assert (sent.state, sent.opinion) == ("returned", "缺依据。")
    done_by(three.drafter, three.subject, "draft")
    assert standing(three.subject) == ["review"]


def test_a_return_needs_a_reason(three):
    with pytest.raises(Invalid, match="退回要写明原因"):
        back(three, three.head, "review", reason=" ")
    assert standing(three.subject) == ["review"]


def test_a_return_to_any_earlier_step_does_all_after_it_again(three):
    done_by(three.head, three.subject, "review")
    back(three, three.vetter, "vet", to="draft")
    assert standing(three.subject) == ["draft"]
    done_by(three.drafter, three.subject, "draft")
    assert standing(three.subject) == ["review"]


def test_after_direct_resubmission_it_comes_straight_back(three):
    done_by(three.head, three.subject, "review")
    back(three, three.vetter, "vet", to="draft", direct=True)
    assert standing(three.subject) == ["draft"]
    done_by(three.drafter, three.subject, "draft")
    assert (standing(three.subject), desk(three, three.vetter)) == (["vet"], ["vet"])
    done_by(three.vetter, three.subject, "vet")
    assert not Token.objects.exists()


@pytest.mark.parametrize("to", ["vet", "review", "end", "nowhere"])
def test_a_return_leads_only_to_what_was_done_before(three, to):
    with pytest.raises(Conflict):
        back(three, three.head, "review", to=to)
    assert standing(three.subject) == ["review"]


def test_from_the_first_step_there_is_nothing_to_return_to(office):
    office.subject = begin(chain(DRAFT, REVIEW), office.matter())
    with pytest.raises(Conflict, match="没有可以退回的环节"):
        back(office, office.drafter, "draft")


@pytest.mark.parametrize(
    ("allowed", "to", "direct", "goes"),
    [
        ("return", "", False, True), ("return", "draft", False, False), ("return-drafter", "draft", False, True),
        ("return-drafter", "review", False, False), ("return-any", "draft", False, True), ("", "", False, False),
        ("return-any", "draft", True, False), ("return-any return-direct", "draft", True, True), ("withdraw", "draft", False, False),
    ],
)  # fmt: skip
def test_a_step_is_sent_back_only_as_its_process_allows(office, allowed, to, direct, goes):
    vet = f'vet tb:role="vetter" tb:relation="organ" tb:moves="{allowed}"'
    office.subject = begin(chain(DRAFT, REVIEW, vet), office.matter())
    done_by(office.drafter, office.subject, "draft")
    done_by(office.head, office.subject, "review")
    listed = [name for name, _ in queries.return_targets(queries.open_work(office.subject, "vet"), direct=direct)]
    assert ((to or "review") in listed) == goes
    if goes:
        back(office, office.vetter, "vet", to=to, direct=direct)
        assert standing(office.subject) == [to or "review"]
    else:
        with pytest.raises(Conflict, match="不能"):
            back(office, office.vetter, "vet", to=to, direct=direct)


# Withdrawal


def test_ones_own_step_is_taken_back_while_nobody_has_acted_after_it(three):
    done_by(three.head, three.subject, "review", opinion="同意。")
    take_back(three, three.head, "review")
    assert (standing(three.subject), desk(three, three.head), desk(three, three.vetter)) == (["review"], ["review"], [])
    states = list(Work.objects.filter(element="review").order_by("pk").values_list("state", "opinion"))
    assert states == [("withdrawn", "同意。"), ("open", "")]
    done_by(three.head, three.subject, "review")
    assert standing(three.subject) == ["vet"]


def test_what_somebody_has_acted_on_is_not_taken_back(three):
    done_by(three.head, three.subject, "review")
    done = Work.objects.get(element="review", state="done")
    back(three, three.vetter, "vet")
    with pytest.raises(Conflict, match="已经办理"):
        operations.withdraw(work=done, actor=three.acts(three.head), at=LATER)


def test_only_who_did_it_takes_it_back_and_only_once(three):
    done_by(three.head, three.subject, "review")
    with pytest.raises(NotAllowed):
        take_back(three, three.drafter, "review")
    taken = take_back(three, three.head, "review")
    with pytest.raises(Conflict):
        operations.withdraw(work=taken, actor=three.acts(three.head), at=LATER)


def test_a_step_that_allows_no_withdrawal_keeps_nothing_for_one(office):
    office.subject = begin(chain('draft tb:role="drafter"', REVIEW), office.matter())
    assert done_by(office.drafter, office.subject, "draft").undo is None
    with pytest.raises(Conflict, match="不能撤回"):
        take_back(office, office.drafter, "draft")


# Transfer


def test_a_transferred_step_is_the_others_and_leaves_its_trace(three):
    work = queries.open_work(three.subject, "review")
    to = holder_of(three.vetter.pk, MONDAY)
    new = operations.transfer(work=work, to=to, reason="出差。", actor=three.acts(three.head), at=LATER)
    assert (desk(three, three.head), desk(three, three.vetter), new.names) == ([], ["review"], "林晓岚")
    assert "段文博 转办" in [line.who for line in tracking.track(three.subject)]
    with pytest.raises(NotAllowed):
        done_by(three.head, three.subject, "review")
    done_by(three.vetter, three.subject, "review")
    assert standing(three.subject) == ["vet"]


def test_a_step_may_come_back_to_who_transferred_it(three):
    for person, to in ((three.head, three.vetter), (three.vetter, three.head)):
        work = queries.open_work(three.subject, "review")
        operations.transfer(work=work, to=holder_of(to.pk, MONDAY), reason="", actor=three.acts(person), at=LATER)
    assert desk(three, three.head) == ["review"]
    done_by(three.head, three.subject, "review")


def test_who_has_it_already_or_may_not_pass_it_on(office):
    office.subject = begin(chain(DRAFT, 'review tb:role="head" tb:relation="drafter-unit"'), office.matter())
    work = queries.open_work(office.subject, "draft")
    given = {"reason": "", "actor": office.acts(office.drafter), "at": LATER}
    with pytest.raises(Conflict, match="已经有"):
        operations.transfer(work=work, to=holder_of(office.drafter.pk, MONDAY), **given)
    done_by(office.drafter, office.subject, "draft")
    work = queries.open_work(office.subject, "review")
    with pytest.raises(Conflict, match="不能转办"):
        operations.transfer(
            work=work, to=holder_of(office.vetter.pk, MONDAY), **{**given, "actor": office.acts(office.head)}
        )
    assert queries.moves_of(work) == frozenset()


# Delegation


@pytest.mark.feature("F-WF-10", "F-ID-39")
def test_a_delegate_acts_in_the_others_name_and_the_trail_says_so(three):
    terms = DelegationTerms(to_person_id=three.leader.pk, since=MONDAY, until=MONDAY + timedelta(days=2))
    delegate(person=three.head, terms=terms, actor=system_actor(), at=MONDAY)
    done = done_by(three.leader, three.subject, "review")
    assert (done.person_name, done.for_name) == ("秦怀川", "段文博")
    assert "秦怀川（代段文博）" in [line.who for line in tracking.track(three.subject)]
    entry = Entry.objects.last()
    assert (entry.person_id, entry.for_person_id) == (three.leader.pk, three.head.pk)
    assert done_by(three.vetter, three.subject, "vet").for_name == ""


# Services

SERVICE = (
    '<startEvent id="start"/><userTask id="a" tb:role="drafter"/><serviceTask id="s" tb:service="lay_out"/>'
    '<userTask id="b" tb:role="drafter"/><endEvent id="end"/>'
    + "".join(f'<sequenceFlow id="f{x}{y}" sourceRef="{x}" targetRef="{y}"/>' for x, y in (["start", "a"], "as", "sb", ("b", "end")))
)  # fmt: skip


def finish_service(subject, token):
    within(lambda at: operations.finish_service(subject, token, actor=system_actor(), at=at), at=MONDAY)


def test_a_service_is_finished_once_however_often_its_job_runs(office):
    subject = begin(SERVICE, office.matter())
    done_by(office.drafter, subject, "a")
    token = queries.waiting_service(subject, "lay_out")
    assert standing(subject) == []
    for _ in range(3):
        finish_service(subject, token)
    assert standing(subject) == ["b"]
    assert queries.waiting_service(subject, "lay_out") is None
    done_by(office.drafter, subject, "b")
    finish_service(subject, token)
    assert Instance.objects.get().ended == "ended"


def test_history_has_a_row_for_each_event_with_what_decided_it(three):
    done_by(three.head, three.subject, "review")
    back(three, three.vetter, "vet")
    rows = list(History.objects.order_by("pk").values_list("event", "element", "actor_name"))
    assert [row for row in rows if row[0] in ("opened", "completed")][:4] == [
        ("opened", "draft", "系统"), ("completed", "draft", "苏明远"), ("opened", "review", "苏明远"),
        ("completed", "review", "段文博"),
    ]  # fmt: skip
    assert ("returned", "vet", "林晓岚") in rows


def test_a_matter_is_read_as_it_lies_there(three):
    assert queries.work_for(three.subject, inbox.keys_of(three.acts(three.head), at=MONDAY)).element == "review"
    assert queries.has_step(three.acts(three.head), three.subject, ["review"], MONDAY)
    assert not queries.has_step(three.acts(three.head), three.subject, ["draft"], MONDAY)
    assert [line.state for line in tracking.track(three.subject)] == ["done", "current", "future"]
    assert tracking.picture_of(three.subject)["current"] == ["review"]
    assert tracking.picture_of(Reference("test_matter", 99))["source"] == ""
    with pytest.raises(Conflict):
        queries.open_work(three.subject, "vet")
