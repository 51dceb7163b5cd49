"""Taking content in, before any operation begins: the network and the disk never hold a transaction open."""

from tongban.foundation.files.contracts import FileType, Received
from tongban.foundation.files.queries import at_most, purposes
from tongban.foundation.files.rules import checks, types
from tongban.foundation.files.scan import scan
from tongban.foundation.files.stores import store
from tongban.foundation.files.stores.spool import Readable, Spooled, spooled


def receive(*, source: Readable, name: str, purpose: str) -> Received:
    """Read the source to its end in parts, check it and put it into the store, durable, before it has a row.

    Raises FileInvalid (size, type, broken), FileRefused (program under another name, bomb, virus: audited by the page),
    ScanUnavailable, StoreUnavailable (disk full: nothing half stored). What nobody keeps is swept after a day.
    """
    cleaned = checks.clean_name(name)
    with spooled(source, at_most=at_most(purpose)) as spool:
        found = _examine(spool, cleaned, purpose)
        store().put(spool.path, spool.digest)
    return Received(digest=spool.digest, size=spool.size, type=found, name=cleaned, purpose=purpose)


def _examine(spool: Spooled, name: str, purpose: str) -> FileType:
    with spool.path.open("rb") as content:
        head = content.read(types.HEAD)
        found = types.type_of(head, members=checks.members_of(content, size=spool.size))
        checks.check_type(found, name=name, purpose=purposes[purpose])
        scan(content)
    return found
