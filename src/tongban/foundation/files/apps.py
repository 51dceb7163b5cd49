from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.files"
    label = "files"

    def ready(self) -> None:
        import_module(f"{self.name}.jobs")
        import_module(f"{self.name}.registrations").register()
