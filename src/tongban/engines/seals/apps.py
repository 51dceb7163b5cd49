from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.engines.seals"
    label = "seals"

    def ready(self) -> None:
        import_module("tongban.engines.seals.registrations").register()
