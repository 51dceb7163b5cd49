"""The place of the settings in the console's menu, and the words of their actions."""

from tongban.foundation.audit.api import labels
from tongban.foundation.options.operations import set_value
from tongban.foundation.ui.api import MenuItem, menu


def register() -> None:
    labels.register(set_value.name, "修改系统设置")
    menu.register(
        MenuItem(
            site="console", group="系统设置", label="运行参数", icon="settings", url_name="options:list", order=390,
            covers=("options:change", "options:history"),
        )
    )  # fmt: skip
