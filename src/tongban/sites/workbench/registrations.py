"""The staff's desk at start-up: its entries in the menus, and the way to the console."""

from tongban.foundation.ui.api import HomeCard, MenuItem, home, menu
from tongban.sites.workbench import web

MENUS = (
    MenuItem(site="workbench", label="我的桌面", icon="layout-dashboard", url_name="workbench:home", order=0),
    MenuItem(
        site="top", label="帮助", icon="help", url_name="workbench:help", order=30, covers=("workbench:help-chapter",)
    ),
)
ADMINISTRATION = HomeCard(
    site="workbench", place="rail", order=90, template="workbench/administration.html", read=web.administration
)


def register() -> None:
    for item in MENUS:
        menu.register(item)
    home.register("workbench.administration", ADMINISTRATION)
