"""`python tools/features.py`: brings docs/features.tsv to the list of features and the marks in the tests.

    id <tab> state (works | partial | planned) <tab> test (path::name) <tab> URL name of its screen <tab> note

The ids come from mission/features.md in the folder of samples; rows that are there stay as they are. Nothing is decided
here: tests marked @pytest.mark.feature("F-XX-nn") for rows still `planned` are printed as a proposal, and a person edits
the file. `--propose` writes nothing.
"""

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "features.tsv"
HEAD = "id\tstate\ttest\tscreen\tnote"
STATES = ("works", "partial", "planned")
ID = re.compile(r"^\| (F-[A-Z]+-\d+) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    state: str = "planned"
    test: str = ""
    screen: str = ""
    note: str = ""


def main(arguments: list[str]) -> int:
    known = {row.id: row for row in read()}
    ids = asked_for() if "--propose" not in arguments else list(known)
    rows = [known.get(id_, Row(id_)) for id_ in ids]
    if "--propose" not in arguments:
        TABLE.write_text(text(rows), "utf-8")
    print("\n".join(proposals(rows, marked())) or "no mark is without its row")
    print(", ".join(f"{sum(row.state == state for row in rows)} {state}" for state in STATES))
    return 0


def asked_for() -> list[str]:
    """Every id, in the order of the list."""
    shared = Path(os.environ.get("TONGBAN_SHARED") or ROOT.parent / "shared")
    return ID.findall((shared / "mission" / "features.md").read_text("utf-8"))


def read(table: Path = TABLE) -> list[Row]:
    """The rows as they stand; none where there is no table yet."""
    if not table.is_file():
        return []
    return [Row(*line.split("\t")) for line in table.read_text("utf-8").splitlines()[1:]]


def text(rows: list[Row]) -> str:
    return "\n".join([HEAD, *("\t".join(astuple(row)) for row in rows)]) + "\n"


def proposals(rows: list[Row], marks: dict[str, list[str]]) -> list[str]:
    """What a person should look at: marks whose row says planned or names another test, marks of no row."""
    out = [
        f"{row.id} is {row.state}; marked: {' '.join(marks[row.id])}" for row in rows if row.id in unsaid(row, marks)
    ]
    return out + [
        f"{id_} is no feature; marked: {' '.join(marks[id_])}" for id_ in sorted(set(marks) - {r.id for r in rows})
    ]


def unsaid(row: Row, marks: dict[str, list[str]]) -> set[str]:
    return {row.id} if row.id in marks and (row.state == "planned" or row.test not in marks[row.id]) else set()


def marked(folders: tuple[str, ...] = ("src", "tests"), root: Path = ROOT) -> dict[str, list[str]]:
    """Feature → tests that carry its mark, as path::name."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        for file in sorted((root / folder).rglob("test_*.py")):
            tree = ast.parse(file.read_text("utf-8"))
            whole = [id_ for node in tree.body if _is_pytestmark(node) for id_ in _ids(node)]
            for name, ids in _tests(tree):
                for id_ in {*ids, *whole}:
                    found[id_].append(f"{file.relative_to(root).as_posix()}::{name}")
    return found


def _tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, [id_ for decorator in node.decorator_list for id_ in _ids(decorator)]


def _ids(node: ast.AST) -> list[str]:
    """The arguments of every mark.feature(…) inside."""
    calls = [n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("mark.feature")]
    return [a.value for call in calls for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
