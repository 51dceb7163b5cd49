"""For tests of any app: what did the trail record?"""

from datetime import UTC, datetime

from tongban.foundation.audit.models import Entry
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

MOMENT = datetime(2026, 11, 18, 1, 42, 0, 123456, tzinfo=UTC)
CLERK = Actor(
    account_id=7, person_id=8, post_id=9, unit_id=10,
    name="何静", post_name="科员", unit_name="县政府办公室", ip="10.1.2.3",
)  # fmt: skip


def recorded() -> list[tuple[str, str, str]]:
    """Each entry, in order, as (action, outcome, reference or "")."""
    return [(e.action, e.outcome, str(e.subject or "")) for e in Entry.objects.order_by("id")]


def an_entry(number: int = 1, **changes: object) -> ports.Entry:
    """An entry as the kernel hands it over, with something in each part."""
    values: dict[str, object] = {
        "action": "documents.assign_number",
        "actor": CLERK,
        "at": MOMENT,
        "reference": Reference("document", number),
        "request_id": "r1",
        "details": {"number": number, "share": 0.25, "whole": 3.0, "words": ["甲", "乙"], "none": None},
    }  # fmt: skip
    return ports.Entry(**{**values, **changes})  # type: ignore[arg-type]


def record(count: int, **changes: object) -> None:
    """Record `count` entries through the port; their subjects are document:1 to document:count."""
    ports.audit().record([an_entry(n + 1, **changes) for n in range(count)])
