from django.apps import AppConfig


class Config(AppConfig):
    name = "tongban.sites.rest"
    label = "rest"
