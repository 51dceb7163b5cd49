"""What the dictionaries tell the apps below at start-up."""

from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.codes import api
from tongban.foundation.ui import api as ui

MENU = ui.MenuItem(
    site="console", group="公文设置", label="数据字典", icon="list-check", url_name="codes:list", order=325,
    covers=("codes:dictionary", "codes:change", "codes:create"),
)  # fmt: skip
LABELS: dict[Any, str] = {
    api.create_dictionary: "新建数据字典", api.add_entry: "增加字典条目", api.change_entry: "修改字典条目",
}  # fmt: skip


def register() -> None:
    access.declare(api.PERMISSIONS)
    kind_labels.register("dictionary", "数据字典")
    kind_labels.register("dictionary_entry", "字典条目")
    ui.menu.register(MENU)
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
