"""What the form engine tells the foundation at start-up."""

from tongban.engines.forms import contracts, operations
from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.ui import api as ui

ROLE = access.RoleSpec(
    "form_manager",
    "表单管理员",
    access.RoleClass.OFFICER,
    ("forms.publish", "forms.see", "codes.manage"),
    "定义和发布表单",
)


MENU = ui.MenuItem(
    site="console", group="公文设置", label="表单", icon="file-text", url_name="console-forms:list", order=320,
    covers=("console-forms:form", "console-forms:trial"),
)  # fmt: skip


def register() -> None:
    labels.register(operations.publish.name, "发布表单")
    kind_labels.register("form", "表单")
    kind_labels.register("form_version", "表单版本")
    access.declare(contracts.PERMISSIONS)
    access.declare_role(ROLE)
    ui.menu.register(MENU)
