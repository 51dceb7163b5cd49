"""The door of official documents."""

from tongban.business.documents.contracts import (
    PERMISSIONS,
    CopySigned,
    CopyState,
    DocumentIssued,
    DocumentSigned,
    IncomingCompleted,
    State,
)
from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.circulate import circulate
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.draft import draft
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.operations.receive import IncomingFields, refuse, register, sign_for
from tongban.business.documents.operations.seal import seal
from tongban.business.documents.queries import copies_of
from tongban.business.documents.rules.drafting import Content, DraftFields

__all__ = [
    "PERMISSIONS", "Content", "Copy", "CopySigned", "CopyState", "Document", "DocumentIssued", "DocumentSigned",
    "DraftFields", "Incoming", "IncomingCompleted", "IncomingFields", "State", "assign_number", "circulate", "copies_of",
    "distribute", "draft", "lay_out", "refuse", "register", "seal", "sign_for",
]  # fmt: skip
