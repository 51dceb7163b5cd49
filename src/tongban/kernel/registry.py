"""Extension points: a registry holds members by key, each registered once, at start-up, from an app's apps.py."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Members by key, in the order of registration. Registering a key twice, or asking for an unknown one, is an error."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._members: dict[str, T] = {}

    def register(self, key: str, member: T) -> T:
        if key in self._members and self._members[key] is not member:
            raise ValueError(f"{self.what} {key!r} is registered twice")
        self._members[key] = member
        return member

    def __getitem__(self, key: str) -> T:
        try:
            return self._members[key]
        except KeyError:
            raise LookupError(f"no {self.what} {key!r}; registered are {sorted(self._members)}") from None

    def get(self, key: str) -> T | None:
        return self._members.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def items(self) -> Iterator[tuple[str, T]]:
        return iter(self._members.items())

    def values(self) -> Iterator[T]:
        return iter(self._members.values())
