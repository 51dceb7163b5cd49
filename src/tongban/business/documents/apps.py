from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.documents"
    label = "documents"

    def ready(self) -> None:
        import_module("tongban.business.documents.registrations").register()
