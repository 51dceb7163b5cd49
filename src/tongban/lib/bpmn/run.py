"""The working table of one command: tokens in and out, the queue of sequence flows to follow, what names mean."""

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.lib.bpmn.errors import CommandRefused, Runaway
from tongban.lib.bpmn.expressions import Expression
from tongban.lib.bpmn.functions import Value, is_list
from tongban.lib.bpmn.nodes import Compiled, Flow, Node
from tongban.lib.bpmn.state import (
    CANCELLED,
    CLOSED,
    LISTEN,
    LOOP,
    ROOT,
    SCOPE,
    SERVICE,
    TASK,
    WAIT,
    Change,
    Event,
    Loop,
    Removed,
    State,
    Thrown,
    Token,
    Undo,
)  # fmt: skip

MAX_PASSED = 10_000


def _named(node: Node) -> bool:
    return bool(node.service)


@dataclass(frozen=True, slots=True)
class Context:
    """What the host lends to a command, all read-only.

    `subject` is the typed data of the matter, looked up last; `waits` tells which service tasks stop for the host (by default
    those with a tb:service name), the others are passed. `done` tells the 法定 steps that were done and still count (tb:after).
    """

    subject: Mapping[str, Value] = field(default_factory=dict)
    done: Callable[[], Collection[str]] = tuple
    waits: Callable[[Node], bool] = _named


NO_CONTEXT = Context()


