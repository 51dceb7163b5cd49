"""`make new-app GROUP=business NAME=widgets`: the skeleton of an app, which passes the checks as it stands."""

import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
GROUPS = ("foundation", "engines", "business", "office")
SKELETON = Path(__file__).parent / "skeleton"
NEXT = """src/tongban/{group}/{name} is there. Now
  1. name the app in src/tongban/config/settings/apps.py and in its row of .importlinter
  2. give its noun a line in docs/glossary.md and its screens a line in docs/map.md
  3. write contracts.py and rules.py first, then models.py; delete the files that the app does not need
"""


def main(group: str, name: str) -> int:
    fault = refusal(group, name)
    if fault:
        print(fault)
        return 2
    write(ROOT / "src" / "tongban" / group / name, group=group, name=name)
    print(NEXT.format(group=group, name=name), end="")
    return 0


def refusal(group: str, name: str, *, root: Path = ROOT) -> str:
    """Why this app cannot be made; empty when it can."""
    if group not in GROUPS:
        return f"GROUP must be one of {', '.join(GROUPS)}: make new-app GROUP=business NAME=widgets"
    if not name.isidentifier() or not name.isascii() or name != name.lower():
        return "NAME must be a small English noun, such as widgets"
    taken = [path for path in (root / "src" / "tongban").glob(f"*/{name}") if path.is_dir()]
    return f"the name {name} is taken by {taken[0].relative_to(root)}" if taken else ""


def write(target: Path, *, group: str, name: str) -> None:
    """Copy tools/skeleton into `target`; in names and texts `$app`, `$group` and `$title` are replaced."""
    words = {"app": name, "group": group, "title": name.replace("_", " ").capitalize()}
    for source in sorted(SKELETON.rglob("*.txt")):
        file = target / Template(source.relative_to(SKELETON).as_posix().removesuffix(".txt")).substitute(words)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(source.read_text("utf-8")).substitute(words), "utf-8")


if __name__ == "__main__":
    raise SystemExit(main(*[*sys.argv[1:], "", ""][:2]))
