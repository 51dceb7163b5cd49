from django.apps import AppConfig

from tongban.foundation.ui.contracts import MenuItem
from tongban.foundation.ui.registries import menu


class Config(AppConfig):
    name = "tongban.sites.workbench"
    label = "workbench"

    def ready(self) -> None:
        menu.register(
            MenuItem(site="workbench", label="我的桌面", icon="layout-dashboard", url_name="workbench:home", order=0)
        )
