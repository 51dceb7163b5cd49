from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.sites.portal"
    label = "portal"

    def ready(self) -> None:
        import_module("tongban.sites.portal.registrations").register()
