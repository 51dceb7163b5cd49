from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.inbox"
    label = "inbox"

    def ready(self) -> None:
        import_module("tongban.foundation.inbox.registrations").register()
