"""Walking the chain: anything changed, deleted, inserted, reordered or cut off among the sealed entries is found.

What it cannot see is stated: rows deleted before they were sealed, and a tail cut off after the newest checkpoint.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tongban.foundation.audit import rules, sealing
from tongban.foundation.audit.checkpoints import Checkpoint, read_checkpoints
from tongban.foundation.audit.contracts import Found, Verdict
from tongban.foundation.audit.keys import ChainKeys, chain_keys, verifying_key
from tongban.foundation.audit.models import Entry

BATCH = 1000

TEXTS = {
    "changed": "第 {seq} 条（编号 {entry_id}）的内容被改动",
    "deleted": "第 {seq} 条被删除",
    "inserted": "第 {seq} 条（编号 {entry_id}）是后来插入的",
    "reordered": "第 {seq} 条（编号 {entry_id}）被调换了次序",
    "truncated": "第 {seq} 条起的末尾记录被删除（最新的检查点晚于现有记录）",
    "checkpoint": "第 {seq} 条的检查点与审计链不符，或签名无效",
}


def verify(*, checkpoints: Path | None = None, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Seal what waits, then check every sealed entry and every checkpoint; stops at the first fault, in the chain's order.

    `progress(done, total)` is called after each batch. Raises KeyMissing when the chain's key is gone.
    """
    sealing.seal()
    walk = _Walk(chain_keys(), read_checkpoints(checkpoints), progress or (lambda done, total: None))
    fault = walk.go()
    return Verdict(
        checked=walk.seq, unsealed=Entry.objects.filter(seq=None).count(), checkpoints=len(walk.marks), fault=fault
    )


class _Walk:
    """Where the walk stands: `seq` entries were found sound, `mac` is the last of theirs."""

    def __init__(self, keys: ChainKeys, marks: list[Checkpoint], progress: Callable[[int, int], None]) -> None:
        self.keys = keys
        self.marks = {mark.seq: mark for mark in marks}
        self.progress = progress
        self.seq, self.mac = 0, rules.START

    def go(self) -> Found | None:
        if fault := self._bad_signature():
            return fault
        total, _ = sealing.head()
        for batch in _batches():
            for place, entry in enumerate(batch):
                if fault := self._step(entry, batch[place + 1 :]):
                    return fault
            self.progress(self.seq, total)
        newest = max(self.marks, default=0)
        return _found("truncated", self.seq + 1) if newest > self.seq else None

    def _step(self, entry: Entry, later: Sequence[Entry]) -> Found | None:
        place = self.seq + 1
        if (entry.seq or 0) > place:
            return _found("deleted", place)
        if self._mac(entry, place) != entry.mac or entry.seq != place:
            return _found(self._what(entry, place, later), place, entry)
        self.seq, self.mac = place, bytes.fromhex(entry.mac)
        mark = self.marks.get(place)
        return _found("checkpoint", place, entry) if mark and mark.mac != entry.mac else None

    def _what(self, entry: Entry, place: int, later: Sequence[Entry]) -> str:
        """Whether another entry, further on, is the one that was sealed at this place; looked for in the same batch only."""
        for other in later:
            mac = self._mac(other, place)
            if mac == entry.mac:
                return "reordered"
            if mac == other.mac:
                here = self._mac(entry, place + 1, previous=bytes.fromhex(mac))
                return "inserted" if other.seq == place + 1 and here != entry.mac else "reordered"
        return "changed"

    def _mac(self, entry: Entry, place: int, previous: bytes | None = None) -> str:
        content = sealing.content(entry, self.keys)
        return rules.link(key=self.keys.chain, previous=previous or self.mac, seq=place, content=content).hex()

    def _bad_signature(self) -> Found | None:
        public = verifying_key()
        for seq, mark in sorted(self.marks.items()):
            if public is None or not mark.is_signed_by(public):
                return _found("checkpoint", seq)
        return None


def _batches() -> Iterator[list[Entry]]:
    """All sealed entries in the order of their places, also such as an intruder numbered below 1."""
    sealed = Entry.objects.filter(seq__isnull=False).order_by("seq")
    batch = list(sealed[:BATCH])
    while batch:
        yield batch
        batch = list(sealed.filter(seq__gt=batch[-1].seq)[:BATCH])


def _found(what: str, seq: int, entry: Entry | None = None) -> Found:
    entry_id = entry.pk if entry else None
    return Found(seq=seq, entry_id=entry_id, what=what, text=TEXTS[what].format(seq=seq, entry_id=entry_id))
