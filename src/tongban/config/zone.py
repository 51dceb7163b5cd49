"""What differs between the settings of the two zones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Zone:
    """Whose accounts open a session, and who acts in a request. Cookies have names of their own: both zones may share a host."""

    backend: str
    acting: str
    login_url: str
    cookies: str

    def settings(self, middleware: Sequence[str]) -> dict[str, Any]:
        """What differs, by the names of the settings; `middleware` is the other zone's."""
        others = {zone.acting for zone in ZONES.values()}
        return {
            "AUTHENTICATION_BACKENDS": [self.backend],
            "LOGIN_URL": self.login_url,
            "LOGOUT_REDIRECT_URL": self.login_url,
            "SESSION_COOKIE_NAME": f"{self.cookies}_session",
            "CSRF_COOKIE_NAME": f"{self.cookies}_csrf",
            "MIDDLEWARE": [self.acting if name in others else name for name in middleware],
        }


ZONES = {
    "office": Zone(
        backend="tongban.foundation.identity.backends.StaffBackend",
        acting="tongban.foundation.organization.middleware.ActingPerson",
        login_url="/login",
        cookies="tongban",
    ),
    "public": Zone(
        backend="tongban.foundation.members.backends.MemberBackend",
        acting="tongban.foundation.members.middleware.ActingMember",
        login_url="/account/sign-in",
        cookies="tongban_public",
    ),
}
