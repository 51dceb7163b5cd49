"""Who lets objects be seen says from which rows that follows, so that the table of who sees what can be checked."""

from pathlib import Path

import pytest

from tests.structure.source import APPS, product

SHOWING = ("access.show(", "access.show_each(")


def shows(app: Path) -> bool:
    return any(word in file.read_text("utf-8") for file in product(app) for word in SHOWING)


@pytest.mark.parametrize("app", [app for app in APPS if shows(app)], ids=lambda app: app.name)
def test_an_app_that_lets_objects_be_seen_registers_their_sight(app: Path) -> None:
    assert "access.sights.register(" in (app / "registrations.py").read_text("utf-8")


def test_some_apps_do() -> None:
    assert {"documents"} <= {app.name for app in APPS if shows(app)}
