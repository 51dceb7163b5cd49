"""The row lock of every move, in one plain statement. Contract-tested on both databases."""

import functools

from tongban.business.documents.models import Document
from tongban.foundation.organization.api import Unit
from tongban.kernel.sql import Shape, for_update, load

DOCUMENT = Shape(
    Document, "id", "unit_id", "section_id", "title", "number_text", "urgency", "drafter_id", "drafter_name", "kind_name",
    "direction", "needs_number", "needs_seal",
)  # fmt: skip
SECTION = Shape(Unit, "id", "name")


def lock(document_id: int) -> Document:
    """What a process knows of a document and its section, its row locked. Document.DoesNotExist when there is none."""
    for document, section in load(_lock(), [document_id], DOCUMENT, SECTION):
        document.section = section
        return document
    raise Document.DoesNotExist


@functools.cache
def _lock() -> str:
    return (
        f"SELECT {DOCUMENT.columns('d')}, {SECTION.columns('s')}"  # noqa: S608
        " FROM documents_document d JOIN organization_unit s ON s.id = d.section_id"
        f" WHERE d.id = %s {for_update('d')}"
    )
