"""What the audit trail tells the screens: its place in the console's menu, and the word of its own action."""

from tongban.foundation.audit.contracts import labels
from tongban.foundation.audit.operations import export, record_backup, record_restore
from tongban.foundation.ui.api import MenuItem, menu


def register() -> None:
    labels.register(export.name, "导出审计记录")
    labels.register(record_backup.name, "备份")
    labels.register(record_restore.name, "恢复备份")
    menu.register(
        MenuItem(
            site="console", group="安全与审计", label="审计记录", icon="history", url_name="audit:list",
            order=700, covers=("audit:entry", "audit:analysis"),
        )
    )  # fmt: skip
