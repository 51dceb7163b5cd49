"""Addresses of the organisation on the staff side. The console's are in console_urls."""

from django.urls import path

from tongban.foundation.organization.web import acting

app_name = "organization"
urlpatterns = [
    path("post", acting.switch_post, name="switch-post"),
]
