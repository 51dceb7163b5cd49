"""Registrations of casework, and nothing else."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.casework"
    label = "casework"

    def ready(self) -> None:
        import_module("tongban.business.casework.registrations").register()
