from datetime import timedelta
from types import SimpleNamespace

import pytest

from tongban.foundation.inbox.contracts import TODO, Entry, duty_key, person_key
from tongban.foundation.inbox.operations import put
from tongban.foundation.organization.contracts import DelegationTerms
from tongban.foundation.organization.operations import delegate
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within


@pytest.fixture
def office(db):
    """An office: a vetter, a clerk, and a leader who may be stood in for."""
    unit = make_unit("县政府办公室")
    vetter = make_person("林晓岚", unit=unit, title="核稿员", duties=["vetter"])
    clerk = make_person("苏明远", unit=unit)
    leader = make_person("秦怀川", unit=unit, title="主任", rank="head")
    made = SimpleNamespace(unit=unit, vetter=vetter, clerk=clerk, leader=leader, desk=duty_key(unit.pk, "vetter"))
    made.acts = lambda person: actor_of(person, at=MONDAY)
    made.key = lambda person: person_key(person.pk)
    return made


@pytest.fixture
def stand_in(office):
    """The leader is away for three days; the clerk stands in."""
    terms = DelegationTerms(to_person_id=office.clerk.pk, since=MONDAY, until=MONDAY + timedelta(days=3))
    delegate(person=office.leader, terms=terms, actor=system_actor(), at=MONDAY)
    return office


def entry(number, *keys, desk=TODO, minutes=0, **fields):
    """A work item of a document, come `minutes` after Monday half past nine."""
    known = {"category": "发文", "title": f"关于第{number}号事项的通知", "step": "审核"}
    at = MONDAY + timedelta(minutes=minutes)
    return Entry(
        source=Reference("work", number), subject=Reference("document", number), keys=keys, received_at=at, desk=desk,
        **{**known, **fields},
    )  # fmt: skip


def lay(*entries):
    within(put, entries=entries)
