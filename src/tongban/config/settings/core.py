"""Database, time, language, templates, static files."""

from importlib.util import find_spec
from pathlib import Path

from tongban.config import env

HOME = env.home()
DEBUG = env.flag("TONGBAN_DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", "secret.key")
ALLOWED_HOSTS = env.words("TONGBAN_HOSTS", "localhost 127.0.0.1 [::1]")
DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True

ROOT_URLCONF = "tongban.config.urls"
WSGI_APPLICATION = "tongban.config.wsgi.application"
APPEND_SLASH = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [
    Path(spec.origin).parent / "static" for spec in [find_spec("tongban_assets")] if spec is not None and spec.origin
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a digest, so that browsers keep a file for ever and never show an old one; compressed once.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False  # a process on an empty home folder still starts

_redis = env.redis()
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _redis}
    if _redis
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["tongban.foundation.files.uploads.Spool"]
TASKS = {"default": {"BACKEND": "tongban.foundation.jobs.backend.JobTableBackend"}}
