"""Plain JSON for events and results: dataclasses of simple values, there and back."""

import dataclasses
import typing
from datetime import date, datetime
from types import UnionType
from typing import Any

from tongban.kernel.references import Reference


def to_plain(value: Any) -> Any:
    """JSON-ready form of simple values, dates, references, tuples, dicts and dataclasses. TypeError for anything else."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_plain(v) for v in value]
    if isinstance(value, dict):
        return {str(k): to_plain(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: Any, value: Any) -> Any:
    """The value of type `kind` whose plain form is `value`; `kind` is a dataclass, a simple type, X | None, or tuple[X, ...]."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if value is None:
        return None
    if origin in (UnionType, typing.Union):
        return from_plain(next(a for a in args if a is not type(None)), value)
    if origin is tuple:
        return tuple(from_plain(args[0], v) for v in value)
    if kind is Reference:
        return Reference.parse(value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: from_plain(hints[name], v) for name, v in value.items()})  # type: ignore[operator]
    return value
