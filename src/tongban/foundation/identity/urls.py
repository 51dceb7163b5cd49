"""Login, logout, and the own account. The names account_* and mfa_* are allauth's; none of its other pages is mounted."""

from django.urls import include, path
from django.views.generic import RedirectView

from tongban.foundation.identity.web import own as pages
from tongban.foundation.identity.web import security, signing
from tongban.foundation.ui.api import public

to_login = public(RedirectView.as_view(pattern_name="account_login"))
own = (
    [
        path("password", pages.change_password, name="change-password"),
        path("security", security.security, name="security"),
        path("security/totp", security.new_totp, name="new-totp"),
        path("security/passkey", security.new_passkey, name="new-passkey"),
        path("security/codes", security.new_codes, name="new-codes"),
        path("security/factors/<int:pk>/remove", security.remove_factor, name="remove-factor"),
        path("security/devices/<int:pk>/end", security.end_device, name="end-device"),
        path("tokens", pages.own_tokens, name="tokens"),
        path("tokens/<int:pk>/revoke", pages.revoke_token, name="revoke-token"),
    ],
    "identity",
)

urlpatterns = [
    path("login", signing.sign_in_page, name="account_login"),
    path("login/second", signing.second_step, name="mfa_authenticate"),
    path("login/passkey", signing.by_passkey, name="passkey_login"),
    path("login/certificate", signing.by_certificate, name="certificate_login"),
    path("login/go-on", signing.go_on, name="device_login"),
    path("login/somebody-else", signing.somebody_else, name="device_forget"),
    path("logout", signing.sign_out, name="account_logout"),
    path("left", signing.left, name="account_left"),
    # Sign-up, and recovery without the administrator, are closed for staff; allauth wants the names to exist.
    path("signup", to_login, name="account_signup"),
    path("inactive", to_login, name="account_inactive"),
    path("account/", include(own)),
]
