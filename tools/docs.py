"""`make docs`: the pages of docs/reference/ that are made from the code. Never edit them by hand.

`--check` writes nothing and fails when a page is out of date.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.code_index import Definition, definitions  # noqa: E402

HEAD = "<!-- made by `make docs` -->\n"


def main(*, check: bool) -> int:
    pages = {"docs/reference/apps.md": apps(), "docs/reference/operations.md": operations()}
    stale = [name for name, text in pages.items() if content(ROOT / name) != text]
    for name in stale:
        if not check:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(pages[name], "utf-8")
        print(f"{name}: {'out of date, run make docs' if check else 'made'}")
    return 1 if check and stale else 0


def content(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def apps(root: Path = ROOT) -> str:
    """An index of the apps and libraries: each with the first sentence of its README."""
    lines = [HEAD, "# Apps and libraries\n"]
    for page in sorted((root / "src" / "tongban").glob("*/*/README.md")):
        folder = page.parent.relative_to(root).as_posix()
        lines.append(f"- [{folder.removeprefix('src/tongban/')}](../../{folder}/README.md): {first_sentence(page)}")
    return "\n".join(lines) + "\n"


def first_sentence(page: Path) -> str:
    """The first sentence of the README's first paragraph of text."""
    paragraphs = (part.strip() for part in page.read_text("utf-8").split("\n\n"))
    text = next((part for part in paragraphs if part and not part.startswith(("#", "|", "<", "`"))), "")
    return re.split(r"(?<=\.) ", " ".join(text.split()))[0]


def operations(found: list[Definition] | None = None) -> str:
    """A table of the operations: the name is the audit action, the log key and the address of the code."""
    rows = [d for d in (found if found is not None else definitions()) if d.is_operation]
    table = [f"| `{d.name}` | {d.summary.replace('|', '/')} | `{d.path}` |" for d in sorted(rows, key=lambda d: d.name)]
    return "\n".join([HEAD, "# Operations\n", "| name | what it does | where |", "| --- | --- | --- |", *table]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(check="--check" in sys.argv))
