from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.programs"
    label = "programs"
