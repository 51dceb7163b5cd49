"""For the processes of test_killed.py: somebody who wants to hear of ended limits, and takes his time."""

import time

from tongban.foundation.clocks.contracts import ClockPassed
from tongban.kernel import events


def hear(event: ClockPassed) -> None:
    """The job's handler; it is only left waiting here."""


def dawdle(event: ClockPassed) -> None:
    time.sleep(0.01)


def listen_slowly() -> None:
    events.on(ClockPassed, dawdle)
    events.after(ClockPassed, hear, label="听到")
