"""The staff's desk at start-up: its entry in the menu."""

from tongban.foundation.ui.api import MenuItem, menu

HOME = MenuItem(site="workbench", label="我的桌面", icon="layout-dashboard", url_name="workbench:home", order=0)


def register() -> None:
    menu.register(HOME)
