"""Reads: the files of a subject, their versions, and one file for a viewer."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Sum

from tongban.foundation.files.contracts import MB, Purpose, Received, StoreUnavailable
from tongban.foundation.files.models import Blob, StoredFile
from tongban.foundation.files.rules import checks
from tongban.foundation.files.rules.types import TYPES
from tongban.foundation.files.stores import store
from tongban.foundation.options import api as options
from tongban.foundation.references.api import Hidden, resolve
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

Guard = Callable[[StoredFile, Actor, datetime], None]
MOST_MEGABYTES = 500


class Purposes(Registry[Purpose]):
    """What files are for. The size limit of each is a setting that an administrator may change."""

    def register(self, key: str, member: Purpose) -> Purpose:
        if key not in self and member.at_most % MB == 0:
            megabytes = options.Option(
                "上传文件的大小",
                member.label,
                member.at_most // MB,
                unit="MB",
                least=1,
                most=MOST_MEGABYTES,
                public=True,
            )
            options.options.register(_limit_key(key), megabytes)
        return super().register(key, member)


def _limit_key(purpose: str) -> str:
    return f"files.megabytes.{purpose}"


purposes = Purposes("purpose of files")
guards: Registry[Guard] = Registry("guard of downloads")  # each may raise Refused; asked after the visibility


def at_most(purpose: str) -> int:
    """The size limit of a purpose in bytes: the setting FILE_LIMITS where it names the purpose, else what is set, else its own."""
    limits: dict[str, int] = getattr(settings, "FILE_LIMITS", {})
    if purpose in limits:
        return limits[purpose]
    key = _limit_key(purpose)
    return options.whole(key) * MB if key in options.options else purposes[purpose].at_most


def largest() -> int:
    """The largest file that any purpose takes."""
    return max((at_most(purpose) for purpose in purposes), default=0)


def files_of(*, subject: Reference, purpose: str = "") -> QuerySet[StoredFile]:
    """The current versions of a subject's files, the oldest first. The caller has made sure that the viewer sees it."""
    rows = _current().filter(subject_kind=subject.kind, subject_id=subject.id)
    return rows.filter(purpose=purpose) if purpose else rows


def files_of_many(subjects: Iterable[Reference], *, purpose: str = "") -> dict[Reference, list[StoredFile]]:
    """The same for many subjects, in one query per kind."""
    found: dict[Reference, list[StoredFile]] = {subject: [] for subject in subjects}
    for kind in {subject.kind for subject in found}:
        ids = [subject.id for subject in found if subject.kind == kind]
        rows = _current().filter(subject_kind=kind, subject_id__in=ids)
        for file in rows.filter(purpose=purpose) if purpose else rows:
            found[Reference(kind, file.subject_id or 0)].append(file)
    return found


def versions_of(file: StoredFile) -> QuerySet[StoredFile]:
    """Every version of the file, the latest first."""
    return StoredFile.objects.filter(lineage=file.lineage).select_related("blob").order_by("-version")


def file_by_uid(uid: UUID) -> StoredFile | None:
    """The file under this address, whoever asks: visible_to() decides what he may do with it."""
    return StoredFile.objects.select_related("blob").filter(uid=uid).first()


def visible_to(viewer: Actor, files: Collection[StoredFile]) -> set[int]:
    """The ids of those files that the viewer may see: by their subject; without one, the uploader's own."""
    seen = resolve({file.subject for file in files if file.subject}, viewer=viewer)
    own = {f.pk for f in files if not f.subject and (viewer.system or (f.by_id and f.by_id == viewer.person_id))}
    return own | {file.pk for file in files if file.subject and seen[file.subject].there}


def require_visible(file: StoredFile | None, *, viewer: Actor) -> StoredFile:
    """The file. Raises Hidden (404, audited) when there is none or the viewer may not see it."""
    if file is None or file.pk not in visible_to(viewer, [file]):
        raise Hidden
    return file


def open_content(file: StoredFile) -> IO[bytes]:
    """The content, to be read in parts and closed. Raises StoreUnavailable when it is not in the store (a damaged disk)."""
    try:
        return store().open(file.blob_id)
    except FileNotFoundError as error:
        raise StoreUnavailable("文件的内容现在读不到。请联系系统管理员。", code="files.content-missing") from error


def lacking(digests: Iterable[str]) -> list[str]:
    """Those of the digests whose content is not in the store."""
    return [digest for digest in digests if not store().has(digest)]


def stated(*, digest: str, size: int, name: str, type_key: str, purpose: str) -> Received:
    """Content that lies in the store already, as a trusted sender names it; `keep` makes a file of it."""
    return Received(digest=digest, size=size, type=TYPES[type_key], name=name, purpose=purpose)


def size_warning(subject: Reference, *, purpose: str) -> str:
    """What to tell people when the subject's files together pass the purpose's warning size (F-EX-17); "" when not."""
    limit = purposes[purpose].warn_above
    total = _current().filter(subject_kind=subject.kind, subject_id=subject.id).aggregate(s=Sum("blob__size"))["s"] or 0
    if limit is None or total <= limit:
        return ""
    return f"正文和附件合计{checks.size_words(total)}，原则上不超过{checks.size_words(limit)}，传输会比较慢。"


def unreferenced() -> QuerySet[Blob]:
    """Content that no file uses."""
    return Blob.objects.filter(~Exists(StoredFile.objects.filter(blob_id=OuterRef("digest"))))


def missing_content() -> Iterator[str]:
    """Digests that have a row and no content in the store: what the data check and a restore look for."""
    for digest in Blob.objects.order_by("digest").values_list("digest", flat=True).iterator():
        if not store().has(digest):
            yield digest


def _current() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(replaced_at=None).select_related("blob").order_by("at", "pk")
