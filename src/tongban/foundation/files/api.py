"""The door of the file store.

received = receive(source=request.FILES["file"], name=…, purpose="attachment")     in the view, before the operation
file = keep(received=received, subject=document.reference)                          inside your operation
"""

from tongban.foundation.files.contracts import (
    PERMISSIONS,
    ContentGone,
    FileInvalid,
    FileRefused,
    Purpose,
    Received,
    Removed,
    ScanUnavailable,
    StoreUnavailable,
)
from tongban.foundation.files.drawing import draw_page, opened, page_count, png
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.operations.downloading import download
from tongban.foundation.files.operations.erasing import purge
from tongban.foundation.files.operations.keeping import attach, copy, discard, keep, move, replace
from tongban.foundation.files.operations.receiving import receive
from tongban.foundation.files.queries import (
    file_by_uid,
    files_of,
    files_of_many,
    guards,
    lacking,
    missing_content,
    open_content,
    purposes,
    size_warning,
    stated,
    versions_of,
)
from tongban.foundation.files.rules.checks import accepted_suffixes
from tongban.foundation.files.tickets import redeem, ticket_of

__all__ = [
    "PERMISSIONS",
    "ContentGone",
    "FileInvalid",
    "FileRefused",
    "Purpose",
    "Received",
    "Removed",
    "ScanUnavailable",
    "StoreUnavailable",
    "StoredFile",
    "accepted_suffixes",
    "attach",
    "copy",
    "discard",
    "download",
    "draw_page",
    "file_by_uid",
    "files_of",
    "files_of_many",
    "guards",
    "keep",
    "lacking",
    "missing_content",
    "move",
    "open_content",
    "opened",
    "page_count",
    "png",
    "purge",
    "purposes",
    "receive",
    "redeem",
    "replace",
    "size_warning",
    "stated",
    "ticket_of",
    "versions_of",
]
