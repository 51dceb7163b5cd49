"""The door of print and download control.

sources.register("document", Source("发文", origins=…, controls=…))        files of documents are controlled from then on
page_of(file, no, viewer=request.actor, at=now())                         a page for the screen, marked where it must be
"""

from tongban.foundation.prints.contracts import PERMISSIONS, Level, Origin, Right, Source
from tongban.foundation.prints.models import Run
from tongban.foundation.prints.operations import export_register, open_run, print_file, set_rights
from tongban.foundation.prints.queries import right_to, rights_of
from tongban.foundation.prints.registries import sources
from tongban.foundation.prints.screen import page_of

__all__ = [
    "PERMISSIONS", "Level", "Origin", "Right", "Run", "Source", "export_register", "open_run", "page_of", "print_file",
    "right_to", "rights_of", "set_rights", "sources",
]  # fmt: skip
