"""Four clients at once: approvals a second beside steps of the hand-written floor a second, by four clients too."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.machine import Figure

CLIENTS, ROUNDS, EACH, WARM = 4, 3, 40, 8


def figures() -> list[Figure]:
    own = statistics.median(_rate(_approving()) for _ in range(ROUNDS))
    floor = statistics.median(_rate(_stepping()) for _ in range(ROUNDS))
    share = round(own / floor, 2)
    return [
        Figure("approvals, 4 clients at once", round(own), "1/s", "none, for comparison", met=True, more=True),
        Figure("approvals / steps of the floor, 4 clients at once", share, "×", "≥ 0.2", share >= 0.2, more=True),
    ]


def _approving() -> Iterable[list[str]]:
    """The commands of the clients, each with steps of its own."""
    from bench.approval import at_review  # noqa: PLC0415 - only here is a database wanted

    for _ in range(CLIENTS):
        yield [sys.executable, "-m", "bench.clients", *(str(work.pk) for work in at_review(WARM + EACH))]


def _stepping() -> Iterable[list[str]]:
    floor = Path(os.environ["TONGBAN_SHARED"]) / "bench/engines/bench_one.py"
    return [[sys.executable, str(floor), "raw_pg", "fawen", str(EACH), "1024"]] * CLIENTS


def _rate(commands: Iterable[list[str]]) -> float:
    """Steps a second of all clients together, from the time that each spent in its own steps."""
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    clients = [subprocess.Popen(command, **pipe) for command in list(commands)]  # type: ignore[call-overload]
    spent = [json.loads(client.communicate("go\n")[0].splitlines()[-1])["lat_ms"] for client in clients]
    return sum(len(one) * 1000 / sum(one) for one in spent)


def client(works: list[str]) -> None:
    """One client: it approves these steps, and says in milliseconds how long each took."""
    from bench import office  # noqa: F401, PLC0415 - makes Django ready
    from bench.approval import approve  # noqa: PLC0415
    from tongban.engines.flow.models import Work  # noqa: PLC0415
    from tongban.foundation.organization.api import Person  # noqa: PLC0415
    from tongban.foundation.organization.testing import actor_of  # noqa: PLC0415
    from tongban.kernel.testing import MONDAY  # noqa: PLC0415

    mine = list(Work.objects.filter(pk__in=works))
    head = actor_of(Person.objects.get(pk=int(mine[0].keys[0][1:])), at=MONDAY)
    sys.stdin.readline()
    took = [approve(work, head) * 1000 for work in mine]
    print(json.dumps({"lat_ms": took[WARM:]}))


if __name__ == "__main__":
    client(sys.argv[1:])
