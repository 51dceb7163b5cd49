from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import migrated_database
from tests.operating.installation import HERE, Installation


@pytest.fixture
def installation(tmp_path: Path, scratch_url: str) -> Installation:
    """Empty; its database has no tables yet."""
    return Installation(tmp_path / "home", scratch_url)


@pytest.fixture(scope="session")
def full(migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with some data, of which an archive has been made. Shared: nobody changes its data."""
    folder, public = tmp_path_factory.mktemp("full"), tmp_path_factory.mktemp("public")
    with migrated_database(migrated, folder) as url, migrated_database(migrated, public) as public_url:
        made = Installation(folder / "home", url, public_url)
        done = made.python(HERE / "some_data.py", made.archive)
        assert done.returncode == 0, done.stderr
        yield made
