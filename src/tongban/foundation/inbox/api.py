"""The door of the inbox: to-do, done and to-read over all kinds of things."""

from tongban.foundation.inbox.contracts import TO_READ, TODO, DeskHandedOver, Entry, Read, duty_key, person_key
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.operations import close, erase, finish, mark_read, put, rename, set_due
from tongban.foundation.inbox.queries import (
    CAP,
    Counts,
    Place,
    count_by_category,
    counts,
    desks_of,
    done_items,
    few_of,
    keys_for,
    keys_of,
    lies_with,
    met,
    met_among,
    met_rows,
    mine,
    on_desk,
    open_items,
    people_with,
    place_of,
    readers_of,
    to_read,
    to_read_of,
    waiting_among,
)  # fmt: skip

__all__ = [
    "CAP", "Counts", "DeskHandedOver", "Entry", "Item", "Place", "Read", "TODO", "TO_READ", "close",
    "count_by_category", "counts", "desks_of", "done_items", "duty_key", "erase", "few_of", "finish", "keys_for",
    "keys_of", "lies_with", "mark_read", "met", "met_among", "met_rows", "mine", "on_desk", "open_items",
    "people_with", "person_key", "place_of", "put", "readers_of", "rename", "set_due", "to_read", "to_read_of",
    "waiting_among",
]  # fmt: skip
