"""For tests of any app: small content of every kind, made on the spot, and files without an upload."""

import io
import zipfile

from tongban.foundation.files.contracts import Received
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.operations.keeping import keep
from tongban.foundation.files.operations.receiving import receive
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference
from tongban.kernel.testing import within

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17)
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00"


def package(*members: str) -> bytes:
    """A ZIP package with small members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in members:
            zipped.writestr(name, "<x/>")
    return out.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


def bomb(size: int) -> bytes:
    """A package whose one member unpacks to `size` zero bytes, packed in parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("word/document.xml", "w") as member:
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return out.getvalue()


def received(content: bytes = PDF, *, name: str = "通知.pdf", purpose: str = "attachment") -> Received:
    return receive(source=io.BytesIO(content), name=name, purpose=purpose)


def make_file(
    content: bytes = PDF, *, name: str = "通知.pdf", subject: Reference | None = None, by: Actor | None = None
) -> StoredFile:
    """A kept file, as after an upload."""
    file: StoredFile = within(keep, by=by, received=received(content, name=name), subject=subject)
    return file
