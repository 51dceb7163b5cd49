"""What must never be in the repository, and what its pages promise."""

import re
import subprocess

import pytest

from tests.structure.source import ROOT, name_of, tracked

HOSTS = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""")
# Written in parts, so that this file does not find itself.
FORBIDDEN = [
    "/" + "work/",
    "/home/" + "agent",
    "/root/" + ".pyenv",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
]
COMMANDS = (
    "run",
    "test",
    "browser",
    "check",
    "fix",
    "bench",
    "soak",
    "where",
    "new-app",
    "demo",
    "docs",
    "backup",
    "restore",
)
BINARY = {".png", ".pdf", ".docx", ".ico", ".woff2", ".gz"}


def test_no_page_asks_another_host() -> None:
    pages = tracked("src/*.html", "src/*.css", "src/*.svg", "src/*.txt")
    assert [name_of(page) for page in pages if HOSTS.search(page.read_text("utf-8"))] == []


def test_no_path_of_a_machine_and_no_address_of_a_registry() -> None:
    texts = [file for file in tracked() if file.suffix not in BINARY]
    found = [
        (name_of(file), word)
        for file in texts
        for word in FORBIDDEN
        if word in file.read_text("utf-8", errors="replace")
    ]
    assert found == []


def test_the_paths_of_the_map_exist() -> None:
    page = (ROOT / "docs" / "map.md").read_text("utf-8")
    paths = re.findall(r"`((?:src|tests|docs|tools|packages|deploy|bench)/[^`\s]*)`", page)
    assert len(paths) > 20
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", tracked("*.md"), ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_make_alone_prints_every_command() -> None:
    printed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for command in COMMANDS:
        assert f"make {command} " in printed
