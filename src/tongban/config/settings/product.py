"""Tongban's own settings."""

from tongban.config import env

SITES, ZONE = env.doors("TONGBAN_SITES")  # the doors that this process opens, and the zone that they belong to
EXCHANGE_ADDRESS = env.address(
    "TONGBAN_EXCHANGE_ADDRESS"
)  # of the public zone, as the office's worker reaches it; empty: there is none
EXCHANGE_KEY = env.secret("TONGBAN_EXCHANGE_KEY", "exchange.key")  # the same in both zones
PUBLIC_ADDRESS = env.address("TONGBAN_PUBLIC_ADDRESS", "http://localhost:8001")  # of the portal; printed in QR codes
KEY_FOLDER = env.home() / "keys"
BLOB_FOLDER = env.blob_folder()
S3_BUCKET = env.text("TONGBAN_S3_BUCKET")  # empty: files are kept in BLOB_FOLDER
S3_ENDPOINT = env.text("TONGBAN_S3_ENDPOINT")
FILES_X_ACCEL = env.text("TONGBAN_X_ACCEL")  # internal location of BLOB_FOLDER in nginx; empty: sent by us
CLAMAV_SOCKET = env.text("TONGBAN_CLAMAV")  # host:port or a socket's path; empty: no scan
FONT_FOLDERS = env.folders("TONGBAN_FONTS")  # an office's own licensed fonts, looked at first
FIELD_KEY = env.secret("TONGBAN_FIELD_KEY", "fields.key")  # of what the database keeps encrypted (kernel/sealed.py)
SEAL_ROOT_PASSWORD = env.secret("TONGBAN_SEAL_ROOT_PASSWORD", "seal-root.secret")  # of the own authority for seals
INITIAL_PASSWORD = env.text("TONGBAN_INITIAL_PASSWORD", "88888888")  # F-ID-10: configurable; changed at the first login
DEMO = env.flag("TONGBAN_DEMO")
METRICS_TOKEN = env.text("TONGBAN_METRICS_TOKEN")  # empty: /metrics answers this machine only
SMS_GATEWAY = env.text("TONGBAN_SMS_GATEWAY", "demo" if DEMO else "")  # empty: none
VERIFIER = env.text("TONGBAN_VERIFIER", "demo" if DEMO else "")  # who checks the names of the public; empty: nobody
EMAIL_HOST = env.text("TONGBAN_SMTP_HOST")
EMAIL_PORT = env.port("TONGBAN_SMTP_PORT", 25)
DEFAULT_FROM_EMAIL = env.text("TONGBAN_MAIL_FROM", "tongban@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
)
CALLBACK_HOSTS = env.words("TONGBAN_CALLBACK_HOSTS")  # that programs may be told at, name or name:port; none by default
# Calls of one network address, and of one account.
PUBLIC_REST_PER_MINUTE = env.number("TONGBAN_PUBLIC_REST_PER_MINUTE", 120, least=1)
REST_PER_MINUTE = env.number("TONGBAN_REST_PER_MINUTE", 600, least=1)
