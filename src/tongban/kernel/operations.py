"""An operation is the only way to change something: permission check, write, audit entry and events in one transaction.

    @operation(may="documents.number", on="document")
    def assign_number(*, document: Document, actor: Actor, at: datetime) -> Number: ...

The dotted name, documents.assign_number, is the address of the code, the audit action and the log key.
Only the outermost call is an operation; what it calls are plain functions, marked @inside_operation where they write.

    assign_number(document=…, actor=…, at=…, request_key=…)     a repeat with the same key returns the first result
    assign_number.bulk([{…}, {…}], actor=…, at=…)                n of them, one transaction, n audit entries
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

import structlog
from django.apps import apps
from django.db import IntegrityError, models, transaction

from tongban.kernel import events, ports
from tongban.kernel.actor import Actor
from tongban.kernel.context import request_id
from tongban.kernel.errors import Anticipated, Conflict
from tongban.kernel.jobs import Enqueued
from tongban.kernel.plain import to_plain
from tongban.kernel.ports import Entry
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry
from tongban.kernel.sql import together
from tongban.kernel.text import require_visible

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger("operations")
operations: Registry["Operation[Any, Any]"] = Registry("operation")


@dataclass(slots=True)
class Doing:
    """The operation under way: what its entry will say, and the jobs that its commit sets free."""

    name: str
    actor: Actor
    at: datetime
    reference: Reference | None = None
    details: dict[str, Any] = field(default_factory=dict)
    rows: list[Enqueued] = field(default_factory=list)


_doing: ContextVar[Doing | None] = ContextVar("tongban_doing", default=None)


def doing() -> Doing:
    """The operation under way. RuntimeError outside of one: a write without audit is a defect."""
    current = _doing.get()
    if current is None:
        raise RuntimeError("this function writes and may run only inside an operation")
    return current


def inside_operation(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a plain function that writes: it refuses to run outside an operation."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        doing()
        return function(*args, **kwargs)

    return guarded


def publish(event: events.Event) -> None:
    """Tell the handlers: the inside ones now, the others by job rows of this transaction."""
    current = doing()
    current.rows.extend(events.rows_after(event, at=current.at))
    events.handle_inside(event)


def enqueue(name: str, *, run_at: datetime | None = None, dedupe_key: str | None = None, **payload: Any) -> None:
    """Store a job with this transaction. `run_at` defaults to the operation's time: as soon as it has committed."""
    current = doing()
    current.rows.append(Enqueued(name, to_plain(payload), run_at or current.at, dedupe_key))


def note(**details: Any) -> None:
    """Add plain facts to the audit entry. Never text of a document, never a personal number."""
    doing().details.update(to_plain(details))


def about(reference: Reference) -> None:
    """Name what the entry is about, where the target did not exist before (a new document)."""
    doing().reference = reference


def on_behalf_of(person_id: int) -> None:
    """Name in the entry whom the actor stands in for."""
    current = doing()
    current.actor = replace(current.actor, for_person_id=person_id)


