from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.engines.forms"
    label = "forms"

    def ready(self) -> None:
        import_module("tongban.engines.forms.registrations").register()
