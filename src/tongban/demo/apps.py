from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.demo"
    label = "demo"

    def ready(self) -> None:
        import_module("tongban.demo.registrations").register()
