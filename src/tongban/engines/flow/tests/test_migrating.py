"""Running instances move to a newer version: previewed, each by itself, with a reason; people keep their steps."""

import uuid

import pytest
from django.urls import reverse

from tongban.engines.flow import definitions, impact
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.operations import Target, migrate_instance, withdraw
from tongban.engines.flow.queries import open_work
from tongban.engines.flow.testing import HEAD, begin, chain, done_by, matter
from tongban.foundation.access.models import Role
from tongban.foundation.access.operations import grant, ship_roles
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.testing import MONDAY, within
from tongban.lib import bpmn

pytestmark = pytest.mark.django_db
DRAFT = 'draft tb:role="drafter" tb:moves="withdraw"'


@pytest.fixture
def manager():
    ship_roles()
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    grant(role=Role.objects.get(code="process_manager"), to=person, unit=None, actor=system_actor(), at=MONDAY)
    return person


@pytest.fixture
def drafter():
    return make_person("马文静", unit=make_unit("临江县教育局"))


def running(drafter, number=1):
    return begin(chain(DRAFT, "review"), matter(number, people={"drafter": drafter.pk}))


def publish(body):
    return within(definitions.publish, key="p", source=HEAD.format(key="p", body=body).encode(), at=MONDAY)


def moved(subject, definition, manager, **mapping):
    instance = Instance.objects.get(subject_id=subject.id)
    target = Target(definition, mapping)
    return migrate_instance(
        instance=instance, to=target, reason="改了环节", actor=actor_of(manager, at=MONDAY), at=MONDAY
    )


@pytest.mark.feature("F-WF-13")
def test_an_instance_goes_on_in_the_newer_version_with_the_same_people(manager, drafter):
    subject = running(drafter)
    keys = open_work(subject, "draft").keys
    newer = publish(chain(DRAFT, "check", "review"))
    moved(subject, newer, manager)
    work = open_work(subject, "draft")
    assert (work.keys, work.instance.definition_id) == (keys, newer.pk)
    done_by(drafter, subject, "draft")
    assert open_work(subject, "check").step == "check"
    entry = Entry.objects.get(action="flow.migrate_instance")
    assert (entry.details["before"], entry.details["after"], entry.details["reason"]) == (1, 2, "改了环节")


def test_a_step_bears_the_name_that_it_has_in_the_newer_version(manager, drafter):
    subject = running(drafter)
    moved(subject, publish(chain('write tb:role="drafter"', "review")), manager, draft="write")
    assert open_work(subject, "write").step == "write"
    assert not Work.objects.filter(state=Work.OPEN, element="draft").exists()


def test_what_does_not_correspond_is_refused_and_stays(manager, drafter):
    subject = running(drafter)
    newer = publish(chain("other", "review"))
    with pytest.raises(Conflict) as refused:
        moved(subject, newer, manager)
    assert refused.value.code == "flow.no-counterpart"
    assert open_work(subject, "draft").instance.definition.version == 1
    with pytest.raises(Invalid):
        migrate_instance(
            instance=Instance.objects.get(),
            to=Target(newer, {}),
            reason=" ",
            actor=actor_of(manager, at=MONDAY),
            at=MONDAY,
        )


def test_what_was_done_before_a_migration_is_not_taken_back(manager, drafter):
    subject = running(drafter)
    done = done_by(drafter, subject, "draft")
    moved(subject, publish(chain(DRAFT, "review", "more")), manager)
    with pytest.raises(Conflict):
        withdraw(work=Work.objects.get(pk=done.pk), actor=actor_of(drafter, at=MONDAY), at=MONDAY)
    assert open_work(subject, "review")


def test_publishing_shows_which_running_steps_would_have_no_place(drafter):
    running(drafter, 1)
    done_by(drafter, running(drafter, 2), "draft")
    source = HEAD.format(key="p", body=chain('draft tb:role="head" tb:relation="organ"', "other")).encode()
    found = {each.element: (each.many, each.fate) for each in impact.standing("p", source)}
    assert found == {"draft": (1, impact.ROLE), "review": (1, impact.GONE)}


def test_the_page_previews_and_then_moves_what_is_ticked(client, manager, drafter):
    first, second = running(drafter, 1), running(drafter, 2)
    done_by(drafter, second, "draft")
    publish(chain(DRAFT, "other"))
    sign_in(client, manager)
    url = reverse("console-flow:migrate", args=["p", 1])
    ids = {each.subject_id: each.pk for each in Instance.objects.all()}
    sent = {"request_key": uuid.uuid4(), "instance": list(ids.values()), "reason": "换新版"}
    preview = client.post(url, sent | {"do": "preview"}).content.decode()
    assert "可以迁移" in preview
    assert "没有与 「review」(review) 对应的环节" in preview
    assert not Instance.objects.filter(definition__version=2).exists()
    client.post(url, sent | {"do": "migrate"})
    assert list(Instance.objects.filter(definition__version=2).values_list("pk", flat=True)) == [ids[first.id]]
    assert client.post(url, sent | {"do": "migrate", "reason": ""}).status_code == 422


def test_a_stored_state_of_an_earlier_shape_is_read_by_its_upgrade_step(monkeypatch):
    from tongban.lib.bpmn import stored

    old = bpmn.token_to_json(bpmn.Token(1, "a", bpmn.TASK))
    monkeypatch.setattr(stored, "VERSION", 2)
    monkeypatch.setattr(stored, "UPGRADES", {1: lambda data: {**data, "node": data["node"].upper()}})
    assert bpmn.token_from_json(old).node == "A"
    assert bpmn.token_from_json(bpmn.token_to_json(bpmn.Token(1, "b", bpmn.TASK))).node == "b"
    with pytest.raises(bpmn.BpmnError):
        bpmn.token_from_json({**old, "version": 3})
