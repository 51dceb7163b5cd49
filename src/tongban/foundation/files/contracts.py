"""Words of the file store that other apps may use."""

from dataclasses import dataclass

from tongban.kernel.errors import Conflict, Invalid, Refused, Unavailable
from tongban.kernel.references import Reference

PERMISSIONS = {
    "files.download": "下载文件",
    "files.sweep": "清理无主文件",
}
MB = 1024 * 1024
TRANSMITTED_AT_MOST = 3 * MB  # F-EX-17: a document with its attachments, in principle: beyond it a warning
MAIL_AT_MOST = 10 * MB  # F-MG-05


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of content that we know by looking at it. `inline`: harmless to show inside a page."""

    key: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """What files are uploaded for: which types, how large (bytes), and from which size on people are warned."""

    label: str
    types: frozenset[str]
    at_most: int
    warn_above: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """Content that was checked and lies in the store; `keep` inside an operation makes it a file.

    Kept by nobody, it is swept away after a day.
    """

    digest: str
    size: int
    type: FileType
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A version that was purged: where it belonged, and the digest under which backups may still hold it."""

    uid: str
    digest: str
    size: int
    version: int
    purpose: str
    subject: Reference | None


class FileInvalid(Invalid):
    """A file that the person may replace by a right one: too large, empty, of a wrong type. The message is for its field.

    It leaves an audit entry: a form that puts the message at its field calls ui.record_refusal.
    """

    audited = True

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__({"file": message}, code=code)


class FileRefused(Refused):
    """A file that looks hostile: a bomb, a program under another name, a virus."""


class StoreUnavailable(Unavailable):
    code = "files.store-unavailable"


class ScanUnavailable(Unavailable):
    code = "files.scan-unavailable"


class ContentGone(Conflict):
    code = "files.content-gone"
