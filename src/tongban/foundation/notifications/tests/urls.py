"""The pages of the installation."""

from django.urls import include, path

from tongban.config.urls import urlpatterns as whole

urlpatterns = [
    path("notices/", include("tongban.foundation.notifications.urls")),
    path("console/messages/", include("tongban.foundation.notifications.console_urls")),
    *whole,
]
