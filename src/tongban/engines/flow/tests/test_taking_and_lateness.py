"""认领 and 放回 of what several may do; what happens when a limit has passed, once."""

from datetime import timedelta

import pytest

from tongban.engines.flow import jobs, operations, queries
from tongban.engines.flow.contracts import Choice, Option
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.testing import begin, chain, done_by, offers
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.testing import make_person
from tongban.kernel.errors import Conflict, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter"'
LATE = MONDAY + timedelta(days=3)


@pytest.fixture
def pooled(office):
    office.other = make_person("白露", unit=office.office, title="核稿员乙", duties=["vetter"])
    office.subject = begin(chain(DRAFT, 'vet tb:role="vetter" tb:relation="organ"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    return office


def desk(office, person):
    return [item.step for item in inbox.open_items(inbox.keys_of(office.acts(person), at=MONDAY))[:9]]


def claim(office, person):
    return operations.claim(work=queries.open_work(office.subject, "vet"), actor=office.acts(person), at=MONDAY)


def test_what_one_takes_lies_on_his_desk_alone_until_he_puts_it_back(pooled):
    assert (desk(pooled, pooled.vetter), desk(pooled, pooled.other)) == (["vet"], ["vet"])
    mine = claim(pooled, pooled.vetter)
    assert (desk(pooled, pooled.vetter), desk(pooled, pooled.other)) == (["vet"], [])
    with pytest.raises(Conflict, match="不用认领"):
        claim(pooled, pooled.vetter)
    with pytest.raises(NotAllowed):
        done_by(pooled.other, pooled.subject, "vet")
    operations.put_back(work=mine, reason="出差", actor=pooled.acts(pooled.vetter), at=MONDAY)
    assert (desk(pooled, pooled.vetter), desk(pooled, pooled.other)) == (["vet"], ["vet"])
    done_by(pooled.other, pooled.subject, "vet")
    assert Instance.objects.get().ended == "ended"


def test_only_what_was_taken_is_put_back(pooled):
    with pytest.raises(Conflict, match="不是认领来的"):
        operations.put_back(
            work=queries.open_work(pooled.subject, "vet"), reason="", actor=pooled.acts(pooled.vetter), at=MONDAY
        )


def limited(office, action, more="", after='sign tb:role="drafter"'):
    step = f'review tb:role="head" tb:relation="drafter-unit" tb:limit="1wd" tb:timeout="{action}" {more}'
    office.subject = begin(chain(DRAFT, step, after), office.matter())
    done_by(office.drafter, office.subject, "draft")
    return office.subject


def sweep(monkeypatch, at=LATE):
    monkeypatch.setattr(jobs, "now", lambda: at)
    jobs.late_steps()


def stands(office):
    return [work.element for work in queries.open_works(office.subject)]


@pytest.mark.parametrize(
    ("action", "more", "then"),
    [("approve", "", "sign"), ("pass-on", "", "sign"), ("return", 'tb:moves="return"', "draft"), ("remind", "", "review")],
)  # fmt: skip
def test_when_a_limit_has_passed_the_process_does_what_it_says_once(office, monkeypatch, action, more, then):
    limited(office, action, more)
    sweep(monkeypatch, MONDAY)
    assert stands(office) == ["review"], "not before its time"
    sweep(monkeypatch)
    sweep(monkeypatch)
    assert stands(office) == [then]
    assert Notice.objects.filter(title__startswith="超时").count() == (action == "remind")


def test_a_late_step_is_its_leaders_too(office, monkeypatch):
    director = make_person("沈若谷", unit=office.office, title="主任", rank="head")
    limited(office, "escalate")
    sweep(monkeypatch)
    assert desk(office, director) == desk(office, office.head) == ["review"]
    done_by(director, office.subject, "review", at=LATE)
    assert stands(office) == ["sign"]


def test_a_late_legal_step_stays_with_who_has_it_and_his_leaders_are_told(office, monkeypatch):
    director = make_person("沈若谷", unit=office.office, title="主任", rank="head")
    limited(office, "escalate", 'tb:legal="true"')
    sweep(monkeypatch)
    assert (desk(office, director), desk(office, office.head)) == ([], ["review"])
    assert Notice.objects.filter(person=director).exists()


def test_what_the_clock_cannot_decide_becomes_a_reminder(office, monkeypatch):
    limited(office, "approve")
    offers["review"] = [Choice("signer", "签发人", [Option("1", "甲")], required=True)]
    sweep(monkeypatch)
    assert stands(office) == ["review"]
    assert Notice.objects.filter(person=office.head, title__startswith="超时").count() == 1
    sweep(monkeypatch)
    assert Notice.objects.count() == 1


def test_a_suspended_process_is_not_late_and_is_once_it_goes_on(office, monkeypatch):
    limited(office, "approve")
    Instance.objects.update(suspended_at=MONDAY)
    sweep(monkeypatch)
    assert stands(office) == ["review"]
    Instance.objects.update(suspended_at=None)
    sweep(monkeypatch)
    assert stands(office) == ["sign"]


def test_a_limit_that_was_moved_counts_as_it_is_now(office, monkeypatch):
    limited(office, "approve")
    Work.objects.filter(element="review").update(due_at=LATE + timedelta(days=1))
    sweep(monkeypatch)
    assert stands(office) == ["review"]


def test_a_sweep_reads_what_is_due_and_nothing_else(office, monkeypatch, django_assert_num_queries):
    limited(office, "remind")
    with django_assert_num_queries(1):
        sweep(monkeypatch, MONDAY)
