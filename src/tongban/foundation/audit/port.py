"""The kernel's audit port: entries inserted in the transaction under way."""

from tongban.foundation.audit.models import Entry
from tongban.kernel import ports
from tongban.kernel.plain import to_plain
from tongban.kernel.sql import insert_rows


class AuditTable:
    """Fills ports.audit. One INSERT whatever the number of entries."""

    def record(self, entries: list[ports.Entry]) -> None:
        insert_rows([row_of(entry) for entry in entries], ids=False)

    def recall(self, request_key: str) -> ports.Remembered | None:
        found = Entry.objects.filter(request_key=request_key).values_list("action", "account_id", "result").first()
        return ports.Remembered(*found) if found else None


def row_of(entry: ports.Entry) -> Entry:
    actor, subject = entry.actor, entry.reference
    return Entry(
        action=entry.action, at=entry.at, outcome=entry.outcome, error=entry.error,
        account_id=actor.account_id, person_id=actor.person_id, post_id=actor.post_id, unit_id=actor.unit_id,
        for_person_id=actor.for_person_id, by_system=actor.system,
        actor_name=actor.name, post_name=actor.post_name, unit_name=actor.unit_name, ip=actor.ip,
        subject_kind=subject.kind if subject else "", subject_id=subject.id if subject else None,
        request_id=entry.request_id, request_key=entry.request_key,
        details=to_plain(entry.details), result=entry.result,
    )  # fmt: skip


def fill_port() -> None:
    ports.audit.fill(AuditTable())
