"""The administrator's screen of background work."""

from typing import Any

import pytest
from django.test import Client

from tongban.foundation.access.api import Role, grant, ship_roles
from tongban.foundation.jobs.contracts import DEAD, RUNNING, WAITING
from tongban.foundation.jobs.models import Job
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *roles: str) -> Client:
    """A browser of somebody who has these roles, and no other."""
    person = make_person("沈知微", unit=make_unit("县政府办公室"))
    ship_roles()
    for role in roles:
        grant(role=Role.objects.get(code=role), to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


@pytest.fixture
def administrator(client: Client) -> Client:
    return signed_in(client, "system_admin")


def put(**fields: Any) -> Job:
    return Job.objects.create(**{"name": "jobs.sweep_finished", "run_at": now(), "created_at": now(), **fields})


def dead() -> Job:
    error = "tongban.kernel.errors.Unavailable\n短信网关没有应答。\nsend.py:10 send"
    return put(state=DEAD, attempts=8, finished_at=now(), last_error=error)


def test_what_gave_up_and_what_runs_is_shown_with_reason_and_progress(administrator: Client) -> None:
    row = dead()
    put(state=RUNNING, started_at=now(), progress_done=1300, progress_total=2000)
    page = administrator.get("/console/jobs/").content.decode()
    for word in ("清理已完成的后台任务", "短信网关没有应答。", "1,300 / 2,000"):
        assert word in page
    assert "send.py:10" in administrator.get(f"/console/jobs/{row.pk}").content.decode()


def test_long_work_stays_in_sight_while_it_lets_others_go_before(administrator: Client) -> None:
    put(state=WAITING, started_at=now(), progress_done=700, progress_total=2000)
    put(state=WAITING)
    page = administrator.get("/console/jobs/").content.decode()
    assert page.count("700 / 2,000") == 1
    assert "现在没有任务在运行" not in page


def test_a_dead_job_is_retried_or_discarded_by_a_button(administrator: Client) -> None:
    first, second = dead(), dead()
    assert administrator.post(f"/console/jobs/{first.pk}/retry").status_code == 302
    assert administrator.post(f"/console/jobs/{second.pk}/discard").status_code == 302
    assert list(Job.objects.values_list("pk", "state")) == [(first.pk, WAITING)]


def test_who_comes_second_is_told(administrator: Client) -> None:
    row = dead()
    administrator.post(f"/console/jobs/{row.pk}/retry")
    page = administrator.post(f"/console/jobs/{row.pk}/retry", follow=True).content.decode()
    assert "可能刚被别人处理" in page


def test_nobody_else_gets_in(client: Client) -> None:
    row = dead()
    signed_in(client)
    assert client.get("/console/jobs/").status_code == 403
    assert client.post(f"/console/jobs/{row.pk}/retry").status_code == 403
    assert client.get(f"/console/jobs/{row.pk}/retry").status_code == 403
