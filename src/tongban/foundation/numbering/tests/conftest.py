"""Operations of the test's own that give numbers, as an app above would."""

from collections.abc import Callable
from typing import Any

import pytest

from tongban.foundation.numbering.models import Series
from tongban.foundation.numbering.testing import MONDAY, make_series
from tongban.kernel.actor import system_actor
from tongban.kernel.operations import Operation


@pytest.fixture
def series(db) -> Series:
    return make_series()


@pytest.fixture
def within() -> Callable[..., Any]:
    """Call a plain writing function inside an operation: within(allocate, series=…)."""

    def call(function: Callable[..., Any], **arguments: Any) -> Any:
        def numbering_test(*, actor, at):
            return function(**arguments)

        numbering_test.__module__ = "tongban.test.numbering.operations"
        return Operation(numbering_test, may="numbering.manage", on=None)(actor=system_actor(), at=MONDAY)

    return call
