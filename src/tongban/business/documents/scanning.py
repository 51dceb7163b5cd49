"""The scan of a paper document, taken in before the operation that keeps it."""

from django.core.files.uploadedfile import UploadedFile

from tongban.business.documents.operations.scans import PURPOSE, Scan
from tongban.foundation.files import api as files


def taken_in(upload: UploadedFile) -> Scan:
    """The scan in the store, its pages counted; an OFD is kept, and not shown page by page yet."""
    received = files.receive(source=upload, name=upload.name or "扫描件", purpose=PURPOSE)
    if received.type.key == "pdf":
        upload.seek(0)
        return Scan(received, files.page_count(upload.read()))
    return Scan(received, 1 if received.type.key in ("png", "jpeg") else 0)
