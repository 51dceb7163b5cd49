"""The rows of contents, made or locked, in plain statements. Contract-tested on both databases."""

from collections.abc import Mapping
from datetime import datetime

from tongban.kernel.sql import execute, fetch, for_update, moment


def hold_blobs(sizes: Mapping[str, int], *, at: datetime) -> int:
    """Make the rows of these contents where they are not there, and lock them in the order of their digests. How many there are."""
    digests = sorted(sizes)
    values = [value for digest in digests for value in (digest, sizes[digest], moment(at))]
    rows = ", ".join(["(%s, %s, %s)"] * len(digests))
    execute(f"INSERT INTO files_blob (digest, size, stored_at) VALUES {rows} ON CONFLICT (digest) DO NOTHING", values)  # noqa: S608
    places = ", ".join(["%s"] * len(digests))
    text = f"SELECT b.digest FROM files_blob b WHERE b.digest IN ({places}) ORDER BY b.digest {for_update('b')}"  # noqa: S608
    return len(fetch(text, digests))
