"""How a process begins: settings, apps, and the kernel's ports."""

import os

import django

from tongban.kernel import ports


def start_django() -> None:
    """Load settings and apps. Raises RuntimeError when a port of the kernel is not filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    django.setup()
    ports.require_filled()
