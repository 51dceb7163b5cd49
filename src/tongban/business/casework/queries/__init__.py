"""Reads of cases. The first argument is the viewer."""

from tongban.business.casework.queries.finding import CASES, texts_of_cases
from tongban.business.casework.queries.handed import Brought, HandedIn, handed_in
from tongban.business.casework.queries.lists import Wanted, cases, mine
from tongban.business.casework.queries.published import published, published_keys
from tongban.business.casework.queries.seeing import case_for, letter_for, seals_for, visible_ids
from tongban.business.casework.queries.window import (
    Queue,
    Waiting,
    find,
    handlers_of,
    items_of,
    letters_of,
    organs,
    queue,
    state_of,
    window_case,
)
from tongban.business.casework.queries.wording import Wording, supplement_facts, wording

__all__ = [
    "CASES",
    "Brought",
    "HandedIn",
    "Queue",
    "Waiting",
    "Wanted",
    "Wording",
    "case_for",
    "cases",
    "find",
    "handed_in",
    "handlers_of",
    "items_of",
    "letter_for",
    "letters_of",
    "mine",
    "organs",
    "published",
    "published_keys",
    "queue",
    "seals_for",
    "state_of",
    "supplement_facts",
    "texts_of_cases",
    "visible_ids",
    "window_case",
    "wording",
]  # fmt: skip
