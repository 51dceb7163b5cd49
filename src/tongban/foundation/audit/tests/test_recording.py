"""What the kernel's operations leave in the table."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.foundation.audit.api import seal, verify
from tongban.foundation.audit.models import Entry
from tongban.foundation.audit.testing import MOMENT, an_entry, record, recorded
from tongban.foundation.audit.tests.operations import touch
from tongban.kernel import ports
from tongban.kernel.actor import system_actor
from tongban.kernel.context import under_request_id
from tongban.kernel.errors import Conflict, Refused
from tongban.kernel.references import Reference


@pytest.mark.django_db
def test_an_operation_leaves_one_entry_with_who_what_when_and_how_it_ended() -> None:
    with under_request_id("abc"):
        touch(thing=Reference("document", 4), actor=system_actor(), at=MOMENT)
    entry = Entry.objects.get()
    assert (entry.action, entry.subject, entry.at, entry.outcome) == (
        touch.name,
        Reference("document", 4),
        MOMENT,
        "done",
    )
    assert (entry.actor_name, entry.by_system, entry.request_id, entry.details) == (
        "系统",
        True,
        "abc",
        {"words": "甲"},
    )
    assert entry.recorded_at > MOMENT


@pytest.mark.django_db
def test_what_was_refused_leaves_an_entry_without_its_facts_and_what_conflicted_none() -> None:
    for fail in ("refused", "conflict"):
        with pytest.raises((Refused, Conflict)):
            touch(thing=Reference("document", 4), actor=system_actor(), at=MOMENT, fail=fail)
    assert recorded() == [(touch.name, "refused", "document:4")]
    assert (Entry.objects.get().error, Entry.objects.get().details) == ("secret", {})


@pytest.mark.django_db
def test_a_request_key_gives_the_first_result_again() -> None:
    first = touch(thing=Reference("document", 4), actor=system_actor(), at=MOMENT, request_key="k")
    again = touch(thing=Reference("document", 4), actor=system_actor(), at=MOMENT, request_key="k")
    assert (first, again, Entry.objects.count()) == (0, 0, 1)


@pytest.mark.django_db
def test_the_database_refuses_a_request_key_twice() -> None:
    record(1, request_key="k")
    with pytest.raises(IntegrityError), transaction.atomic():
        record(1, request_key="k")


@pytest.mark.django_db
def test_the_app_itself_cannot_change_or_delete_an_entry() -> None:
    record(1)
    entry = Entry.objects.get()
    entry.action = "x.y"
    for attempt in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(action="x.y")):
        with pytest.raises(TypeError):
            attempt()
    assert Entry.objects.get().action == "documents.assign_number"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time; run with DATABASE_URL"
)
def test_sixteen_writers_and_two_sealers_make_one_sound_chain() -> None:
    writing, sealed = threading.Event(), []

    def write() -> None:
        for _ in range(12):
            with transaction.atomic():
                ports.audit().record([an_entry()])
        connection.close()

    def keep_sealing() -> None:
        while not writing.is_set():
            sealed.append(seal())
        sealed.append("ended well")
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(16)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    _run(writers, sealers, writing)
    assert verify().checked == Entry.objects.count() == 16 * 12
    assert verify().sound
    assert sealed.count("ended well") == 2


def _run(writers: list[threading.Thread], sealers: list[threading.Thread], over: Any) -> None:
    for thread in (*sealers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    for thread in sealers:
        thread.join()
