"""Accounts, sessions and passwords. Sign-up is closed for staff; the public zone has accounts of its own (config/zone.py)."""

from tongban.config import env
from tongban.config.settings.product import ZONE
from tongban.config.zone import ZONES

_zone = ZONES[ZONE]

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [_zone.backend]
ACCOUNT_ADAPTER = "tongban.foundation.identity.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # the lock counter is in the database, see identity; a whole office may share one address
ACCOUNT_LOGOUT_ON_GET = False
TONGBAN_STAFF_REGISTRATION = env.flag("TONGBAN_STAFF_REGISTRATION", True)  # F-ID-26: staff may ask for an account
LOGIN_URL = _zone.login_url
MFA_ADAPTER = "tongban.foundation.identity.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "通办"
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: clocks of phones are not exact
MFA_RECOVERY_CODES_SHOW_ONCE = True
FACTOR_SECRET = env.secret("TONGBAN_FACTOR_SECRET", "factors.secret")  # seals the secrets of second factors
TONGBAN_SECOND_FACTOR = env.choice(  # who must have one; 等保三级 wants it of administrators at least
    "TONGBAN_SECOND_FACTOR", "optional", among=("optional", "administrators", "everybody")
)
TONGBAN_REMEMBER_DAYS = env.number("TONGBAN_REMEMBER_DAYS", 14, most=90)  # F-ID-02; 0: the user name alone
# F-ID-30: files of the authorities whose certificates log in, and of what they revoked.
CERTIFICATE_TRUST = env.words("TONGBAN_CERTIFICATE_TRUST")
CERTIFICATE_CRLS = env.words("TONGBAN_CERTIFICATE_CRLS")
CERTIFICATE_PROXY = (  # what the web server shows beside the certificate that it saw
    env.secret("TONGBAN_CERTIFICATE_PROXY", "certificate-proxy.secret") if CERTIFICATE_TRUST else ""
)
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = _zone.login_url

# 64 MiB and two passes: about 60 ms and bounded memory on a small box, see docs/decisions.
PASSWORD_HASHERS = [
    "tongban.foundation.identity.hashers.TunedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "tongban.foundation.identity.rules.StaffPasswordValidator"}]

SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_zone.cookies}_session", f"{_zone.cookies}_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_AGE = env.number("TONGBAN_SESSION_HOURS", 12, least=1) * 3600
TONGBAN_SESSION_IDLE_MINUTES = env.number("TONGBAN_SESSION_IDLE_MINUTES", 60, least=1)
