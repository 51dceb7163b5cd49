from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Keys and checkpoints of an installation of its own."""
    settings.KEY_FOLDER, settings.HOME = tmp_path / "keys", tmp_path
    return tmp_path
