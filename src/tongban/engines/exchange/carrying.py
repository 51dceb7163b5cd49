"""The carrier, in the office's worker: fetch what waits in the public zone, bring what has changed here.

Each step may be the last one before a crash: content before its row, rows before the word that they came, and each
parcel has a name under which it is taken once. What cannot be carried waits for its turn and holds up nothing else.
"""

import time
from collections.abc import Collection

from tongban.engines.exchange import book, queries, rules
from tongban.engines.exchange.contracts import OFFICE, PUBLIC, Carried, Enclosed
from tongban.engines.exchange.line import FileGone, FileNotTaken, Line
from tongban.engines.exchange.operations.receiving import accept
from tongban.engines.exchange.packing import outgoing
from tongban.foundation.files import api as files_api
from tongban.foundation.files.api import FileInvalid, FileRefused, Received
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Unavailable
from tongban.kernel.now import now

AT_MOST = 20.0  # seconds of one run
ONE_CALL = 2 * 1024 * 1024  # bytes of parcels
CARRIER = system_actor("区间交换")


def carry(line: Line) -> int:
    """Until nothing is left, or for some seconds; how many parcels went over. Raises Unavailable where the line is down."""
    until, count = time.monotonic() + AT_MOST, 0
    while time.monotonic() < until:
        moved = fetch(line) + bring(line)
        if not moved:
            break
        count += moved
    return count


def fetch(line: Line) -> int:
    parcels, state = line.waiting()
    book.heard(state, at=now())
    taken, late = _take_in(line, parcels)
    if taken:
        accept(
            parcels=[p for p, _, _ in taken], received={p.uid: files for p, files, _ in taken},
            barred={p.uid: why for p, _, why in taken if why}, zone=OFFICE, actor=CARRIER, at=now(),
        )  # fmt: skip
        line.tell_delivered([p for p, _, _ in taken])
    if late is not None:
        raise late
    return len(taken)


def _take_in(
    line: Line, parcels: Collection[Carried]
) -> tuple[list[tuple[Carried, list[Received], str]], Unavailable | None]:
    """Those whose contents lie here now, with the reason of the ones that were barred; and what kept others back."""
    taken, held, late = [], set(), None
    for parcel in parcels:
        if (parcel.topic, parcel.key) in held:
            continue
        try:
            taken.append((parcel, *_contents(line, parcel)))
        except Unavailable as error:
            held.add((parcel.topic, parcel.key))
            late = error
    return taken, late


def _contents(line: Line, parcel: Carried) -> tuple[list[Received], str]:
    """The checked contents; or none, and why this parcel's never will be here."""
    received = []
    try:
        for file in parcel.files:
            with line.fetched(file) as content:
                received.append(files_api.receive(source=content, name=file.name, purpose=file.purpose))
    except (FileInvalid, FileRefused, FileGone) as error:
        return [], error.message
    return received, ""


def bring(line: Line) -> int:
    parcels = rules.batch(outgoing(zone=PUBLIC, at=now()), most=ONE_CALL)
    if not parcels:
        return 0
    ready = _with_contents(line, parcels)
    if ready:
        line.bring(ready)
        book.delivered(ready, at=now())
    return len(parcels)


def _with_contents(line: Line, parcels: Collection[Carried]) -> list[Carried]:
    """Those whose contents lie in the public zone now."""
    digests = {file.digest for parcel in parcels for file in parcel.files}
    missing = line.missing(digests) if digests else set()
    return [parcel for parcel in parcels if _put(line, parcel, missing)]


def _put(line: Line, parcel: Carried, missing: set[str]) -> bool:
    try:
        for file in parcel.files:
            if file.digest in missing:
                _send(line, file)
                missing.discard(file.digest)
    except (FileNotTaken, files_api.StoreUnavailable) as error:
        book.failed(parcel, reason=error.message, at=now())
        return False
    return True


def _send(line: Line, file: Enclosed) -> None:
    found = queries.file_with(file)
    if found is None:
        raise files_api.StoreUnavailable("文件在本方已被清除。", code="exchange.file-gone")
    with files_api.open_content(found) as content:
        line.put(file, content)
