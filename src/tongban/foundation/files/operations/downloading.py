"""Handing content out: an operation, because who took which file when must stand in the audit trail."""

from datetime import datetime

from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.queries import guards, require_visible
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="files.download", on="file")
def download(*, file: StoredFile | None, actor: Actor, at: datetime) -> StoredFile:
    """The file, for somebody who may see its subject. Raises Hidden for anybody else, and leaves an entry either way.

    A guard may refuse it: those who see a thing may not always take its files away.
    """
    seen = require_visible(file, viewer=actor)
    for guard in guards.values():
        guard(seen, actor, at)
    note(version=seen.version, purpose=seen.purpose, size=seen.blob.size)
    return seen