class Operation(Generic[P, R]):
    """The callable that @operation makes. `may` is the permission's code; `on` the argument that it is asked about."""

    def __init__(self, function: Callable[P, R], *, may: str, on: str | None) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.may = may
        self.on = on
        self.name = operation_name(function)

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...
    @overload
    def __call__(self, *, request_key: str | None, **kwargs: Any) -> R: ...
    def __call__(self, *args: Any, **kwargs: Any) -> R:
        """Do it. `request_key` may be given beside the function's own arguments."""
        key = cast("str | None", kwargs.pop("request_key", None))
        actor, at = cast(Actor, kwargs["actor"]), cast(datetime, kwargs["at"])
        results = self._transact([kwargs], actor=actor, at=at, request_key=key)
        return cast(R, results[0])

    def bulk(self, calls: Iterable[dict[str, Any]], *, actor: Actor, at: datetime) -> list[R]:
        """n calls in one transaction with n audit entries; the first failure undoes them all."""
        rows = [{**call, "actor": actor, "at": at} for call in calls]
        return cast("list[R]", self._transact(rows, actor=actor, at=at, request_key=None))

    def require(self, target: Any = None, *, actor: Actor, at: datetime) -> None:
        """Ask the permission ahead, before something costly is prepared for the call (an upload is taken in).

        Raises what the call would raise, and leaves the same entry. The call asks again.
        """
        try:
            ports.permission().require(actor=actor, permission=self.may, target=target, at=at)
        except Anticipated as error:
            self._refuse(error, {self.on: target} if self.on else {}, actor=actor, at=at)
            raise

    def _transact(
        self, calls: list[dict[str, Any]], *, actor: Actor, at: datetime, request_key: str | None
    ) -> list[Any]:
        if _doing.get() is not None:
            raise RuntimeError(f"{self.name} was called inside an operation: call a plain function there")
        results: list[Any] = []
        try:
            with transaction.atomic(), together():
                self._run_all(calls, results, actor=actor, at=at, request_key=request_key)
        except (Anticipated, IntegrityError) as error:
            # A second click finds the step done, loses the race for a lock, or its entry meets the key of the first: it gets
            # what the first click got. Nobody else pays for looking.
            if request_key and (first := self._recall(request_key, actor, calls[0])) is not None:
                return [first[0]]
            self._refuse(error, calls[min(len(results), len(calls) - 1)], actor=actor, at=at)
            raise
        return results

    def _run_all(
        self, calls: list[dict[str, Any]], results: list[Any], *, actor: Actor, at: datetime, request_key: str | None
    ) -> None:
        entries, rows = [], []
        for call in calls:
            entry, result, freed = self._run(call, actor=actor, at=at, request_key=request_key)
            entries.append(entry)
            results.append(result)
            rows.extend(freed)
        ports.audit().record(entries)
        if rows:
            ports.jobs().enqueue(rows, request_id=request_id())

    def _run(
        self, call: dict[str, Any], *, actor: Actor, at: datetime, request_key: str | None
    ) -> tuple[Entry, Any, list[Enqueued]]:
        target = call[self.on] if self.on else None
        current = Doing(self.name, actor, at, reference=reference_of(target))
        token = _doing.set(current)
        try:
            ports.permission().require(actor=actor, permission=self.may, target=target, at=at)
            require_visible(call)
            result = self.function(**call)  # type: ignore[call-arg]
        finally:
            _doing.reset(token)
        entry = Entry(
            action=self.name, actor=current.actor, at=at, reference=current.reference or reference_of(result),
            request_id=request_id(), request_key=request_key, details=current.details,
            result={"things": things_of(call)} | remember(result) if request_key else None,
        )  # fmt: skip
        return entry, result, current.rows

    def _recall(self, request_key: str, actor: Actor, call: dict[str, Any]) -> tuple[Any] | None:
        """The first result in a tuple; None where the key is new. Conflict when it served something else."""
        remembered = ports.audit().recall(request_key)
        if remembered is None:
            return None
        first = (remembered.action, remembered.account_id, remembered.result.get("things"))
        if first != (self.name, actor.account_id, things_of(call)):
            raise Conflict("这张表单已用于另一次提交，请刷新页面后重试。", code="request-key-reused")
        return (recollect(remembered.result),)

    def _refuse(self, error: Exception, call: dict[str, Any], *, actor: Actor, at: datetime) -> None:
        """What was refused leaves an entry of its own, after everything else was undone."""
        if not getattr(error, "audited", False):
            return
        reference = reference_of(call[self.on]) if self.on else None
        code = cast(Anticipated, error).code
        entry = Entry(
            action=self.name, actor=actor, at=at, reference=reference, outcome="refused", error=code,
            request_id=request_id(),
        )  # fmt: skip
        with transaction.atomic():
            ports.audit().record([entry])
        cast(Anticipated, error).recorded = True
        log.info("operation.refused", operation=self.name, code=code, reference=str(reference or ""))


def operation(*, may: str, on: str | None = None) -> Callable[[Callable[P, R]], Operation[P, R]]:
    """Make a function an operation. Its arguments are keyword-only and include `actor` and `at`."""

    def register(function: Callable[P, R]) -> Operation[P, R]:
        made = Operation(function, may=may, on=on)
        operations.register(made.name, made)
        return made

    return register


def operation_name(function: Callable[..., Any]) -> str:
    """tongban.<group>.<app>.operations[.<file>].<function> → app.function."""
    parts = function.__module__.split(".")
    return f"{parts[parts.index('operations') - 1]}.{function.__name__}"


def reference_of(value: Any) -> Reference | None:
    """The Reference of an object that has one."""
    if isinstance(value, Reference):
        return value
    found = getattr(value, "reference", None)
    return found if isinstance(found, Reference) else None


def things_of(call: Mapping[str, Any]) -> dict[str, str]:
    """The rows and references among a call's arguments, by the arguments' names: what one request key may be used for.

    Typed words are not compared: a form that is sent again after a change was carried out the first time."""
    named = {name: _thing(value) for name, value in call.items() if name != "actor"}
    return {name: thing for name, thing in named.items() if thing}


def _thing(value: Any) -> str:
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    return str(reference_of(value) or "")


def remember(result: Any) -> dict[str, Any]:
    """The plain form of a result, to be given again when the same request comes twice."""
    if isinstance(result, models.Model):
        return {"model": result._meta.label_lower, "id": result.pk}
    if isinstance(result, list | tuple):
        return {"list": [remember(r) for r in result]}
    return {"value": to_plain(result)}


def recollect(plain: Any) -> Any:
    """The reverse of remember(). A model is read anew; a row that is gone since gives None."""
    if not plain:
        return None
    if "model" in plain:
        return apps.get_model(plain["model"])._base_manager.filter(pk=plain["id"]).first()
    if "list" in plain:
        return [recollect(p) for p in plain["list"]]
    return plain["value"]
