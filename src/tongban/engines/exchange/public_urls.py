"""The door of the exchange, mounted under exchange/ in the public zone alone."""

from django.urls import path

from tongban.engines.exchange import door

app_name = "exchange_door"
urlpatterns = [
    path("parcels", door.parcels, name="parcels"),
    path("delivered", door.delivered, name="delivered"),
    path("missing", door.missing, name="missing"),
    path("files/<str:digest>", door.content, name="content"),
]
