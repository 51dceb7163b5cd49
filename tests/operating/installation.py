"""An installation of a test's own: a home folder, a database, and the program run in them as a user would."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, slots=True)
class Installation:
    home: Path
    url: str
    public_url: str = ""  # of the public zone; empty: SQLite in its home folder
    more: tuple[tuple[str, str], ...] = ()  # settings

    @property
    def archive(self) -> Path:
        return self.home.with_suffix(".tar.gz")

    @property
    def environment(self) -> dict[str, str]:
        named = {"TONGBAN_HOME": str(self.home), "DATABASE_URL": self.url, "TONGBAN_DEMO": "0"}
        named["TONGBAN_PUBLIC_DATABASE_URL"] = self.public_url
        named |= dict(self.more)
        named["PYTHONDONTWRITEBYTECODE"] = ""  # many starts of the same code
        return os.environ | named | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings", "PYTHONPATH": "src"}

    def public(self, *more: tuple[str, str]) -> "Installation":
        """Its public zone, as a process of that one sees it."""
        return Installation(self.home / "public", self.public_url, more=(("TONGBAN_SITES", "portal"), *more))

    def run(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """`tongban` with these words."""
        return self.python("-m", "tongban", *words)

    def python(self, *words: object) -> "subprocess.CompletedProcess[str]":
        """Python with these words, in the repository."""
        command = [sys.executable, *(str(word) for word in words)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True, timeout=600
        )

    def start(self, *words: object, stderr: int | None = None) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tongban", *(str(word) for word in words)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=stderr, text=True
        )
