"""Two people at one step at the same moment: one does it, the other is told who."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections

from tongban.engines.flow import operations, queries
from tongban.engines.flow.definitions import publish
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.testing import HEAD, begin, chain, done_by
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.testing import actor_of, make_person
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY, within

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has one writer at a time; run with DATABASE_URL"
    ),
    pytest.mark.django_db(transaction=True),
]
REVIEW = 'review tb:role="head" tb:relation="drafter-unit" tb:moves="return"'


def at_once(*acts):
    """Run the acts in threads that start together; what each gave or raised."""
    ready = threading.Barrier(len(acts), timeout=10)

    def run(act):
        try:
            ready.wait()
            return act()
        except (Conflict, IntegrityError) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def two_heads(office):
    office.other = make_person("沈若谷", unit=office.section, title="第二科长", rank="head")
    office.subject = begin(chain('draft tb:role="drafter"', REVIEW, 'end_step tb:role="drafter"'), office.matter())
    done_by(office.drafter, office.subject, "draft")
    office.work = queries.open_work(office.subject, "review")
    return office


def test_of_two_who_finish_one_step_one_is_told_who_was_first(two_heads):
    actors = [actor_of(p, at=MONDAY) for p in (two_heads.head, two_heads.other)]
    results = at_once(
        *(lambda a=a: operations.complete(work=two_heads.work, actor=a, at=MONDAY, opinion="同意。") for a in actors)
    )
    lost = [r for r in results if isinstance(r, Conflict)]
    done = Work.objects.get(element="review")
    assert [e.message for e in lost] == [f"这一步已由 {done.person_name} 办理。您写的意见已保留。"]
    assert [w.element for w in queries.open_works(two_heads.subject)] == ["end_step"]
    assert Item.objects.filter(source_id=done.pk, state="done").count() == 1


def test_finishing_and_returning_at_once_leaves_one_way(two_heads):
    first, second = (actor_of(p, at=MONDAY) for p in (two_heads.head, two_heads.other))
    results = at_once(
        lambda: operations.complete(work=two_heads.work, actor=first, at=MONDAY, opinion="同意。"),
        lambda: operations.send_back(work=two_heads.work, actor=second, at=MONDAY, reason="不妥。"),
    )
    assert sum(isinstance(r, Conflict) for r in results) == 1
    assert len(queries.open_works(two_heads.subject)) == 1


def test_of_two_starts_at_once_the_database_keeps_one(office):
    matter = office.matter()
    within(publish, key="p", source=HEAD.format(key="p", body=chain('draft tb:role="drafter"')).encode(), at=MONDAY)

    def begin_now():
        within(lambda at: operations.start(matter, process="p", actor=system_actor(), at=at), at=MONDAY)

    results = at_once(begin_now, begin_now)
    assert sum(isinstance(r, Conflict | IntegrityError) for r in results) == 1
    assert Instance.objects.filter(ended="").count() == Item.objects.count() == 1
