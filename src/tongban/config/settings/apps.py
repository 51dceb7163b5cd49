"""The apps, from the bottom up, and what stands around every request."""

from importlib.util import find_spec
from typing import Any

from tongban.config.settings.product import ZONE
from tongban.config.zone import ZONES

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    # foundation
    "tongban.foundation.ui",  # before allauth: its templates are looked at first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tongban.foundation.jobs",
    "tongban.foundation.rates",
    "tongban.foundation.programs",
    "tongban.foundation.audit",
    "tongban.foundation.options",
    "tongban.foundation.identity",
    "tongban.foundation.organization",
    "tongban.foundation.access",
    "tongban.foundation.references",
    "tongban.foundation.groups",
    "tongban.foundation.workdays",
    "tongban.foundation.numbering",
    "tongban.foundation.codes",
    "tongban.foundation.clocks",
    "tongban.foundation.files",
    "tongban.foundation.prints",
    "tongban.foundation.pictures",
    "tongban.foundation.notifications",
    "tongban.foundation.callbacks",
    "tongban.foundation.inbox",
    "tongban.foundation.incidents",
    "tongban.foundation.search",
    "tongban.foundation.members",
    # engines
    "tongban.engines.seals",
    "tongban.engines.forms",
    "tongban.engines.flow",
    "tongban.engines.exchange",
    # business
    "tongban.business.catalog",
    "tongban.business.licenses",
    "tongban.business.casework",
    "tongban.business.documents",
    "tongban.business.supervision",
    "tongban.business.hall",
    # sites
    "tongban.sites.workbench",
    "tongban.sites.console",
    "tongban.sites.rest",
    "tongban.sites.portal",
    "tongban.sites.counter",
    # An installation in earnest may leave the demo county away.
    *(["tongban.demo"] if find_spec("tongban.demo") else []),
]

MIDDLEWARE = [
    "tongban.foundation.ui.middleware.RequestId",
    "tongban.sites.rest.middleware.Problems",
    "tongban.sites.rest.middleware.Unchanged",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tongban.foundation.identity.middleware.SessionLimits",
    ZONES[ZONE].acting,
    "tongban.foundation.ui.middleware.VisibleText",
    "tongban.foundation.ui.middleware.Errors",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tongban.foundation.ui.context.shell",
            ],
            "builtins": ["tongban.foundation.ui.templatetags.tb", "django.templatetags.static"],
        },
    }
]
