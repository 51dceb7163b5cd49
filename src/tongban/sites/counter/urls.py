"""The window: what waits, taking in, screening, handing over. Every address is of the viewer's own windows."""

from django.urls import path

from tongban.sites.counter import delivery, desk, intake, screening

app_name = "counter"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("find", desk.find, name="find"),
    path("items", intake.choose, name="choose"),
    path("items/<int:pk>", intake.take_in, name="take-in"),
    path("<int:pk>", screening.case, name="case"),
    path("<int:pk>/screen", screening.screen, name="screen"),
    path("<int:pk>/letter", screening.preview, name="letter"),
    path("<int:pk>/supplement", intake.supplement, name="supplement"),
    path("<int:pk>/deliver", delivery.deliver, name="deliver"),
    path("<int:pk>/rate", delivery.rate, name="rate"),
    path("<int:pk>/withdraw", delivery.withdraw, name="withdraw"),
    path("<int:pk>/receipt", intake.receipt, name="receipt"),
    path("<int:pk>/proof", delivery.proof, name="proof"),
]
