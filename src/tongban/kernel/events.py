"""News that travels upward: frozen dataclasses with named handlers.

    inside   the handler runs in the operation's transaction: what integrity needs
    after    one job row per handler is written in the transaction and run after commit: notification, search, statistics

Both are registered from apps.py. Handlers of one event run in the order of registration. No Django signals.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongban.kernel.jobs import Enqueued, Job, job_name, jobs
from tongban.kernel.plain import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events. Fields are plain values: numbers, text, dates, References, tuples of these."""


Handler = Callable[[Any], None]
Wanted = Callable[[Any], bool]

_inside: dict[type[Event], list[Handler]] = defaultdict(list)
_after: dict[type[Event], list[tuple[str, Wanted]]] = defaultdict(list)


def on(event: type[Event], handler: Handler) -> None:
    """Run `handler(event)` inside the transaction that publishes the event."""
    if handler not in _inside[event]:
        _inside[event].append(handler)


def after(
    event: type[Event], handler: Handler, *, label: str = "", when: Wanted = lambda event: True
) -> None:  # fmt: skip
    """Run `handler(event)` as a job after commit, at least once. `when` looks at the event alone: where it says no, no job is written."""
    name = f"{job_name(handler)}:{event.__name__}"

    def run(*, event_data: dict[str, Any]) -> None:
        handler(from_plain(event, event_data))

    if name not in jobs:
        jobs.register(name, Job(name=name, run=run, label=label or name))
        _after[event].append((name, when))


def handle_inside(event: Event) -> None:
    for handler in _inside[type(event)]:
        handler(event)


def rows_after(event: Event, *, at: Any) -> list[Enqueued]:
    """The job rows that this event causes, one for each handler."""
    names = [name for name, wanted in _after[type(event)] if wanted(event)]
    if not names:
        return []
    payload = {"event_data": to_plain(event)}
    return [Enqueued(name=name, payload=payload, run_at=at) for name in names]
