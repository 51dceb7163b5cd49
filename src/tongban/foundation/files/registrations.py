"""What the file store tells the apps below at start-up."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.files import queries
from tongban.foundation.files.contracts import MAIL_AT_MOST, MB, PERMISSIONS, TRANSMITTED_AT_MOST, Purpose
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.operations.downloading import download
from tongban.foundation.files.operations.erasing import erase, sweep
from tongban.foundation.references import api as references
from tongban.kernel.actor import Actor

OFFICE = frozenset({"pdf", "ofd", "docx", "xlsx", "pptx", "ole", "rtf", "odt", "text"})
PICTURES = frozenset({"png", "jpeg", "gif", "bmp", "webp", "tiff"})
PACKED = frozenset({"zip", "rar", "7z"})
SOUND = frozenset({"mp3", "mp4", "wav"})

PURPOSES = {
    "attachment": Purpose("附件", OFFICE | PICTURES | PACKED | SOUND, 50 * MB, warn_above=TRANSMITTED_AT_MOST),
    "mail": Purpose("邮件附件", OFFICE | PICTURES | PACKED | SOUND, MAIL_AT_MOST),
    "layout": Purpose("版式文件", frozenset({"pdf", "ofd"}), 50 * MB),
    "draft": Purpose("文稿", frozenset({"docx", "text"}), 20 * MB),
    "picture": Purpose("图片", frozenset({"png", "jpeg"}), 5 * MB),
}

LABELS: dict[Any, str] = {download: "下载文件", erase: "清除文件内容", sweep: "清理无主文件"}


def anybody(actor: Actor, target: Any, at: Any) -> bool:
    """Whether this file may be taken is decided by its subject's visibility, inside the operation."""
    return True


def register() -> None:
    access.declare(PERMISSIONS, rules={"files.download": anybody})
    for key, purpose in PURPOSES.items():
        queries.purposes.register(key, purpose)
    labels.register("files.upload", "上传文件")
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    references.kinds.register("file", KIND)
    references.tables.register("files", references.Pointing("files.StoredFile"))


def load(ids: Collection[int]) -> dict[int, StoredFile]:
    return StoredFile.objects.select_related("blob").in_bulk(list(ids))


def visible(viewer: Actor, ids: Collection[int]) -> set[int]:
    return queries.visible_to(viewer, list(load(ids).values()))


KIND = references.Kind(
    label="文件",
    load=load,
    title=lambda file: file.name,
    url=lambda file: reverse("files:download", args=[file.uid]),
    visible=visible,
)
