"""What the form engine tells the foundation at start-up."""

from tongban.engines.forms import contracts, operations
from tongban.foundation.access import api as access
from tongban.foundation.audit.contracts import labels

ROLE = access.RoleSpec(
    "form_manager", "表单管理员", access.RoleClass.OFFICER, ("forms.publish", "forms.see"), "定义和发布表单"
)


def register() -> None:
    labels.register(operations.publish.name, "发布表单")
    access.declare(contracts.PERMISSIONS)
    access.declare_role(ROLE)
