"""`make where Q=文号`: where does a thing live? Looks in the glossary, the map, the operations and the code."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.code_index import Definition, definitions  # noqa: E402

PAGES = {"glossary": "docs/glossary.md", "map": "docs/map.md"}
LIMIT = 15


def main(question: str) -> int:
    if not question.strip():
        print("ask for a word: make where Q=文号")
        return 2
    found = answer(question.strip())
    print("\n".join(found) or f"nothing is called {question}: not in {', '.join(PAGES.values())}, not in the code")
    return 0 if found else 1


def answer(question: str, *, root: Path = ROOT) -> list[str]:
    """The lines to print; empty when nothing was found. A Chinese word is also sought by its word in the glossary."""
    pages = {name: lines_with(question, root / path) for name, path in PAGES.items()}
    words = [question, *english(pages["glossary"], question)]
    code = [d for d in definitions(root / "src" / "tongban", root=root) if any(matches(d, word) for word in words)]
    out = [f"{name:10} {line}" for name, lines in pages.items() for line in lines]
    for label, wanted in (("operation", True), ("code", False)):
        out += shown(label, [d for d in code if d.is_operation is wanted])
    return out or said(question, root)


def said(question: str, root: Path) -> list[str]:
    """Where the words stand on a screen or in a message: the last resort, for what has no name of its own."""
    files = [file for kind in ("*.html", "*.py") for file in sorted((root / "src").rglob(kind)) if file.is_file()]
    hits = [(file, line) for file in files if "tests" not in file.parts for line in lines_with(question, file)]
    return [f"{'text':10} {file.relative_to(root)}  {line[:100]}" for file, line in hits[:LIMIT]]


def lines_with(question: str, page: Path) -> list[str]:
    if not page.is_file():
        return []
    return [line.strip() for line in page.read_text("utf-8").splitlines() if question.lower() in line.lower()]


def english(lines: list[str], question: str) -> list[str]:
    """The English words that follow the term in the glossary: `| 文号 | document number |` gives `document number`."""
    term = re.compile(rf"{re.escape(question)}[\s|*:–-]+([A-Za-z][A-Za-z -]*[A-Za-z])")
    return [match.group(1) for line in lines if (match := term.search(line))]


def matches(definition: Definition, word: str) -> bool:
    """All parts of the word occur in the name or the summary: `document number` finds documents.assign_number."""
    text = f"{definition.name} {definition.summary}".lower()
    return all(part in text for part in word.lower().split())


def shown(label: str, found: list[Definition]) -> list[str]:
    lines = [f"{label:10} {d.name}  {d.place}  {d.summary}".rstrip() for d in found[:LIMIT]]
    return lines + ([f"{label:10} … and {len(found) - LIMIT} more"] if len(found) > LIMIT else [])


if __name__ == "__main__":
    raise SystemExit(main(" ".join(sys.argv[1:])))
