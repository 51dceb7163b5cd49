from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.sites.counter"
    label = "counter"

    def ready(self) -> None:
        import_module("tongban.sites.counter.registrations").register()
