from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.engines.exchange"
    label = "exchange"

    def ready(self) -> None:
        import_module("tongban.engines.exchange.registrations").register()
