"""新职员注册, open to whoever reaches the login page; mounted under register/."""

from django.urls import path

from tongban.foundation.organization.web import applying

app_name = "register"
urlpatterns = [
    path("", applying.start, name="start"),
    path("done", applying.done, name="done"),
    path("<int:pk>", applying.apply_page, name="apply"),
]
