"""Addresses of the dictionaries; mounted under console/codes/."""

from django.urls import path

from tongban.foundation.codes import web

app_name = "codes"
urlpatterns = [
    path("", web.dictionaries, name="list"),
    path("new", web.create, name="create"),
    path("<slug:code>", web.dictionary, name="dictionary"),
    path("entries/<int:pk>", web.change, name="change"),
]
