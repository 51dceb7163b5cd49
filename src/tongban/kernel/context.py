"""The request id: one word that joins the lines of log, audit and job which belong together."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("tongban_request_id", default="")


def request_id() -> str:
    """The id of the request or job under way; empty outside of one."""
    return _request_id.get()


def new_request_id() -> str:
    return uuid.uuid4().hex


@contextmanager
def under_request_id(value: str) -> Iterator[str]:
    """Everything done inside carries this request id, in logs, audit entries and the jobs it enqueues."""
    token = _request_id.set(value)
    try:
        yield value
    finally:
        _request_id.reset(token)
