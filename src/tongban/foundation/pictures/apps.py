from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.pictures"
    label = "pictures"

    def ready(self) -> None:
        import_module(f"{self.name}.registrations").register()
