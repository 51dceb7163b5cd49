"""What the demo tells the layers below: its job, and the words of its actions."""

from importlib import import_module
from typing import Any

from tongban.demo import operations
from tongban.foundation.audit import api as audit

LABELS: dict[Any, str] = {
    operations.open_accounts: "开通演示账号",
    operations.open_members: "开通公众演示账号",
    operations.ask_for_more: "要求装入演示数据",
    operations.finish_document: "装入演示公文",
}


def register() -> None:
    import_module("tongban.demo.jobs")
    for operation, label in LABELS.items():
        audit.labels.register(operation.name, label)
