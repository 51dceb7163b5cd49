from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.sites.console"
    label = "console"

    def ready(self) -> None:
        import_module("tongban.sites.console.registrations").register()
