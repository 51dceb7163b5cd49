"""Reads of cases. The first argument is the viewer; the public progress takes number and 查询码 instead."""

from tongban.business.casework.queries.lists import Wanted, cases, mine
from tongban.business.casework.queries.progress import Progress, progress_of
from tongban.business.casework.queries.published import published, published_keys
from tongban.business.casework.queries.seeing import case_for, letter_for, visible_ids

__all__ = [
    "Progress",
    "Wanted",
    "case_for",
    "cases",
    "letter_for",
    "mine",
    "progress_of",
    "published",
    "published_keys",
    "visible_ids",
]
