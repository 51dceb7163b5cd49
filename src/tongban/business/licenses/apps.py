"""Registrations of licenses, and nothing else."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.licenses"
    label = "licenses"

    def ready(self) -> None:
        import_module("tongban.business.licenses.registrations").register()
