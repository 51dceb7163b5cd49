"""Run by the kill test in one zone: the carrier's work, and that of the jobs, in processes that are killed after a step.

python carry_and_die.py STEP …      each STEP, a name below or "never", in a process of its own; prints how each ended
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from tongban.config.starting import start_django

start_django()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from tongban.engines.exchange import applying, carrying  # noqa: E402
from tongban.engines.exchange.line import Line  # noqa: E402
from tongban.foundation.jobs.models import Job  # noqa: E402
from tongban.foundation.jobs.testing import run_due_jobs  # noqa: E402
from tongban.kernel.errors import Unavailable  # noqa: E402

STEPS: dict[str, tuple[Any, str]] = {
    "asked": (Line, "waiting"),
    "content is here": (carrying.files_api, "receive"),
    "kept": (carrying, "accept"),
    "told": (Line, "tell_delivered"),
    "put": (Line, "put"),
    "brought": (Line, "bring"),
    "noted": (carrying.book, "delivered"),
}


def dying(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, and then the process is gone as if the power were."""

    def last(*args: Any, **named: Any) -> None:
        function(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return last


def main(step: str) -> None:
    Job.objects.filter(state="running").update(state="waiting")  # as if the dead one's lease were over
    if step in STEPS:
        owner, name = STEPS[step]
        setattr(owner, name, dying(getattr(owner, name)))
    if step == "applied":
        receiver_of = applying.receiver_of
        applying.receiver_of = lambda topic: dying(receiver_of(topic))  # type: ignore[assignment]
    if settings.EXCHANGE_ADDRESS:
        carrying.carry(Line(settings.EXCHANGE_ADDRESS, settings.EXCHANGE_KEY))
    run_due_jobs()


def ended(step: str) -> int:
    """The exit code of a process that does this."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            main(step)
        except Unavailable:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    print([ended(step) for step in sys.argv[1:]])
