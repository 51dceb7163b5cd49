"""The web process's entry: config.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from tongban.config import env, leader
from tongban.config.starting import require_own_database
from tongban.kernel import ports

leader.follow()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
application = get_wsgi_application()
ports.require_filled()
require_own_database()
if _proxies := env.words("TONGBAN_PROXIES"):  # their word is taken for who asks, nobody else's
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=_proxies)
