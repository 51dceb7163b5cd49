"""Addresses of numbering; mounted under console/numbering/."""

from django.urls import path

from tongban.foundation.numbering import web

app_name = "numbering"
urlpatterns = [
    path("", web.series_list, name="list"),
    path("new", web.create, name="create"),
    path("<int:pk>", web.series, name="series"),
    path("<int:pk>/change", web.change, name="change"),
    path("<int:pk>/<int:year>/reserve", web.reserve, name="reserve"),
    path("<int:pk>/<int:year>/skip", web.skip, name="skip"),
    path("numbers/<int:pk>/void", web.void, name="void"),
]
