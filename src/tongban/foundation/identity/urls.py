"""Login, logout and the own password. The names account_* are allauth's."""

from allauth.account.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from tongban.foundation.identity import web

own = ([path("password", web.change_password, name="change-password")], "identity")

urlpatterns = [
    path("login", LoginView.as_view(), name="account_login"),
    path("logout", LogoutView.as_view(), name="account_logout"),
    # Sign-up, and recovery without the administrator, are closed for staff; allauth wants the names to exist.
    path("signup", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("inactive", RedirectView.as_view(pattern_name="account_login"), name="account_inactive"),
    path("account/", include(own)),
]
