"""Rows change in operations and in what operations call: a write elsewhere would leave no trace in the audit trail."""

import ast
from pathlib import Path

import pytest

from tests.structure.source import APPS, name_of, nodes, product

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
PLAIN = {"insert_rows", "update_row"}  # of the kernel: the same by plain statements
ROOMS = {"operations", "operations.py", "models", "models.py", "port.py", "handlers.py", "testing.py", "sql.py"}
GUARDS = {"operation", "inside_operation"}  # such a function refuses to run outside an operation, wherever it stands

# Mechanisms below the operations, each with its reason.
EXCEPT = {
    "src/tongban/foundation/jobs/leases.py": "leases of jobs and schedules, the worker's own book",
    "src/tongban/foundation/jobs/backend.py": "the port of django-tasks onto the table of jobs",
    "src/tongban/foundation/jobs/jobs.py": "clears the worker's own book of what is done",
    "src/tongban/foundation/notifications/channels/demo.py": "the demo gateway: the network that a message left by",
    "src/tongban/foundation/search/reindexing.py": "the index made anew from what is stored: nothing is said that was not",
    "src/tongban/engines/flow/rows.py": "the rows of an instance, written by flow's operations alone",
    "src/tongban/engines/seals/authority.py": "keys in their folder, no rows",
    "src/tongban/engines/exchange/book.py": "the carrier's own book: what was delivered, what was applied",
    "src/tongban/business/documents/hosting.py": "what flow tells its host, inside flow's operation",
}


def writes_in(file: Path) -> list[str]:
    """Each write that no guarded function holds, with its place."""
    guarded = [node for node in nodes(file, ast.FunctionDef) if is_guarded(node)]
    inside = {id(inner) for node in guarded for inner in ast.walk(node)}
    calls = [call for call in nodes(file, ast.Call) if id(call) not in inside and writes(call)]
    return [f"{name_of(file)}:{call.lineno} {ast.unparse(call.func)}" for call in calls]


def is_guarded(node: ast.FunctionDef) -> bool:
    names = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(ast.unparse(name).rpartition(".")[2] in GUARDS for name in names)


def writes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in PLAIN
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "update":  # a query set's takes keywords alone, a dictionary's or a digest's a value
        return bool(call.keywords) and not call.args
    return call.func.attr in WRITES and not (
        call.func.attr in {"save", "delete"} and call.args
    )  # with a value: a file's


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_an_app_writes_in_its_operations_only(app: Path) -> None:
    elsewhere = [f for f in product(app) if not ROOMS & set(f.relative_to(app).parts) and name_of(f) not in EXCEPT]
    assert [line for file in elsewhere for line in writes_in(file)] == []


def test_the_exceptions_are_still_needed() -> None:
    root = Path(__file__).resolve().parents[2]
    assert [name for name in EXCEPT if not (root / name).exists() or not writes_in(root / name)] == []
