"""`make check`: what must hold of the code itself. All checks run, also after a failure; each says how long it took."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = [name for name in ("src", "tests", "tools", "packages", "bench") if (ROOT / name).is_dir()]
CHECKS: dict[str, list[str | Path]] = {
    "ruff check": [BIN / "ruff", "check", "--output-format=concise", *CODE],
    "ruff format": [BIN / "ruff", "format", "--check", "--output-format=concise", *CODE],
    "types": [BIN / "mypy", "src/tongban", "tools"],
    "layers": [BIN / "lint-imports", "--no-logo"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "pages": [sys.executable, "tools/docs.py", "--check"],
    "structure": [sys.executable, "-m", "pytest", "-q", "tests/structure"],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not holds(name, command)]
    print(f"FAILED: {', '.join(failed)}" if failed else f"all {len(CHECKS)} checks hold")
    return 1 if failed else 0


def holds(name: str, command: list[str | Path]) -> bool:
    """What a check prints is shown only where it fails; pytest's last line always."""
    started = time.monotonic()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, env=environment)
    good, last = done.returncode == 0, done.stdout.strip().rpartition("\n")[2]
    print(
        f"{'ok    ' if good else 'FAILED'} {name:12} {time.monotonic() - started:4.0f} s  {last if good else ''}",
        flush=True,
    )
    if not good:
        print(done.stdout + done.stderr, flush=True)
    return good


if __name__ == "__main__":
    raise SystemExit(main())
