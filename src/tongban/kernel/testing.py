"""For tests of any app: call a plain writing function as an app above would, inside an operation."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.operations import Operation

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def within(
    function: Callable[..., Any], *, by: Actor | None = None, when: datetime = MONDAY, may: str = "access.own",
    **arguments: Any,
) -> Any:  # fmt: skip
    """The function's result, its writes committed by an operation of the test; the system acts unless `by` says who."""

    def act(*, actor: Actor, at: datetime) -> Any:
        return function(**arguments)

    act.__module__ = "tongban.test.test.operations"
    operation: Operation[..., Any] = Operation(act, may=may, on=None)
    return operation(actor=by or system_actor(), at=when)
