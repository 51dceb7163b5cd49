"""`make docs`: docs/reference/rest-operations.md, what a program can do, from the description of the interface."""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "rest-operations.md"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
sys.path.insert(0, str(ROOT / "src"))
django.setup()

from tongban.sites.rest.listing import page  # noqa: E402  # the registries are filled by setup()

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
