"""A page on the screen: under the viewer's watermark where he may not take the file away."""

from datetime import datetime

from django.utils.timezone import localtime

from tongban.foundation.files import api as files
from tongban.foundation.prints import marking, queries, rules
from tongban.foundation.prints.contracts import Level
from tongban.foundation.prints.models import Run
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound


def page_of(file: files.StoredFile | None, no: int, *, viewer: Actor, at: datetime) -> tuple[bytes, str]:
    """The page as a picture, and its media type. The caller has made sure that the viewer sees what the file belongs to.

    NotFound for what is no page, and for a file that is not opened to him.
    """
    if file is None:
        raise NotFound()
    right = queries.right_to(file)
    if not right.allows(Level.READ) and not queries.controls(viewer, right.origin, at=at):
        raise NotFound()
    free = right.allows(Level.DOWNLOAD)
    return marking.page(file, no, () if free else screen_lines(file, viewer, at))


def screen_lines(file: files.StoredFile, viewer: Actor, at: datetime) -> list[str]:
    seen = rules.Seen(viewer.person_id or 0, file.pk, int(at.timestamp() // 60))
    code = rules.shown(rules.screen_code(seen, queries.key()))
    return [f"{viewer.name}　{localtime(at):%Y-%m-%d %H:%M}", code]


def printed_lines(run: Run, no: int) -> list[str]:
    return [f"{run.person_name}　{localtime(run.at):%Y-%m-%d %H:%M}", f"查询码 {rules.shown(run.code)}　第 {no} 份"]
