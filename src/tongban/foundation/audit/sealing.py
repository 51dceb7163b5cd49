"""Chaining what was committed. Promised: no gap in `seq`, each entry once. A row deleted before it was sealed leaves no
trace in the chain; the sealer runs each second so that this window is short, and unsealed rows are a metric."""

from collections.abc import Iterable

from django.db import transaction

from tongban.foundation.audit import rules, sql
from tongban.foundation.audit.keys import ChainKeys, chain_keys
from tongban.foundation.audit.models import ERASABLE, Entry
from tongban.kernel.operations import inside_operation

BATCH = 1000


def content(entry: Entry, keys: ChainKeys) -> bytes:
    """The canonical form of an entry. The names of who acted enter as one digest, so that they can be erased."""
    return rules.canonical({
        "id": entry.pk, "action": entry.action, "at": entry.at, "recorded_at": entry.recorded_at,
        "outcome": entry.outcome, "error": entry.error,
        "account": entry.account_id, "person": entry.person_id, "post": entry.post_id, "unit": entry.unit_id,
        "for": entry.for_person_id, "system": entry.by_system, "who": entry.who_digest or who_digest(entry, keys),
        "subject": [entry.subject_kind, entry.subject_id],
        "request": entry.request_id, "request_key": entry.request_key,
        "details": entry.details, "result": entry.result,
    })  # fmt: skip


def who_digest(entry: Entry, keys: ChainKeys) -> str:
    names = [entry.pk, entry.actor_name, entry.post_name, entry.unit_name, entry.ip]
    return rules.digest(names, key=keys.digest)


def seal() -> int:
    """Chain all committed entries that are not yet; returns how many. Any number of processes may call it."""
    total = 0
    while Entry.objects.filter(seq=None).exists():
        total += _seal_batch()
    return total


def head() -> tuple[int, bytes]:
    """Place and mac of the last sealed entry; 0 and START before the first."""
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "mac").first()
    return (last[0], bytes.fromhex(last[1])) if last and last[0] else (0, rules.START)


@inside_operation
def erase_names(entries: Iterable[Entry]) -> int:
    """Blank who acted (name, post, unit, address) for good; a keyed digest takes their place and the chain still verifies.

    For the erasure of a person's data by whoever owns it; ids stay. Returns how many entries were changed.
    """
    keys, erased = chain_keys(), 0
    for entry in entries:
        if not entry.who_digest:
            entry.who_digest = who_digest(entry, keys)
            entry.actor_name = entry.post_name = entry.unit_name = entry.ip = ""
            entry.save(update_fields=ERASABLE)
            erased += 1
    return erased


def _seal_batch() -> int:
    keys = chain_keys()
    with transaction.atomic():
        sql.lock_chain()
        seq, mac = head()
        seals = []
        for entry in Entry.objects.filter(seq=None).order_by("id")[:BATCH]:
            seq += 1
            mac = rules.link(key=keys.chain, previous=mac, seq=seq, content=content(entry, keys))
            seals.append((entry.pk, seq, mac.hex()))
        return sql.write_seals(seals) if seals else 0
