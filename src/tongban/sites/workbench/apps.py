from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.sites.workbench"
    label = "workbench"

    def ready(self) -> None:
        import_module("tongban.sites.workbench.registrations").register()
