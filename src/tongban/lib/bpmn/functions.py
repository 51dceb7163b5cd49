"""The functions of the expression language. All are total: wrong or missing input gives null, never an exception."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Value = Any  # null, bool, int, float, str, list or tuple of values, mapping of str to values


def is_number(value: Value) -> bool:
    """True for int and float; true and false are not numbers here."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_list(value: Value) -> bool:
    """True for a list of values; text is not a list."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def same(left: Value, right: Value) -> bool:
    """Equality without conversion: 1 equals 1.0, but neither "1" nor true."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False
    return bool(left == right)


def contains(whole: Value, part: Value) -> Value:
    """Is the part in the list, the text in the text, the key in the data?"""
    if isinstance(whole, str):
        return isinstance(part, str) and part in whole
    if is_list(whole):
        return any(same(item, part) for item in whole)
    if isinstance(whole, Mapping):
        return isinstance(part, str) and part in whole
    return None if whole is not None else False


def size(value: Value) -> Value:
    """Number of characters, items or keys; 0 for null."""
    if value is None:
        return 0
    return len(value) if isinstance(value, (str, Mapping)) or is_list(value) else None


def empty(value: Value) -> bool:
    """True for null, empty text, empty list and empty data."""
    return size(value) == 0


def starts_with(text: Value, start: Value) -> Value:
    """Does the text begin so?"""
    return text.startswith(start) if isinstance(text, str) and isinstance(start, str) else None


def ends_with(text: Value, end: Value) -> Value:
    """Does the text end so?"""
    return text.endswith(end) if isinstance(text, str) and isinstance(end, str) else None


def numbers(values: tuple[Value, ...]) -> list[Any] | None:
    """The arguments, or the items of the only argument; None unless all are numbers."""
    found = list(values[0]) if len(values) == 1 and is_list(values[0]) else list(values)
    return found if all(is_number(item) for item in found) else None


def over_numbers(compute: Callable[[list[Any]], Value], *, nothing: Value) -> Callable[..., Value]:
    """A function over numbers given singly or as one list; `nothing` is the answer for an empty list."""

    def run(*values: Value) -> Value:
        found = numbers(values)
        if found is None:
            return None
        return compute(found) if found else nothing

    return run


def coalesce(*values: Value) -> Value:
    """The first argument that is not null."""
    return next((value for value in values if value is not None), None)


def every(values: Value) -> Value:
    """Is each item true? True for an empty list."""
    return all(item is True for item in values) if is_list(values) else None


def some(values: Value) -> Value:
    """Is an item true?"""
    return any(item is True for item in values) if is_list(values) else None


def part(whole: Value, place: Value) -> Value:
    """An item of a list by its number from 0, a part of data by its name."""
    if isinstance(whole, Mapping):
        return whole.get(place) if isinstance(place, str) else None
    if is_list(whole) and is_number(place) and place == int(place) and 0 <= place < len(whole):
        return whole[int(place)]
    return None


def same_letters(left: Value, right: Value) -> Value:
    """Equality of texts whatever the case of their letters."""
    return left.lower() == right.lower() if isinstance(left, str) and isinstance(right, str) else same(left, right)


def rounded(number: Value, places: Value = 0) -> Value:
    """The number with so many places after the point (0 to 6); a half goes away from zero, as merchants count."""
    if not is_number(number) or not is_number(places) or places not in range(7) or not abs(number) < 10**15:
        return None
    found = Decimal(str(number)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    return float(found) if places else int(found)


def day_of(text: Value) -> date | None:
    """The day of an ISO text, None for anything else."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def days_between(start: Value, end: Value) -> Value:
    """Days from one day to another: 0 for the same day, negative when the end comes first."""
    first, last = day_of(start), day_of(end)
    return (last - first).days if first and last else None


def add_days(start: Value, days: Value) -> Value:
    """The day so many days later, as ISO text."""
    first = day_of(start)
    if first is None or not is_number(days):
        return None
    try:
        return (first + timedelta(days=int(days))).isoformat()
    except OverflowError:
        return None


# name: (function, least and most number of arguments)
FUNCTIONS: dict[str, tuple[Callable[..., Value], int, int]] = {
    "contains": (contains, 2, 2),
    "size": (size, 1, 1),
    "empty": (empty, 1, 1),
    "starts_with": (starts_with, 2, 2),
    "ends_with": (ends_with, 2, 2),
    "min": (over_numbers(min, nothing=None), 1, 20),
    "max": (over_numbers(max, nothing=None), 1, 20),
    "sum": (over_numbers(sum, nothing=0), 1, 20),
    "coalesce": (coalesce, 1, 20),
    "all": (every, 1, 1),
    "any": (some, 1, 1),
    "round": (rounded, 1, 2),
    "days_between": (days_between, 2, 2),
    "add_days": (add_days, 2, 2),
}
# Methods that models of other engines use (JUEL), by name: (function of the value and the arguments, number of arguments).
METHODS: dict[str, tuple[Callable[..., Value], int, int]] = {
    "equals": (same, 1, 1),
    "equalsIgnoreCase": (same_letters, 1, 1),
    "contains": (contains, 1, 1),
    "containsKey": (contains, 1, 1),
    "startsWith": (starts_with, 1, 1),
    "endsWith": (ends_with, 1, 1),
    "isEmpty": (empty, 0, 0),
    "size": (size, 0, 0),
    "length": (size, 0, 0),
    "get": (part, 1, 1),
}
