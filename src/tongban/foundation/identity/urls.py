"""Login, logout and the own password. The names account_* are allauth's."""

from django.urls import include, path
from django.views.generic import RedirectView

from tongban.foundation.identity import web
from tongban.foundation.ui.api import public

to_login = public(RedirectView.as_view(pattern_name="account_login"))
own = (
    [
        path("password", web.change_password, name="change-password"),
        path("tokens", web.own_tokens, name="tokens"),
        path("tokens/<int:pk>/revoke", web.revoke_token, name="revoke-token"),
    ],
    "identity",
)

urlpatterns = [
    path("login", web.sign_in_page, name="account_login"),
    path("logout", web.sign_out, name="account_logout"),
    path("left", web.left, name="account_left"),
    # Sign-up, and recovery without the administrator, are closed for staff; allauth wants the names to exist.
    path("signup", to_login, name="account_signup"),
    path("inactive", to_login, name="account_inactive"),
    path("account/", include(own)),
]
