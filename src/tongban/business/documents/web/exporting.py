"""导出: the rows of a list as CSV."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from tongban.business.documents.models import Document
from tongban.business.documents.operations.export import export_list
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

MOST = 20_000  # rows of one file


def exported(
    request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, of: Document | None = None
) -> StreamingHttpResponse:
    """A download under the list's name; who took it is in the trail first."""
    export_list(name=name, of=of.reference if of else None, actor=request.actor, at=now())
    return ui.table_download(f"{name} {of.number_text}".strip() if of else name, head, rows)
