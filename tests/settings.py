"""The product's settings, for tests: a home folder of this process alone, quick passwords, silent logs, plain static files.

The database stays the one that DATABASE_URL names (SQLite in memory without it); each xdist worker has its own.
"""

import atexit
import os
import shutil
import tempfile

HOME_OF_TEST = os.environ["TONGBAN_HOME"] = tempfile.mkdtemp(prefix="tongban-test-")
atexit.register(shutil.rmtree, HOME_OF_TEST, ignore_errors=True)
for _name in ("BLOBS", "CLAMAV", "CLOCK_FILE", "DEMO", "HOSTS", "S3_BUCKET", "SITES", "TLS", "X_ACCEL"):
    os.environ.pop(f"TONGBAN_{_name}", None)
os.environ.pop("REDIS_URL", None)
os.environ["TONGBAN_LOG_LEVEL"] = "CRITICAL"

from tongban.config.settings import *  # noqa: E402, F403
from tongban.lib.gm import keys  # noqa: E402

STATIC_ROOT.mkdir()  # noqa: F405  else whitenoise warns at every test client
# Stretching a password takes 60 ms on purpose; a test that is about it sets the real hasher itself. The same of keys of seals.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
keys.STANDARD = keys.Cost(passes=1, memory=64)
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    # A test's rows need not survive a loss of power; processes of their own have the product's settings.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
