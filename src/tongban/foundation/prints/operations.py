"""Setting rights, and printing under a number."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tongban.foundation.files import api as files
from tongban.foundation.options import api as options
from tongban.foundation.organization.api import Unit
from tongban.foundation.prints import queries, rules
from tongban.foundation.prints.contracts import AUDIENCES, LEVELS, MOST_AT_ONCE, Level, Origin, Right
from tongban.foundation.prints.marking import readable
from tongban.foundation.prints.models import Rule, Run
from tongban.foundation.references.api import Hidden, resolve
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, doing, inside_operation, note, operation
from tongban.kernel.references import Reference

MINUTES = "prints.minutes"
Setting = tuple[
    str, int | None
]  # a level ("": as for the whole, or as by default) and how many copies (None: likewise)


def guard(file: files.StoredFile, actor: Actor, at: datetime) -> None:
    """Asked at each download: NotAllowed where the file may be read or printed only."""
    if actor.system:
        return
    right = queries.right_to(file)
    if not right.allows(Level.DOWNLOAD) and not queries.controls(actor, right.origin, at=at):
        raise NotAllowed(
            f"“{file.name}”{_refusal(right)}，不能下载。确需下载的，请联系发文单位的公文管理员。",
            code="prints.no-download",
        )


def require(
    file: files.StoredFile | None, level: Level, *, actor: Actor, at: datetime
) -> tuple[files.StoredFile, Right]:
    """The file, and what holds for it, for an actor who sees it. Hidden when he does not, NotAllowed when it does not reach so far."""
    if file is None or file.subject is None or not resolve([file.subject], viewer=actor)[file.subject].there:
        raise Hidden
    right = queries.right_to(file)
    if not right.allows(level) and not (level == Level.READ and queries.controls(actor, right.origin, at=at)):
        raise NotAllowed(
            f"“{file.name}”{_refusal(right)}。确有需要的，请联系发文单位的公文管理员。", code="prints.level"
        )
    return file, right


def _refusal(right: Right) -> str:
    return {"closed": "没有向您开放", "read": "只能阅读", "print": "只能阅读和登记打印"}.get(right.level, "")


@operation(may="prints.print", on="file")
def print_file(*, file: files.StoredFile, copies: int, place: str, actor: Actor, at: datetime) -> Run:
    """登记打印: the copies get their numbers, up to as many as are allowed. The pages are fetched with open_run."""
    file, right = require(file, Level.PRINT, actor=actor, at=at)
    origin = _controlled(file, right)
    if not 1 <= copies <= MOST_AT_ONCE:
        raise Invalid({"copies": f"一次打印 1 到 {MOST_AT_ONCE} 份。"}, code="prints.copies")
    if not place.strip():
        raise Invalid({"place": "请写明打印件放在哪里、给谁用。"}, code="prints.place")
    had = queries.printed(origin, file.digest)
    if right.copies is not None and had + copies > right.copies:
        left = max(0, right.copies - had)
        raise Invalid(
            {"copies": f"最多打印 {right.copies} 份，已打印 {had} 份，还可以打印 {left} 份。"}, code="prints.too-many"
        )
    run = _numbered(file, origin, copies, place=place.strip()[:60], first=had + 1)
    note(copies=copies, numbers=run.numbers, code=run.code)
    about(file.reference)
    return run


def _controlled(file: files.StoredFile, right: Right) -> Origin:
    if right.origin is None or not readable(file):
        raise Conflict("这个文件不能在这里打印。请下载以后打印。", code="prints.not-here")
    return right.origin


@inside_operation
def _numbered(file: files.StoredFile, origin: Origin, copies: int, *, place: str, first: int) -> Run:
    actor = doing().actor
    unit = Unit.objects.filter(pk=actor.unit_id or 0).first()
    try:
        with transaction.atomic():
            return Run.objects.create(
                code=rules.new_code(), subject_kind=file.subject_kind, subject_id=file.subject_id or 0,
                counted_kind=origin.counted.kind, counted_id=origin.counted.id, file_uid=file.uid, digest=file.digest,
                first=first, last=first + copies - 1, place=place, person_id=actor.person_id or 0, person_name=actor.name,
                unit=unit, unit_name=unit.name if unit else "", at=doing().at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("刚刚有人也在打印这个文件，份号已变。请再按一次“打印”。", code="prints.at-once") from error


@operation(may="prints.print", on="run")
def open_run(*, run: Run, actor: Actor, at: datetime) -> files.StoredFile:
    """The file for the printer: for the one who registered, for some minutes; each opening stands in the trail."""
    if run.person_id != actor.person_id:
        raise NotAllowed("打印件只给登记的人。请自己登记打印。", code="prints.anothers")
    if at > run.at + timedelta(minutes=options.whole(MINUTES)):
        raise NotAllowed("这次打印已经过了时间。还要打印的，请重新登记。", code="prints.over")
    file, _ = require(files.file_by_uid(run.file_uid), Level.PRINT, actor=actor, at=at)
    note(code=run.code)
    return file


@operation(may="prints.set_rights", on="subject")
def set_rights(*, subject: Reference, wanted: Mapping[str, Setting], actor: Actor, at: datetime) -> None:
    """What readers may do with the files of the thing. `wanted` by "audience" for all, "audience:digest" for one file."""
    for place, (level, _) in wanted.items():
        audience, _, digest = place.partition(":")
        if audience not in AUDIENCES or (level and level not in LEVELS):
            raise Invalid({place: "请从列出的权限里选。"}, code="prints.level")
        if level == Level.CLOSED and not digest:
            raise Invalid({place: "整份公文看得到的人都能阅读；单个附件可以不开放。"}, code="prints.closed")
    Rule.objects.filter(**pointing_at(subject)).delete()
    Rule.objects.bulk_create(
        Rule(**pointing_at(subject), audience=place.partition(":")[0], digest=place.partition(":")[2], level=level, copies=copies)
        for place, (level, copies) in wanted.items() if level or copies is not None
    )  # fmt: skip
    about(subject)
    note(rights={place: level or "" for place, (level, _) in wanted.items() if level})


@operation(may="prints.export")
def export_register(*, actor: Actor, at: datetime) -> None:
    """Record that the register leaves the house as a table."""
    note(list="打印登记")
