"""Registrations of hall, and nothing else."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.hall"
    label = "hall"

    def ready(self) -> None:
        import_module("tongban.business.hall.registrations").register()
