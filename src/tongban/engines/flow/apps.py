from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.engines.flow"
    label = "flow"

    def ready(self) -> None:
        import_module("tongban.engines.flow.registrations").register()
