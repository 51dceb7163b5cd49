"""What the code defines, read from its text: nothing is imported, so it works while the code does not."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src" / "tongban"
LEFT_OUT = {"tests", "migrations"}


@dataclass(frozen=True, slots=True)
class Definition:
    """A public function or class; `summary` is the first line of its docstring."""

    name: str
    path: str
    line: int
    summary: str
    is_operation: bool

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


def definitions(code: Path = CODE, *, root: Path = ROOT) -> Iterator[Definition]:
    """Every public function and class at the top of a module, tests and migrations left out, in order of path."""
    for file in sorted(code.rglob("*.py")):
        if LEFT_OUT.isdisjoint(file.relative_to(code).parts):
            yield from _of_module(file, file.relative_to(root).as_posix())


def _of_module(file: Path, path: str) -> Iterator[Definition]:
    for node in _parsed(file):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            summary = (ast.get_docstring(node) or "").partition("\n")[0]
            yield Definition(_dotted(path, node), path, node.lineno, summary, _is_operation(node))


def _parsed(file: Path) -> list[ast.stmt]:
    try:
        return ast.parse(file.read_text("utf-8")).body
    except SyntaxError as error:
        print(f"left out, not Python: {file}:{error.lineno}", file=sys.stderr)
        return []


def _is_operation(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """True for `@operation` and `@operation(…)`, under the kernel's name for it."""
    calls = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(ast.unparse(call).rpartition(".")[2] == "operation" for call in calls)


def _dotted(path: str, node: ast.FunctionDef | ast.ClassDef) -> str:
    """`documents.assign_number` for an app's definitions, `kernel.now.now` for the rest."""
    parts = path.removesuffix(".py").split("/")[2:]
    app = parts[1] if len(parts) > 2 else ".".join(parts)
    return f"{app}.{node.name}"
