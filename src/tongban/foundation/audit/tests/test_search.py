from datetime import timedelta

import pytest

from tongban.foundation.audit.api import Search, figures, history_of, search
from tongban.foundation.audit.queries import each
from tongban.foundation.audit.testing import MOMENT, an_entry, record
from tongban.kernel import ports
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_without_doubles_or_holes() -> None:
    record(7)
    seen, before = [], None
    for _ in range(4):
        page = search(Search(), before=before, limit=3)
        seen += [entry.subject_id for entry in page.entries]
        if (before := page.older) is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Search(), 4),
        (Search(action="documents.assign_number"), 2),
        (Search(action="documents"), 3),
        (Search(person="何"), 3),
        (Search(reference=Reference("document", 2)), 2),
        (Search(outcome="refused"), 1),
        (Search(since=MOMENT + timedelta(hours=1)), 1),
        (Search(until=MOMENT + timedelta(hours=1)), 3),
        (Search(text="政府办"), 3),
        (Search(text="not-allowed"), 1),
        (Search(text="r9"), 1),
        (Search(action="documents", outcome="refused", text="何静"), 1),
    ],
)
def test_each_filter_narrows(what: Search, expected: int) -> None:
    record(2)
    ports.audit().record(
        [
            an_entry(2, action="documents.seal", outcome="refused", error="not-allowed.documents.seal"),
            an_entry(5, action="jobs.retry_dead", actor=system_actor(), at=MOMENT + timedelta(days=1), request_id="r9"),
        ]
    )
    assert len(search(what).entries) == len(list(each(what))) == expected


def test_history_of_a_thing_is_in_order() -> None:
    record(2)
    record(1, action="documents.seal")
    assert [entry.action for entry in history_of(Reference("document", 1))] == [
        "documents.assign_number",
        "documents.seal",
    ]


def test_unsealed_entries_are_a_metric() -> None:
    record(3)
    found = figures(now() + timedelta(seconds=90))
    assert found["audit_unsealed"] == 3
    assert 89 < found["audit_unsealed_seconds"] < 100
