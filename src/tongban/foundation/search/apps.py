from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.search"
    label = "search"

    def ready(self) -> None:
        import_module("tongban.foundation.search.registrations").register()
