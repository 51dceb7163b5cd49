"""The door of call-backs: an app says once, in its registrations, what may be told of an event.

    callbacks.offer("case.moved", callbacks.Subject("办件状态变化", CaseMoved, say))

The news is written in the transaction of the event and sent by the worker, signed, with tries that come further apart.
"""

from tongban.foundation.callbacks.contracts import PERMISSIONS, News, Subject, subjects
from tongban.foundation.callbacks.operations import tell
from tongban.kernel import events

__all__ = ["PERMISSIONS", "News", "Subject", "offer"]


def offer(code: str, subject: Subject) -> None:
    """Let programs ask to be told of this."""
    subjects.register(code, subject)
    events.on(subject.event, lambda event: tell(code, event))
