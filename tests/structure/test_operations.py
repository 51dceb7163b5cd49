"""An operation's dotted name is its address; jobs and permissions are known by name."""

import importlib
import inspect
import re
from typing import Any

import pytest
from django.apps import apps

from tests.structure.source import CODE
from tongban.foundation.access.api import permissions
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.references import api as references
from tongban.kernel.jobs import jobs
from tongban.kernel.operations import operations
from tools.code_index import definitions

OURS = [name for name in operations if not operations[name].function.__module__.startswith("tongban.demo.")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", OURS)
def test_an_operation_is_found_by_its_name(name: str) -> None:
    operation = operations[name]
    app, _, function = name.partition(".")
    module = operation.function.__module__
    assert module.split(".")[2] == app
    assert "operations" in module.split("."), f"{module}: an operation lives in its app's operations"
    assert getattr(importlib.import_module(module), function) is operation


@pytest.mark.parametrize("name", OURS)
def test_an_operation_takes_actor_and_time_by_keyword_and_promises_something(name: str) -> None:
    parameters = inspect.signature(operations[name].function).parameters
    assert {"actor", "at"} <= set(parameters)
    assert {p.kind for p in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert inspect.getdoc(operations[name].function)


@pytest.mark.parametrize("name", OURS)
def test_an_operation_asks_for_a_declared_permission(name: str) -> None:
    assert operations[name].may in permissions


@pytest.mark.parametrize("name", OURS)
def test_an_operation_has_a_chinese_label_in_the_audit_trail(name: str) -> None:
    assert CHINESE.search(labels.get(name) or ""), f"register a label for {name} through audit.labels"


@pytest.mark.parametrize("model", [m for m in apps.get_models() if getattr(m, "kind", "")], ids=lambda m: m.kind)
def test_a_kind_of_thing_has_a_chinese_word(model: Any) -> None:
    known = references.kinds.get(model.kind)
    word = known.label if known else kind_labels.get(model.kind) or ""
    assert CHINESE.search(word), f"register {model.kind} through references.kinds or audit.kind_labels"


def test_every_operation_in_the_code_is_registered_at_the_start() -> None:
    of_the_apps = [d for d in definitions(CODE) if not d.path.startswith(("src/tongban/kernel/", "src/tongban/demo/"))]
    written = {d.name for d in of_the_apps if d.is_operation}
    assert written - set(operations) == set()


@pytest.mark.parametrize("code", list(permissions))
def test_a_permission_has_a_chinese_label(code: str) -> None:
    assert CHINESE.search(permissions[code].label)


@pytest.mark.parametrize("name", [name for name in jobs if ".tests" not in jobs[name].run.__module__])
def test_a_job_has_its_handler_and_a_chinese_label(name: str) -> None:
    assert callable(jobs[name].run)
    assert CHINESE.search(jobs[name].label), f"{name} is shown to administrators as {jobs[name].label}"
