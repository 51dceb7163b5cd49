"""挂起, 恢复, 终止, 跳转 by an administrator, and 催办: with their reasons, in the history, and only where they may be."""

from datetime import timedelta

import pytest

from tongban.engines.flow import jobs, operations, queries
from tongban.engines.flow.models import History, Instance, Token, Work
from tongban.engines.flow.testing import begin, chain, done_by
from tongban.engines.flow.tests.test_events import with_timer
from tongban.foundation.audit.models import Entry
from tongban.foundation.inbox import api as inbox
from tongban.foundation.jobs.models import Job
from tongban.foundation.notifications.models import Notice
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter" tb:moves="withdraw"'
REVIEW = 'review tb:role="head" tb:relation="drafter-unit"'
VET = 'vet tb:role="vetter" tb:relation="organ" tb:legal="true"'
ADMIN = {"actor": system_actor("管理员"), "at": MONDAY}


@pytest.fixture
def running(office):
    office.subject = begin(chain(DRAFT, REVIEW, VET, 'file tb:role="drafter"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    office.instance = Instance.objects.get()
    return office


def standing(subject):
    return [work.element for work in queries.open_works(subject)]


def test_nobody_does_anything_while_a_process_is_suspended(running):
    operations.suspend(instance=running.instance, reason="等上级答复", **ADMIN)
    with pytest.raises(Conflict, match="已挂起"):
        done_by(running.head, running.subject, "review")
    drafted = Work.objects.get(element="draft")
    with pytest.raises(Conflict, match="已挂起"):
        operations.withdraw(work=drafted, actor=running.acts(running.drafter), at=MONDAY)
    with pytest.raises(Conflict, match="已经挂起"):
        operations.suspend(instance=running.instance, reason="再次", **ADMIN)
    operations.resume(instance=running.instance, reason="已答复", **ADMIN)
    with pytest.raises(Conflict, match="没有挂起"):
        operations.resume(instance=running.instance, reason="再次", **ADMIN)
    done_by(running.head, running.subject, "review")
    rows = History.objects.filter(event__in=("suspended", "resumed")).order_by("pk")
    assert [(row.event, row.data["reason"], row.actor_name) for row in rows] == [
        ("suspended", "等上级答复", "管理员"), ("resumed", "已答复", "管理员"),
    ]  # fmt: skip


def test_a_timer_of_a_suspended_process_waits_for_its_resumption(office):
    subject = begin(with_timer("<timeDuration>P1D</timeDuration>"), office.matter())
    instance = Instance.objects.get()
    operations.suspend(instance=instance, reason="等", **ADMIN)
    job = Job.objects.get(name="flow.fire_timer")
    jobs.fire_timer(**job.payload)
    assert standing(subject) == ["a"]
    later = Job.objects.filter(name="flow.fire_timer").latest("pk")
    assert later.pk != job.pk
    assert later.payload == job.payload
    assert timedelta(minutes=9) < later.run_at - now() < timedelta(minutes=11)
    operations.resume(instance=instance, reason="好", **ADMIN)
    jobs.fire_timer(**later.payload)
    assert standing(subject) == ["b"]


def test_a_stopped_process_leaves_no_work_and_says_why(running):
    operations.stop(instance=running.instance, reason="事项取消", **ADMIN)
    assert standing(running.subject) == []
    assert Instance.objects.get().ended == "terminated"
    assert not Token.objects.exists()
    assert not inbox.open_items(inbox.keys_of(running.acts(running.head), at=MONDAY))[:9]
    assert History.objects.get(event="stopped").data == {"reason": "事项取消"}
    with pytest.raises(Conflict, match="已经结束"):
        operations.suspend(instance=running.instance, reason="x", **ADMIN)


def test_an_administrator_moves_a_process_but_never_past_a_legal_step(running):
    work = queries.open_work(running.subject, "review")
    with pytest.raises(Conflict, match="法定环节"):
        operations.jump(work=work, to="file", reason="急", **ADMIN)
    assert standing(running.subject) == ["review"]
    operations.jump(work=work, to="vet", reason="科长空缺", **ADMIN)
    assert standing(running.subject) == ["vet"]
    moved = Work.objects.get(element="review")
    assert (moved.state, moved.opinion) == (Work.TRANSFERRED, "跳转到vet。科长空缺")
    assert History.objects.filter(event="jumped", element="review").exists()
    done_by(running.vetter, running.subject, "vet")
    assert standing(running.subject) == ["file"]


def test_each_of_these_needs_a_reason_and_the_right(running):
    work = queries.open_work(running.subject, "review")
    given = [
        (operations.suspend, {"instance": running.instance}), (operations.stop, {"instance": running.instance}),
        (operations.resume, {"instance": running.instance}), (operations.jump, {"work": work, "to": "vet"}),
    ]  # fmt: skip
    for operation, target in given:
        with pytest.raises(Invalid, match="请写明原因"):
            operation(reason="  ", **target, **ADMIN)
        with pytest.raises(NotAllowed):
            operation(reason="x", **target, actor=running.acts(running.drafter), at=MONDAY)
    assert standing(running.subject) == ["review"]


def test_whoever_is_concerned_urges_and_the_one_who_has_the_step_is_told(running):
    work = queries.open_work(running.subject, "review")
    assert operations.urge(work=work, words="请今天办完。", actor=running.acts(running.drafter), at=MONDAY) == 1
    told = Notice.objects.get()
    assert told.person_id == running.head.pk
    assert "苏明远催办" in told.body
    assert "请今天办完。" in told.body
    urged = History.objects.get(event="urged")
    assert (urged.element, urged.actor_name, urged.data) == ("review", "苏明远", {"reason": "请今天办完。"})
    assert Entry.objects.filter(action="flow.urge").exists()
    with pytest.raises(NotAllowed):
        operations.urge(work=work, words="", actor=running.acts(running.director), at=MONDAY)
