from importlib import import_module

from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        for module in ("operations", "jobs"):
            import_module(f"{self.name}.{module}")
        import_module(f"{self.name}.port").fill_port()
        import_module(f"{self.name}.registrations").register()
