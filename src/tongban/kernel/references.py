"""A Reference points at anything: a document, a case, a unit. What it points at is known only to the app that owns the kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """`kind` is a registered word such as "document"; `id` is the primary key. Written as "document:12"."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """The reverse of str(). Raises ValueError for anything else."""
        kind, sep, number = text.partition(":")
        if not sep or not kind or not number.isascii() or not number.isdigit():
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, int(number))
