"""The repository's text as the structure tests see it: our files, parsed once."""

import ast
import configparser
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "src" / "tongban"
GROUPS = ("foundation", "engines", "business", "office", "sites")
APPS = sorted(p.parent for group in GROUPS for p in CODE.glob(f"{group}/*/apps.py"))


def ours(folder: Path = CODE) -> list[Path]:
    """The modules that people write: no migrations."""
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


def product(folder: Path = CODE) -> list[Path]:
    """The same without tests."""
    return [p for p in ours(folder) if "tests" not in p.parts]


@functools.cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def nodes(file: Path, kind: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(parsed(file)) if isinstance(node, kind))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, by git's own patterns; what is not committed yet is left out."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def ranks() -> dict[str, tuple[int, int]]:
    """App → its place, from .importlinter: (group, row), higher numbers above."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    found: dict[str, tuple[int, int]] = {}
    groups = layers(contracts, "groups")
    for group in GROUPS:
        rows = layers(contracts, group) if contracts.has_section(f"importlinter:contract:{group}") else []
        for height, row in enumerate(reversed(rows)):
            found |= {app: (place(groups, group), height) for app in row}
    return found


def layers(contracts: configparser.ConfigParser, name: str) -> list[list[str]]:
    lines = contracts[f"importlinter:contract:{name}"]["layers"].split("\n")
    return [[word.strip(" ()") for word in line.split("|")] for line in lines if line.strip()]


def place(rows: list[list[str]], name: str) -> int:
    return next(height for height, row in enumerate(reversed(rows)) if name in row)
