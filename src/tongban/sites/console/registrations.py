"""The console's own menu entries, and the figures of the parts that lie beside ui and cannot speak to it."""

from tongban.foundation.ui.contracts import MenuItem
from tongban.foundation.ui.registries import menu

ITEMS = (
    MenuItem(site="console", label="系统总览", icon="layout-dashboard", url_name="console:home", order=0),
    MenuItem(
        site="console", group="开发", label="界面组件", icon="layout-grid", url_name="console:gallery", order=900,
        covers=("console:gallery-home", "console:gallery-document", "console:gallery-list"),
    ),
)  # fmt: skip


def register() -> None:
    for item in ITEMS:
        menu.register(item)
