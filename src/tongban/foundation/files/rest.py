"""文件 for programs: the content of a file, handed out as on the screens."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from tongban.foundation.files.web import hand_out

router = Router(tags=["文件"])
CONTENT = {
    "responses": {
        200: {"description": "文件的内容", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


@router.get("/{uid}", response={200: None}, summary="下载文件", openapi_extra=CONTENT)
def content(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """看得到它所属的公文、办件或证照的人才能取；每次下载记入审计。"""
    return hand_out(request, uid)
