"""Addresses of the screens of cases, mounted on the workbench."""

from django.urls import path

from tongban.business.casework.web import acting, intake, pages

app_name = "casework"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("intake", intake.choose, name="intake"),
    path("intake/<int:pk>", intake.take_in, name="take-in"),
    path("<int:pk>", pages.page, name="page"),
    path("<int:pk>/receipt", intake.receipt, name="receipt"),
    path("<int:pk>/supplement", intake.supplement, name="supplement"),
    path("<int:pk>/letters/<int:letter_pk>/seal", acting.seal, name="seal"),
    path("<int:pk>/<slug:name>", acting.act, name="act"),
]
