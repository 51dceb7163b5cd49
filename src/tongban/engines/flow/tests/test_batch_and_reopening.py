"""批量办理 of ticked rows, one transaction each; 恢复办理 of a process that has ended."""

import pytest
from django.test import Client

from tongban.engines.flow import operations, queries, tracking
from tongban.engines.flow.definitions import findings
from tongban.engines.flow.models import Instance
from tongban.engines.flow.testing import HEAD, begin, chain, done_by
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.testing import make_person, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter"'
REVIEW = 'review tb:role="head" tb:relation="drafter-unit" tb:moves="batch"'


def steps_of(subject):
    return [work.element for work in queries.open_works(subject)]


@pytest.fixture
def five(office):
    """Five matters at the head: three that go in a batch, one that does not say so, one 法定."""
    office.subjects = []
    others = (
        REVIEW,
        REVIEW,
        REVIEW,
        REVIEW.replace("batch", "return"),
        REVIEW.replace("batch", "return") + ' tb:legal="true"',
    )
    for number, step in enumerate(others, 1):
        office.subjects.append(begin(chain(DRAFT, step), office.matter(number), key=f"p{number}"))
        done_by(office.drafter, office.subjects[-1], "draft")
    return office


def ticked(office, client, **more):
    refs = list(Item.objects.filter(state="open").order_by("pk").values_list("pk", flat=True))
    answer = client.post("/flow/batch", {"ref": refs, **more})
    assert list(faults(answer.content)) == []
    return answer


def test_ticked_rows_are_done_one_by_one_with_a_result_each(five):
    client = Client()
    sign_in(client, five.head)
    shown = client.get("/inbox/todo").content.decode()
    assert ("批量办理" in shown, shown.count('name="ref"')) == (True, 5)
    asked = ticked(five, client)
    assert "办理 3 件" in asked.content.decode()
    assert "是法定环节，须逐件办理" in asked.content.decode()
    operations.suspend(instance=Instance.objects.get(subject_id=2), reason="等", actor=_system(), at=MONDAY)
    assert ticked(five, client, go="1", opinion=" ").status_code == 422
    done = ticked(
        five, client, go="1", opinion="同意。", request_key="7f0e3b1e-6a8f-4c07-b2f0-5a0d6f5f2b11"
    ).content.decode()
    assert ("已办 2 件，3 件没有办" in done, "流程已挂起" in done) == (True, True)
    assert [steps_of(subject) for subject in five.subjects] == [[], ["review"], [], ["review"], ["review"]]


def test_a_legal_step_is_not_done_in_a_batch_by_any_door(five):
    work = queries.open_work(five.subjects[4], "review")
    with pytest.raises(Conflict, match="逐件办理"):
        operations.complete_in_batch(work=work, opinion="同意。", actor=five.acts(five.head), at=MONDAY)


def test_a_process_that_would_batch_a_legal_step_is_not_published():
    source = HEAD.format(key="p", body=chain(DRAFT, 'a tb:legal="true" tb:moves="batch"')).encode()
    assert any("法定环节不得批量办理（tb:moves）" in found.message for found in findings(source))


def _system():
    from tongban.kernel.actor import system_actor

    return system_actor()


@pytest.fixture
def ended(office):
    office.manager = make_person("钟维", unit=office.office, title="公文管理员", duties=["document_manager"])
    office.subject = begin(
        chain(DRAFT, REVIEW, 'sign tb:role="drafter" tb:legal="true"', 'send tb:role="drafter"'), office.matter()
    )
    return office


def reopen(office, to, by=None, reason="还要补一份"):
    instance = Instance.objects.get()
    return operations.reopen(
        instance=instance, to=to, reason=reason, actor=office.acts(by or office.manager), at=MONDAY
    )


def to_the_end(office, *steps):
    for step in steps:
        done_by(office.head if step == "review" else office.drafter, office.subject, step)


def test_a_process_that_has_ended_goes_on_from_a_step_that_was_done(ended):
    with pytest.raises(Conflict, match="不能恢复办理"):
        reopen(ended, "draft")
    to_the_end(ended, "draft", "review", "sign", "send")
    with pytest.raises(NotAllowed):
        reopen(ended, "send", by=ended.drafter)
    with pytest.raises(Invalid, match="原因"):
        reopen(ended, "send", reason=" ")
    reopen(ended, "send")
    assert steps_of(ended.subject) == ["send"]
    assert any(line.step == "恢复办理" and line.who == "钟维" for line in tracking.track(ended.subject))
    to_the_end(ended, "send")
    assert Instance.objects.get().ended == "ended"


def test_what_was_broken_off_does_not_go_on_behind_a_legal_step_that_no_longer_counts(ended):
    to_the_end(ended, "draft", "review", "sign")
    work = queries.open_work(ended.subject, "send")
    operations.jump(work=work, to="draft", reason="重来", actor=ended.acts(ended.manager), at=MONDAY)
    operations.stop(instance=Instance.objects.get(), reason="不办了", actor=ended.acts(ended.manager), at=MONDAY)
    with pytest.raises(Conflict, match="还没有办过法定环节"):
        reopen(ended, "send")
    reopen(ended, "sign")
    assert steps_of(ended.subject) == ["sign"]
