"""Registrations of catalog, and nothing else."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.catalog"
    label = "catalog"

    def ready(self) -> None:
        import_module("tongban.business.catalog.registrations").register()
