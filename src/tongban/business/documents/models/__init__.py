"""Outgoing documents, their copies at the receiving units, and the received documents of a unit."""

from tongban.business.documents.models.copies import Copy, Reminder
from tongban.business.documents.models.handling import Handling
from tongban.business.documents.models.incoming import Incoming
from tongban.business.documents.models.outgoing import Basis, Document, Override, Preview, Receiver, Version
from tongban.business.documents.models.phrases import Phrase
from tongban.business.documents.models.purges import Purge
from tongban.business.documents.models.readings import Reading
from tongban.business.documents.models.scans import ScanPage
from tongban.business.documents.models.urgings import Urging

__all__ = [
    "Basis", "Copy", "Document", "Handling", "Incoming", "Override", "Phrase", "Preview", "Purge", "Reading", "Receiver",
    "Reminder", "ScanPage", "Urging", "Version",
]  # fmt: skip
