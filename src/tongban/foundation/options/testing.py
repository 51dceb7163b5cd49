"""For tests of any app: settings as the program brings them, or with other values, without a statement."""

from typing import Any

from tongban.foundation.options import queries


def untouched(**values: Any) -> None:
    """What is in force from now on, by key with "__" for the dot; nothing named: what the program brings."""
    queries.believe({key.replace("__", "."): value for key, value in values.items()}, float("inf"))
