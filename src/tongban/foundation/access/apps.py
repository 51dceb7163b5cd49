from importlib import import_module

from django.apps import AppConfig

from tongban.kernel import ports


class Config(AppConfig):
    name = "tongban.foundation.access"
    label = "access"

    def ready(self) -> None:
        import_module("tongban.foundation.access.shipped").register()
        ports.permission.fill(import_module("tongban.foundation.access.port").Permissions())
