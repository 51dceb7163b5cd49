"""Budgets of size. Who meets a limit divides the file by subject; the limit is not raised."""

import ast
from pathlib import Path

import pytest

from tests.structure.source import APPS, ROOT, name_of, nodes, ours

LINES_OF_FILE, LINES_OF_FUNCTION, LINES_OF_README = 400, 50, 130
FILES = [file for folder in ("src", "tests", "tools", "packages", "bench") for file in ours(ROOT / folder)]


def test_no_file_is_too_long() -> None:
    long = {name_of(f): n for f in FILES if (n := len(f.read_text("utf-8").splitlines())) > LINES_OF_FILE}
    assert long == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{name_of(file)}:{node.lineno} {node.name} {length}"
        for file in FILES
        for node in nodes(file, ast.FunctionDef)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_an_app_has_a_readme_of_one_page(app: Path) -> None:
    readme = app / "README.md"
    assert readme.is_file(), "what is it for, its words, its door, its events, its tables, what to read first"
    lines = readme.read_text("utf-8").splitlines()
    assert lines[0].startswith(f"# {app.name}")
    assert len(lines) <= LINES_OF_README
