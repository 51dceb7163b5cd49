"""The row lock of every move, in one plain statement. Contract-tested on both databases."""

from tongban.business.documents.models import Document
from tongban.foundation.organization.api import Unit
from tongban.kernel.sql import Shape, for_update, load

DOCUMENT = Shape(Document)
SECTION = Shape(Unit)


def lock(document_id: int) -> Document:
    """The document with its section, its row locked. Document.DoesNotExist when there is none."""
    text = (
        f"SELECT {DOCUMENT.columns('d')}, {SECTION.columns('s')}"  # noqa: S608
        " FROM documents_document d JOIN organization_unit s ON s.id = d.section_id"
        f" WHERE d.id = %s {for_update('d')}"
    )
    for document, section in load(text, [document_id], DOCUMENT, SECTION):
        document.section = section
        return document
    raise Document.DoesNotExist
