"""Addresses of the exchange's screen; mounted under console/exchange/."""

from django.urls import path

from tongban.engines.exchange import web

app_name = "exchange"
urlpatterns = [
    path("", web.overview, name="overview"),
    path("again", web.announce_again, name="again"),
    path("<int:arrival_id>/retry", web.retry, name="retry"),
    path("<int:arrival_id>/give-up", web.give_up, name="give-up"),
]
