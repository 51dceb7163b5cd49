"""What print and download control tells the parts below at start-up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.options import api as options
from tongban.foundation.prints import operations, queries
from tongban.foundation.prints.contracts import PERMISSIONS
from tongban.foundation.prints.models import Run
from tongban.foundation.prints.registries import GROUP
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

LABELS: dict[Any, str] = {
    operations.print_file: "登记打印", operations.open_run: "打开打印件", operations.set_rights: "设定打印和下载权限",
    operations.export_register: "导出打印登记",
}  # fmt: skip


def in_a_post(actor: Actor, target: Any, at: datetime) -> bool:
    """Everybody who acts in a post: how far he gets with a file, the operation itself decides."""
    return actor.person_id is not None


def sets_rights(actor: Actor, subject: Any, at: datetime) -> bool:
    """Whoever controls what belongs to the unit: its 公文管理员."""
    origin = queries.origin_of(subject) if isinstance(subject, Reference) else None
    return origin is not None and origin.subject == subject and queries.controls(actor, origin, at=at)


def register() -> None:
    access.declare(
        PERMISSIONS,
        rules={"prints.print": in_a_post, "prints.export": in_a_post, "prints.set_rights": sets_rights},
    )
    for operation, label in LABELS.items():
        audit.labels.register(operation.name, label)
    files.guards.register("prints", operations.guard)
    minutes = options.Option(GROUP, "登记后多久之内可以打开打印件", 30, unit="分钟", least=1, most=1440)
    options.options.register(operations.MINUTES, minutes)
    references.kinds.register("printing", KIND)
    references.tables.register("prints.Rule", references.Pointing("prints.Rule"))
    references.tables.register("prints.Run", references.Pointing("prints.Run"))
    ui.menu.register(
        ui.MenuItem(
            site="workbench", group="公文处理", label="打印登记", icon="printer", url_name="prints:register", order=38,
            covers=("prints:file", "prints:run"),
        )
    )  # fmt: skip


def visible(viewer: Actor, ids: Collection[int]) -> set[int]:
    return set(queries.runs(viewer, at=now()).filter(pk__in=ids).values_list("pk", flat=True))


KIND = references.Kind(
    label="打印登记", load=lambda ids: Run.objects.in_bulk(list(ids)), title=lambda run: f"打印 {run.code}",
    url=lambda run: reverse("prints:run", args=[run.code]), visible=visible,
)  # fmt: skip
