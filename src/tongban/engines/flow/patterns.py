"""Ready processes to begin a draft with: the files in data/, each drawn, checked and publishable as it is."""

from functools import cache
from pathlib import Path

from tongban.lib import bpmn

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def ready() -> dict[str, str]:
    """The templates by file name: their sources."""
    return {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.bpmn"))}


def choices() -> list[tuple[str, str]]:
    """For a form: file name and the process's own name, "" for none."""
    named = [(stem, bpmn.parse(source.encode()).processes[0].name) for stem, source in ready().items()]
    return [("", "（空白）"), *named]


def source_of(stem: str) -> str:
    return ready().get(stem, "")
