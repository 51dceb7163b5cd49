from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.groups"
    label = "groups"

    def ready(self) -> None:
        import_module(f"{self.name}.registrations").register()
