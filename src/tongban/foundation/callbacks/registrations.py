"""What call-backs tell the parts below at start-up."""

from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.callbacks.contracts import PERMISSIONS
from tongban.foundation.callbacks.operations import end, register, resend, settle, sweep
from tongban.foundation.ui import api as ui

LABELS: dict[Any, str] = {
    register: "登记接口回调", end: "停用接口回调", resend: "重发回调通知", settle: "发送回调通知", sweep: "清理回调记录",
}  # fmt: skip


def registered() -> None:
    access.declare(PERMISSIONS)
    kind_labels.register("callback", "接口回调")
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    ui.menu.register(ui.MenuItem(site="person", label="接口回调", icon="send", url_name="callbacks:list", order=41))
