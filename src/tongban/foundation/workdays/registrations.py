"""What the calendar tells the apps below at start-up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays import api
from tongban.foundation.workdays.models import CalendarVersion
from tongban.foundation.workdays.queries import shipped_notices
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.deploy import deploy_steps
from tongban.kernel.now import now

MENU = ui.MenuItem(
    site="console", group="系统设置", label="工作日历", icon="calendar", url_name="workdays:year", order=400,
    covers=("workdays:import", "workdays:days", "workdays:hours", "workdays:history"),
)  # fmt: skip
LABELS: dict[Any, str] = {
    api.import_notice: "导入全年放假安排",
    api.set_days: "设置个别日期",
    api.set_hours: "设置工作时间",
    api.take_shipped: "采用随程序提供的放假安排",
}
NOTICE_MONTH = 11  # the State Council's notice for the next year comes out in autumn


def register() -> None:
    access.declare(api.PERMISSIONS)
    references.kinds.register("calendar_version", VERSION)
    ui.menu.register(MENU)
    ui.home.register("console.workdays", STRIP)
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    deploy_steps.register("workdays.shipped", bring_shipped)


def bring_shipped(at: datetime) -> None:
    """After each migration: the years that this program brings and nobody has imported."""
    if set(shipped_notices()) - api.calendar().announced:
        api.take_shipped(actor=system_actor(), at=at)


def missing(request: HttpRequest) -> ui.Figure | None:
    """On the console's home page: a year that is counted by weekday because its notice is not imported."""
    today = api.local_day(now())
    years = [today.year, today.year + 1] if today.month >= NOTICE_MONTH else [today.year]
    unknown = [year for year in years if year not in api.calendar().announced]
    if not unknown:
        return None
    url = reverse("workdays:import")
    notes = (("soon", "暂按周一至周五上班计算"),)
    return ui.Figure(label="没有放假安排", value=str(unknown[0]), unit="年", url=url, notes=notes)


def managers(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    return ids if access.may(actor=viewer, permission="workdays.manage", at=now()) else []


def load(ids: Collection[int]) -> dict[int, CalendarVersion]:
    return CalendarVersion.objects.in_bulk(list(ids))


def title(version: CalendarVersion) -> str:
    return f"第{version.number}版（{version.source}）"


def url(version: CalendarVersion) -> str:
    return reverse("workdays:history")


STRIP = ui.HomeCard(site="console", place="strip", order=30, permission="workdays.manage", read=missing)
VERSION = references.Kind("工作日历", load, title, url, managers)
