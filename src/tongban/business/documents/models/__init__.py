"""Outgoing documents, their copies at the receiving units, and the received documents of a unit."""

from tongban.business.documents.models.copies import Copy, Reminder
from tongban.business.documents.models.incoming import Incoming
from tongban.business.documents.models.outgoing import Basis, Document, Receiver, Version

__all__ = ["Basis", "Copy", "Document", "Incoming", "Receiver", "Reminder", "Version"]
