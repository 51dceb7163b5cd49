"""How heavy a page is for a browser that has nothing yet."""

import gzip
import re
from typing import Any

from django.contrib.staticfiles import finders


def heavy(client: Any, address: str) -> int:
    """Bytes of the page as it stands, and of its styles, scripts and pictures compressed, as they are sent."""
    page = client.get(address).content
    parts = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    return len(page) + sum(_sent(part) for part in parts)


def _sent(part: str) -> int:
    path = finders.find(part)
    assert path is not None, part
    with open(str(path), "rb") as file:
        return len(gzip.compress(file.read()))
