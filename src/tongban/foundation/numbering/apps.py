from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.numbering"
    label = "numbering"

    def ready(self) -> None:
        api = import_module(f"{self.name}.api")
        import_module("tongban.foundation.access.api").declare(api.PERMISSIONS)
