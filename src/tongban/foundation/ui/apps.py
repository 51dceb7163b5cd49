from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.foundation.ui"
    label = "ui"
