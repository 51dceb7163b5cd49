"""How Django takes uploads in: into our spool folder, refused by their announced size, and calm when the disk is full.

Named in FILE_UPLOAD_HANDLERS. Nothing is held in memory but one chunk.
"""

import tempfile
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from tongban.foundation.files.contracts import MB
from tongban.foundation.files.queries import largest
from tongban.foundation.files.stores.spool import FULL, spool_folder
from tongban.kernel import ports
from tongban.kernel.context import request_id
from tongban.kernel.now import now
from tongban.kernel.ports import Entry

FORM_AROUND_IT = 1 * MB  # the other fields of the form
FILES_AT_ONCE = 5


class Failed(UploadedFile):  # generic for the checker alone
    """Stands for an upload that the disk had no room for: whoever reads it meets the disk's error, and can explain it."""

    def __init__(self, error: OSError, *, name: str, size: int) -> None:
        super().__init__(name=name, size=size)
        self.error = error

    def read(self, *args: Any) -> bytes:
        raise self.error


class Spool(FileUploadHandler):
    """Writes each file to the spool folder in parts.

    A body that is announced larger than any form of ours can be is refused before it is read (page 413), and much
    earlier for somebody who is not logged in. WSGI never hands on more than was announced.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        if content_length > self._most():
            self._leave_entry(content_length)
            raise RequestDataTooBig(f"a body of {content_length} bytes was announced")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.error: OSError | None = None
        self.out: Any = tempfile.NamedTemporaryFile(dir=spool_folder())  # noqa: SIM115  closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.error is not None:
            return
        try:
            self.out.write(raw_data)
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.error = error

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        if self.error is not None:
            return Failed(self.error, name=self.file_name or "", size=file_size)
        self.out.seek(0)
        return UploadedFile(self.out, self.file_name, self.content_type, file_size, self.charset)

    def _leave_entry(self, size: int) -> None:
        """No operation begins, so the audit entry is written here; strangers leave none."""
        actor = getattr(self.request, "actor", None)
        if actor is None or actor.account_id is None:
            return
        entry = Entry(
            action="files.upload", actor=actor, at=now(), outcome="refused", error="files.too-large",
            request_id=request_id(), details={"size": size},
        )  # fmt: skip
        ports.audit().record([entry])

    def _most(self) -> int:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return largest() * FILES_AT_ONCE + FORM_AROUND_IT
