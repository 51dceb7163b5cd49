"""Events: inside handlers share the transaction, the others become one job row each with the commit."""

from datetime import timedelta

import pytest

from tongban.foundation.access.models import Role
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.jobs import Job as Registered
from tongban.kernel.jobs import job_name, jobs
from tongban.kernel.testing import MONDAY
from tongban.kernel.tests.operations import RoleMade, enqueue_later, make_role

pytestmark = pytest.mark.django_db
GIVEN = {"actor": system_actor(), "at": MONDAY}


@pytest.fixture(autouse=True)
def handlers():
    """What the test registers is forgotten after it."""
    known = dict(jobs._members)
    yield
    events._inside.pop(RoleMade, None)
    events._after.pop(RoleMade, None)
    jobs._members.clear()
    jobs._members.update(known)


heard: list[RoleMade] = []


def hear(event: RoleMade) -> None:
    heard.append(event)


def test_an_inside_handler_writes_in_the_same_transaction():
    events.on(RoleMade, lambda event: Role.objects.create(code=f"{event.code}-2", name=f"{event.code}-2"))
    make_role(code="a", **GIVEN)
    assert Role.objects.filter(code="a-2").exists()
    with pytest.raises(Conflict):
        make_role(code="b", then="conflict", **GIVEN)
    assert not Role.objects.filter(code__startswith="b").exists()


def test_inside_handlers_run_once_in_the_order_of_registration():
    order: list[int] = []
    first, second = (lambda event: order.append(1)), (lambda event: order.append(2))
    for handler in (first, second, first):
        events.on(RoleMade, handler)
    make_role(code="a", **GIVEN)
    assert order == [1, 2]


def test_a_handler_that_fails_undoes_the_operation():
    def fail(event: RoleMade) -> None:
        raise Conflict("不行。")

    events.on(RoleMade, fail)
    with pytest.raises(Conflict):
        make_role(code="a", **GIVEN)
    assert not Role.objects.filter(code="a").exists()


def test_an_after_handler_gets_the_same_event_from_its_job():
    heard.clear()
    events.after(RoleMade, hear, label="听")
    make_role(code="a", **GIVEN)
    assert heard == []
    run_due_jobs()
    assert heard == [RoleMade("a", MONDAY)]


def test_a_handler_that_wants_only_some_events_gets_no_job_for_the_others():
    events.after(RoleMade, hear, when=lambda event: event.code == "b")
    make_role(code="a", **GIVEN)
    assert not Job.objects.exists()
    make_role(code="b", **GIVEN)
    assert Job.objects.count() == 1


def test_what_was_rolled_back_leaves_no_job():
    events.after(RoleMade, hear)
    with pytest.raises(Conflict):
        make_role(code="a", then="conflict", **GIVEN)
    assert not Job.objects.exists()


def test_a_job_waits_for_its_time_and_the_rest_is_due_at_once():
    jobs.register("kernel.later", Registered("kernel.later", print))
    later = MONDAY + timedelta(days=3)
    enqueue_later(run_at=later, **GIVEN)
    found = Job.objects.order_by("run_at")
    assert [(j.payload["number"], j.run_at, j.dedupe_key) for j in found] == [(8, MONDAY, None), (7, later, "one")]
    assert found[1].payload["when"] == later.isoformat()


def test_the_name_of_a_job_is_its_address():
    def sweep() -> None: ...

    for module in ("tongban.foundation.widgets.jobs", "tongban.foundation.widgets.jobs.sweeping"):
        sweep.__module__ = module
        assert job_name(sweep) == "widgets.sweep"
