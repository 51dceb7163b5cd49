"""The pages of the installation."""

from django.urls import include, path

from tongban.config.urls import urlpatterns as whole

urlpatterns = [path("console/numbering/", include("tongban.foundation.numbering.urls")), *whole]
