"""What every test may ask for. Settings for tests are in tests/settings.py."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.databases import empty_database, migrated_database, migrated_template
from tests.portal import forget_pages, public_settings

ROOT = Path(__file__).resolve().parent
hypothesis_settings.register_profile("ours", deadline=None)  # a busy machine is no defect
hypothesis_settings.load_profile("ours")


# A test that asks for one of these meets a database, as does one that is marked with django_db.
OF_DATABASES = {"db", "transactional_db", "django_db_setup", "scratch_url", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="leave out the tests that no database can change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        config.hook.pytest_deselected(items=[item for item in items if not meets_a_database(item)])
        items[:] = [item for item in items if meets_a_database(item)]


def meets_a_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & OF_DATABASES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples. Its absence is a failure, never a skip."""
    folder = Path(os.environ.get("TONGBAN_SHARED") or ROOT.parent / "shared")
    if not (folder / "samples").is_dir():
        pytest.fail(f"the real samples are not at {folder}: TONGBAN_SHARED names their folder", pytrace=False)
    return folder


@pytest.fixture(autouse=True)
def _settings_as_shipped() -> None:
    """No test reads the settings that another one changed, and none pays for looking whether somebody did."""
    import_module("tongban.foundation.options.testing").untouched()


@pytest.fixture
def scratch_url(tmp_path: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database of this test's own, of the kind that the tests run on; dropped afterwards."""
    with empty_database(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def _few_models_anew() -> ExitStack:
    """The tests' own database is migrated as `tongban migrate` does it."""
    begun = ExitStack()
    begun.enter_context(import_module("tongban.config.states").few_models_anew())
    return begun


@pytest.fixture(scope="session")
def django_db_setup(_few_models_anew: ExitStack, django_db_setup: None) -> None:
    _few_models_anew.close()


@pytest.fixture(scope="session")
def migrated(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The template of migrated databases, made once."""
    with django_db_blocker.unblock(), migrated_template(tmp_path_factory.mktemp("template")) as template:
        yield template


@pytest.fixture
def migrated_url(migrated: str, tmp_path: Path) -> Iterator[str]:
    """As scratch_url, with the tables already there."""
    with migrated_database(migrated, tmp_path) as url:
        yield url


@pytest.fixture
def public_zone(settings: Any) -> None:
    """The test's requests meet the doors of the public zone. Its database is the test's one, as everywhere."""
    for name, value in public_settings().items():
        setattr(settings, name, value)
    forget_pages()  # pages that another test has kept
