"""The doors of the public zone within one process, for tests that go through both zones."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings

from tongban.config.zone import ZONES


def public_settings() -> dict[str, Any]:
    """What a process of the public zone is set to. Its database is the test's one, as everywhere."""
    import_module("tongban.config.urls")  # reads the settings as it is imported: the office's first
    doors = {"ZONE": "public", "SITES": ["portal"], "ROOT_URLCONF": "tests.public_urls"}
    return doors | ZONES["public"].settings(settings.MIDDLEWARE)


def forget_pages() -> None:
    """Those that were kept for strangers: they belong to the data of another test."""
    cache.clear()


@contextmanager
def at_portal() -> Iterator[Client]:
    """A stranger at the portal."""
    forget_pages()
    with override_settings(**public_settings()):
        yield Client()
