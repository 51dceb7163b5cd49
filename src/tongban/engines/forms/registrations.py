"""What the form engine tells the foundation at start-up."""

from typing import Any

from tongban.engines.forms import contracts, operations
from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor

ROLE = access.RoleSpec(
    "form_manager",
    "表单管理员",
    access.RoleClass.OFFICER,
    ("forms.design", "forms.publish", "forms.see", "codes.manage"),
    "定义和发布表单",
)


MENU = ui.MenuItem(
    site="console", group="公文设置", label="表单", icon="file-text", url_name="console-forms:list", order=320,
    covers=(
        "console-forms:form", "console-forms:trial", "console-forms:new", "console-forms:edit", "console-forms:preview",
        "console-forms:difference",
    ),
)  # fmt: skip
LABELS: dict[Any, str] = {
    operations.publish: "发布表单", operations.restore: "回退表单", operations.begin_draft: "开始设计表单",
    operations.save_draft: "保存表单草稿", operations.discard_draft: "放弃表单草稿",
    operations.publish_draft: "发布表单草稿", operations.keep_typed: "自动保存填写内容",
    operations.forget_typed: "清除自动保存的内容",
}  # fmt: skip


def anybody(actor: Actor, target: Any, at: Any) -> bool:
    """Everybody keeps what he himself types; whose it is, the operation takes from the actor."""
    return True


def register() -> None:
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    kind_labels.register("form", "表单")
    kind_labels.register("form_version", "表单版本")
    kind_labels.register("form_draft", "表单草稿")
    kind_labels.register("form_kept", "自动保存的填写内容")
    access.declare(contracts.PERMISSIONS, rules={"forms.fill": anybody})
    references.tables.register("forms_kept", references.Pointing("forms.Kept"))
    access.declare_role(ROLE)
    ui.menu.register(MENU)
