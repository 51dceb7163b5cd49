"""The run itself: start, people, end, checks, report."""

import argparse
import os
import queue
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.soak.people import Person, Rules, Tally
from bench.soak.system import System

SETTLE_WITHIN = 90.0  # seconds for the worker, when everybody has gone home
SAMPLE_EVERY = 5.0


def main(argv: Sequence[str]) -> int:
    """0 when everything that must hold does."""
    given = parsed(argv)
    with tempfile.TemporaryDirectory() as folder:
        system = System(Path(folder) / "home", given.database, given.port or free_port(), given.documents)
        system.home.mkdir()
        print(f"starting with {given.documents} documents …", flush=True)
        system.start()
        try:
            return soak(system, given)
        finally:
            code = system.stop()
            print(f"stopped with exit code {code}")


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--people", type=int, default=16, help="at work at the same time")
    parser.add_argument("--drafts", type=int, default=60, help="new documents at most")
    parser.add_argument("--documents", type=int, default=60, help="that are there at the start")
    parser.add_argument("--pause", type=float, default=1.0, help="times the second that people think on average")
    parser.add_argument("--database", default="", help="DATABASE_URL of an empty database; SQLite without")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(argv)


def soak(system: System, given: argparse.Namespace) -> int:
    os.environ |= system.environment
    import_module("django").setup()
    invariants, casting = import_module("bench.soak.invariants"), import_module("bench.soak.casting")
    until = time.monotonic() + given.minutes * 60
    rules = Rules(until, given.drafts, given.pause, casting.PASSWORD, casting.SEAL_PASSWORD, casting.receivers())
    since, tally = invariants.first_entry(), Tally()
    lines = [people(cast, system, tally, rules, given.seed) for cast in casting.casts()]
    spent = work(system, lines, given.people, until)
    settled = settle(casting.unsettled, system)
    report(system, tally, spent, settled)
    return verdict(list(invariants.broken(system, tally, since=since)))


def people(accounts: Any, system: System, tally: Tally, rules: Rules, seed: int) -> "queue.SimpleQueue[Person]":
    """Everybody who may come to his desk, waiting in a line."""
    rng, waiting = random.Random(seed), queue.SimpleQueue[Person]()
    for name, drafts in accounts:
        own = random.Random(rng.random())
        waiting.put(Person(name, server=system.server, drafts=drafts, tally=tally, rules=rules, rng=own))
    return waiting


def work(system: System, lines: "list[queue.SimpleQueue[Person]]", at_once: int, until: float) -> float:
    """Let so many work at once, of each line as many, until the time is over; the seconds that it took."""
    started = time.monotonic()
    threads = [threading.Thread(target=come_and_go, args=(lines[n % len(lines)], until)) for n in range(at_once)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        system.sample(time.monotonic() - started)
        threads[0].join(SAMPLE_EVERY) if threads[0].is_alive() else time.sleep(0.2)
    return time.monotonic() - started


def come_and_go(waiting: "queue.SimpleQueue[Person]", until: float) -> None:
    """Nobody sits at two desks: who works is not in the line."""
    while time.monotonic() < until:
        person = waiting.get(timeout=60)
        try:
            person.visit()
        finally:
            waiting.put(person)


def settle(unsettled: Any, system: System) -> float:
    """Wait for the worker to have done what the people left; how many seconds."""
    started = time.monotonic()
    while unsettled() and time.monotonic() < started + SETTLE_WITHIN:
        time.sleep(0.5)
    return time.monotonic() - started


def report(system: System, tally: Tally, spent: float, settled: float) -> None:
    count = sum(len(times) for times in tally.times.values())
    acts = sum(tally.done.values())
    print(
        f"\n{count} requests and {acts} operations in {spent:.0f} s: {count / spent:.1f} and {acts / spent:.1f} a second;"
    )
    print(f"the worker was done {settled:.1f} s after the last of them. Load {os.getloadavg()[0]:.1f}.\n")
    print(f"{'':26}{'count':>7}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}")
    for what, times in sorted(tally.times.items()):
        line = [percentile(times, 50), percentile(times, 95), max(times)]
        print(f"{what:26}{len(times):7}" + "".join(f"{seconds * 1000:9.0f}" for seconds in line))
    everything = [seconds for times in tally.times.values() for seconds in times]
    print(f"{'all':26}{count:7}{percentile(everything, 50) * 1000:9.0f}{percentile(everything, 95) * 1000:9.0f}")
    print("\nanswers by status:", dict(sorted(tally.statuses.items())))
    print("refused in words:", dict(sorted(tally.refused.items())) or "nothing")
    first, last = system.memory[0], system.memory[-1]
    print(f"memory: web {first[1] // 1024} → {last[1] // 1024} MB, worker {first[2] // 1024} → {last[2] // 1024} MB\n")


def percentile(times: list[float], which: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[which - 1] if len(times) > 1 else times[0]


def verdict(found: list[tuple[str, list[str]]]) -> int:
    for promise, faults in found:
        print(f"{'BROKEN' if faults else 'holds '} {promise}")
        for fault in faults[:10]:
            print(f"         {fault}")
    sys.stdout.flush()
    return 1 if any(faults for _, faults in found) else 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