class Run:
    """One command at work on a copy of the token table. Nothing reaches the caller before `finish`."""

    __slots__ = (
        "at", "before", "changed", "compiled", "context", "counted", "created", "decision", "ended", "events", "next_id", "outcome",
        "passed", "process", "queue", "removed", "restored", "services", "signals", "source", "state",
        "thrown", "tokens", "touched", "variables", "via",
    )  # fmt: skip

    def __init__(self, compiled: Compiled, state: State, *, context: Context = NO_CONTEXT) -> None:
        self.compiled = compiled
        self.state = state
        self.before = state.tokens
        self.context = context
        self.process = state.process
        self.tokens = dict(state.tokens)
        self.next_id = state.next_id
        self.created: dict[int, Token] = {}
        self.changed: dict[int, Token] = {}
        self.restored: dict[int, Token] = {}
        self.removed: dict[int, Removed] = {}
        self.events: list[Event] = []
        self.variables: dict[str, Value] = {}
        self.outcome: Mapping[str, Value] = {}
        self.decision = ""
        self.counted: dict[int, tuple[int, str]] = {}
        self.services: list[str] = []
        self.signals: deque[frozenset[str]] = deque()
        self.thrown: list[Thrown] = []
        self.queue: deque[tuple[Flow, int]] = deque()
        self.touched: set[int] = set()
        self.at = ROOT
        self.source = ROOT
        self.via = ""
        self.passed = 0
        self.ended = ""

    # Tokens

    def add(self, node: Node, kind: str, parent: int, **more: Any) -> Token:
        """A new token under the next number."""
        token = Token(self.next_id, node.id, kind, parent, via=self.via, source=self.source, **more)
        self.next_id += 1
        self.tokens[token.id] = self.created[token.id] = token
        return token

    def put(self, token: Token) -> None:
        """Replace a live token."""
        self.tokens[token.id] = token
        for table in (self.created, self.restored):
            if token.id in table:
                table[token.id] = token
                return
        self.changed[token.id] = token

    def drop(self, token: Token, why: str) -> None:
        """Remove a token with what listened on it; one made by this very command leaves no trace."""
        if token.kind == SCOPE or self.compiled.nodes[token.node].boundaries:
            for child in self.children(token.id):
                if child.kind == LISTEN:
                    self.drop(child, CLOSED)
        del self.tokens[token.id]
        self.touched.add(token.parent)
        self.changed.pop(token.id, None)
        if self.created.pop(token.id, None) is None:
            self.removed[token.id] = Removed(self.before[token.id], why)

    def revive(self, token: Token) -> None:
        """Give a token of the past its place back, under its old number."""
        self.tokens[token.id] = token
        if self.removed.pop(token.id, None) is not None or token.id in self.before:
            self.changed[token.id] = token
        else:
            self.restored[token.id] = token

    def children(self, parent: int) -> list[Token]:
        """Live tokens directly inside a scope or loop, in order of their numbers."""
        return sorted(token for token in self.tokens.values() if token.parent == parent)

    def cancel(self, token: Token) -> None:
        """Remove a token with everything inside it."""
        for child in self.children(token.id):
            self.cancel(child)
        self.drop(token, CANCELLED)
        if token.kind in (TASK, SERVICE, LOOP, WAIT):
            self.note("cancelled", token.node, token.id)

    def forget(self, scope: int) -> None:
        """Nothing goes on in this scope, nor in scopes that are gone."""
        gone = [item for item in self.queue if item[1] == scope or (item[1] != ROOT and item[1] not in self.tokens)]
        for item in gone:
            self.queue.remove(item)

    # History

    def note(self, kind: str, element: str, token: int = 0, **data: Any) -> None:
        """Write a line of history."""
        self.events.append(Event(kind, element, token, data))

    # Names

    def look(self, name: str) -> Value:
        """A name's value: the step's outcome, the loops around, process variables, the subject; else null."""
        if name in self.outcome:
            return self.outcome[name]
        if self.at:
            known, value = self._local(name)
            if known:
                return value
        if name in self.variables:
            return self.variables[name]
        if name in self.state.variables:
            return self.state.variables[name]
        return self.context.subject.get(name)

    def _local(self, name: str) -> tuple[bool, Value]:
        number = self.at
        while number:
            token = self.tokens[number]
            if token.loop is not None:
                values = loop_values(token.loop, self.compiled.nodes[token.node])
                if name in values:
                    return True, values[name]
            elif token.own is not None:
                return True, token.own[name] if name in token.own else self.context.subject.get(name)
            elif token.nth is not None:
                if name == "loopCounter":
                    return True, token.nth
                loop = self.compiled.nodes[token.node].loop
                if loop is not None and name == loop.item:
                    return True, token.item
            number = token.parent
        return False, None

    def store(self, values: Mapping[str, Value], at: int) -> None:
        """Set variables as seen from a token: of the called process around it that keeps its own, else of the instance."""
        while at and values:
            token = self.tokens[at]
            if token.own is not None:
                self.put(token._replace(own={**token.own, **values}))
                return
            at = token.parent
        self.variables.update(values)

    def all_variables(self, at: int) -> dict[str, Value]:
        """The variables that a called process gets when all are passed."""
        while at:
            token = self.tokens[at]
            if token.own is not None:
                return dict(token.own)
            at = token.parent
        return {**self.state.variables, **self.variables}

    def value(self, expression: Expression, at: int, local: Mapping[str, Value] | None = None) -> Value:
        """An expression's value as seen from a token (ROOT: from the process), with names that only it knows."""
        self.at = at
        if local:
            return expression.evaluate(lambda name: local[name] if name in local else self.look(name))
        return expression.evaluate(self.look)

    def because(self, expressions: list[Expression]) -> dict[str, Value]:
        """The values that the names in these expressions have now, in a form fit for history."""
        found: dict[str, Value] = {}
        for expression in expressions:
            for name in sorted(expression.names):
                first, *rest = name.split(".")
                value = self.look(first)
                for key in rest:
                    value = value.get(key) if isinstance(value, Mapping) else None
                found[name] = _short(value)
        return found

    # Moving

    def throw(self, node: Node) -> None:
        """A throwing event or send task: signals will reach all who wait in the instance, messages and signals the host."""
        event = node.event
        if event is None or event.kind not in ("signal", "message"):
            return
        if event.kind == "signal":
            self.signals.append(event.names)
        self.thrown.append(Thrown(event.kind, event.name, node.id))

    def may_take(self, flow: Flow) -> bool:
        """Have the 法定 steps been done without which the flow is not taken?"""
        return not flow.after or set(flow.after) <= set(self.context.done())

    def go(self, flow: Flow, parent: int) -> None:
        """Follow a sequence flow, soon."""
        self.passed += 1
        if self.passed > MAX_PASSED:
            message = f"一次办理经过的元素超过 {MAX_PASSED} 个，流程图中有无人参与的死循环：{flow.source.label}"
            raise Runaway(message, element=flow.source.id)
        self.queue.append((flow, parent))

    def finish(self, undo: Undo | None = None) -> Change:
        """The change, once nothing moves any more."""
        variables = {**self.state.variables, **self.variables} if self.variables else self.state.variables
        return Change(
            state=State(self.process, self.tokens, variables, self.next_id, self.ended),
            created=tuple(self.created.values()),
            changed=tuple(self.changed.values()),
            removed=tuple(self.removed.values()),
            restored=tuple(self.restored.values()),
            events=tuple(self.events),
            variables=self.variables,
            undo=undo,
            thrown=tuple(self.thrown),
        )


def loop_values(loop: Loop, node: Node) -> dict[str, Value]:
    """The names that conditions inside a multi-instance may use (10.3.8); of a standard loop, how often it was done."""
    assert node.loop is not None
    if node.loop.again:
        return {"loopCounter": loop.completed}
    left = loop.total - loop.completed
    return {
        "nrOfInstances": loop.total,
        "nrOfCompletedInstances": loop.completed,
        "nrOfActiveInstances": min(left, 1) if node.loop.sequential else left,
        "decisions": dict(loop.decisions),
    }


def _short(value: Value) -> Value:
    """Scalars and short lists of scalars as they are, more than that by its size."""
    if isinstance(value, Mapping) or (
        is_list(value) and (len(value) > 20 or any(isinstance(v, Mapping) or is_list(v) for v in value))
    ):
        return {"size": len(value)}
    return list(value) if is_list(value) else value


def live(state: State, number: int) -> Token:
    """The live token with this number. Raises CommandRefused when there is none, or the instance has ended."""
    if state.ended:
        raise CommandRefused("流程已经结束，不能再办理", code="instance-ended")
    token = state.tokens.get(number)
    if token is None:
        raise CommandRefused("这一环节已经办过，或已被收回", code="not-open")
    return token
