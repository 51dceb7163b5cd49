"""The state of one running instance, and the change that one command makes to it.

Both are plain values: a host keeps tokens as rows and applies a `Change` row by row, or keeps a whole `State`.
Numbers of tokens are given per instance, in order, and never used twice; so the same commands give the same state.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tongban.lib.bpmn.functions import Value

# Kinds of tokens
TASK = "task"  # open work of a person
SERVICE = "service"  # work of the host, which completes it
JOIN = "join"  # arrived at a gateway, waiting for the others
SCOPE = "scope"  # a sub-process that is running; its inside has it as parent
LOOP = "loop"  # a multi-instance or looping activity; its instances have it as parent
WAIT = "wait"  # waits for an event: catch event, receive task, event-based gateway
LISTEN = (
    "listen"  # an event on an activity (its parent), or one that starts an event sub-process in a scope (its parent)
)

# Why a token was removed
COMPLETED, CANCELLED, JOINED, CLOSED = "completed", "cancelled", "joined", "closed"

ROOT = 0  # the parent of tokens directly in the process


class Loop(NamedTuple):
    """Progress of a multi-instance activity. `items` is what the instances are about (empty for a plain number)."""

    total: int
    completed: int = 0
    items: tuple[Value, ...] = ()
    decisions: tuple[tuple[str, int], ...] = ()


class Token(NamedTuple):
    """A place where the instance stands.

    `nth` (from 0) counts the instances of a multi-instance, `item` is what the instance is about; the steps inside it have the
    item too. `flow` is the sequence flow by which a JOIN token came; `via` the last person's step before; `source` the token
    whose completion made this one (ROOT at the start). `fired` counts how often a LISTEN token has fired without interrupting;
    `own` are the variables of a called process that keeps them apart. A `parked` token waits for a detour (return with direct
    re-submission); `resume`, on the token of the detour, tells which token it wakes.
    """

    id: int
    node: str
    kind: str
    parent: int = ROOT
    nth: int | None = None
    item: Value = None
    flow: str = ""
    via: str = ""
    source: int = ROOT
    parked: bool = False
    resume: int = ROOT
    loop: Loop | None = None
    fired: int = 0
    own: Mapping[str, Value] | None = None


class Thrown(NamedTuple):
    """A message or signal that left the instance: for the host to carry to others. `kind` is "message" or "signal"."""

    kind: str
    name: str
    element: str


class Event(NamedTuple):
    """One line of history: what happened at which element, and what decided it. `data` is plain JSON data."""

    kind: str
    element: str
    token: int
    data: Mapping[str, Any]


class State(NamedTuple):
    """All live tokens of an instance. `next_id` is the number the next token gets; `ended` is '', 'ended', 'terminated' or 'failed'."""

    process: str
    tokens: Mapping[int, Token]
    variables: Mapping[str, Value]
    next_id: int = 1
    ended: str = ""


class Removed(NamedTuple):
    """A token that is gone, as it was, and why: COMPLETED, CANCELLED, JOINED or CLOSED."""

    token: Token
    why: str


class Undo(NamedTuple):
    """What `withdraw` needs to take a completion back; the host keeps it with the completed step.

    `token` was completed, `restore` are other tokens it consumed (waiting at a join, cancelled by a completion condition),
    `made` the numbers of the tokens it created or woke, `counted` the multi-instances that counted it: (token, how often,
    decision); `services` the service tasks passed on the way, whose effects the host may be unable to take back.
    """

    token: Token
    restore: tuple[Token, ...] = ()
    made: tuple[int, ...] = ()
    counted: tuple[tuple[int, int, str], ...] = ()
    services: tuple[str, ...] = ()


class Change(NamedTuple):
    """What one command did. `apply` on the state before gives the state after, which is also in `state`.

    `restored` are tokens that live again under their old number (only `withdraw` does that); `variables` only the ones set.
    """

    state: State
    created: tuple[Token, ...]
    changed: tuple[Token, ...]
    removed: tuple[Removed, ...]
    restored: tuple[Token, ...]
    events: tuple[Event, ...]
    variables: Mapping[str, Value]
    undo: Undo | None = None
    thrown: tuple[Thrown, ...] = ()

    @property
    def ended(self) -> str:
        """How the instance ended with this command: '' (it goes on), 'ended', 'terminated' or 'failed' (an error)."""
        return self.state.ended


def apply(state: State, change: Change) -> State:
    """The state after a change, made from its parts alone, as a host with rows makes it."""
    tokens = dict(state.tokens)
    for removed in change.removed:
        del tokens[removed.token.id]
    for token in (*change.created, *change.changed, *change.restored):
        tokens[token.id] = token
    return State(
        process=change.state.process,
        tokens=tokens,
        variables={**state.variables, **change.variables},
        next_id=change.state.next_id,
        ended=change.state.ended,
    )


def open_tasks(state: State) -> list[Token]:
    """Steps that a person can act on now, in order of their numbers."""
    return sorted(token for token in state.tokens.values() if token.kind == TASK and not token.parked)
