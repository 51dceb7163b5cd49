"""Addresses of print control; mounted under prints/ on the workbench."""

from django.urls import path

from tongban.foundation.prints import web

app_name = "prints"
urlpatterns = [
    path("", web.register, name="register"),
    path("files/<uuid:uid>", web.file, name="file"),
    path("files/<uuid:uid>/<int:no>.png", web.page_image, name="page-image"),
    path("rights/<str:kind>/<int:pk>", web.rights, name="rights"),
    path("runs/<str:code>", web.run, name="run"),
    path("runs/<str:code>/pages.pdf", web.run_pdf, name="run-pdf"),
]
