"""The door of the dictionaries: what may be chosen on a day, and by which name it is read."""

from tongban.foundation.codes.contracts import PERMISSIONS, Choice, EntryData
from tongban.foundation.codes.models import Dictionary, Entry
from tongban.foundation.codes.operations import add_entry, change_entry, create_dictionary
from tongban.foundation.codes.queries import choices, choices_of, dictionaries

__all__ = [
    "PERMISSIONS", "Choice", "Dictionary", "Entry", "EntryData", "add_entry", "change_entry", "choices", "choices_of",
    "create_dictionary", "dictionaries",
]  # fmt: skip
