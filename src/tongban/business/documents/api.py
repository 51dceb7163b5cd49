"""The door of official documents."""

from tongban.business.documents.contracts import (
    PERMISSIONS,
    CopySigned,
    CopyState,
    DocumentIssued,
    DocumentSigned,
    IncomingCompleted,
    State,
)  # fmt: skip

__all__ = [
    "PERMISSIONS", "CopySigned", "CopyState", "DocumentIssued", "DocumentSigned", "IncomingCompleted", "State",
]  # fmt: skip
