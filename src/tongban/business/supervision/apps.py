"""Registrations of supervision, and nothing else."""

from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.business.supervision"
    label = "supervision"

    def ready(self) -> None:
        import_module("tongban.business.supervision.registrations").register()
