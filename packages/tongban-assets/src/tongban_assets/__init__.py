"""The front-end files of the pages, for STATICFILES_DIRS: no app, no settings, no request to the outside.

Under `tongban_assets/` in `directory()`: tabler.min.css, tabler.min.js, htmx.min.js, echarts.common.min.js,
bpmn-viewer.min.js, diagram-js.css, bpmn-js.css, icons.svg.
Its licence wants the bpmn.io mark in diagrams to stay visible.
"""

from pathlib import Path

_HERE = Path(__file__).parent

__all__ = ["directory", "icons"]


def directory() -> Path:
    """The static folder, to be listed in STATICFILES_DIRS."""
    return _HERE / "static"


def icons() -> list[str]:
    """The names that `icons.svg` holds, for a test that no page asks for another one."""
    return (_HERE / "icons.txt").read_text(encoding="utf-8").split()
