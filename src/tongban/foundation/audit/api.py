"""The door of the audit trail. Writing is the kernel's: each operation records its entry by itself."""

from tongban.foundation.audit.checkpoints import make_checkpoint
from tongban.foundation.audit.commands import main
from tongban.foundation.audit.contracts import (
    PERMISSIONS,
    Found,
    KeyMissing,
    Named,
    Verdict,
    kind_labels,
    label_of,
    labels,
)
from tongban.foundation.audit.keys import keyed_digest
from tongban.foundation.audit.operations import record_backup, record_restore
from tongban.foundation.audit.queries import Page, Search, figures, frequent, history_of, names, search
from tongban.foundation.audit.sealing import erase_names, seal
from tongban.foundation.audit.verifying import verify

__all__ = [
    "PERMISSIONS",
    "Found",
    "KeyMissing",
    "Named",
    "Page",
    "Search",
    "Verdict",
    "erase_names",
    "figures",
    "frequent",
    "history_of",
    "keyed_digest",
    "kind_labels",
    "label_of",
    "labels",
    "main",
    "make_checkpoint",
    "names",
    "record_backup",
    "record_restore",
    "seal",
    "search",
    "verify",
]
