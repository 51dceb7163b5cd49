from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        for module in ("operations", "jobs"):
            import_module(f"{self.name}.{module}")
        import_module(f"{self.name}.port").fill_port()
        import_module(f"{self.name}.registrations").register()
