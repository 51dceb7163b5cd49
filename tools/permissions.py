"""`make docs`: docs/reference/permissions.md, who may do what, from the operations, permissions and roles that the apps declare.

`--check` writes nothing and fails when the page is out of date.
"""

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "permissions.md"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
sys.path.insert(0, str(ROOT / "src"))
django.setup()

from tongban.foundation.access.matrix import page  # noqa: E402  # the registries are filled by setup()


def main(*, check: bool) -> int:
    stale = not PAGE.is_file() or PAGE.read_text("utf-8") != page()
    if stale and not check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(), "utf-8")
    if stale:
        print(f"{PAGE.relative_to(ROOT)}: {'out of date, run make docs' if check else 'made'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv))
