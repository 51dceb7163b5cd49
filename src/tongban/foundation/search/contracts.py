"""Words of search: what an app gives to be found, and what a search page shows."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

MOST_COUNTED = 100  # shown as 99+


@dataclass(frozen=True, slots=True)
class Text:
    """What of one thing can be found: its title, and everything else in one text. Never a personal number."""

    subject: Reference
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind whose texts are kept in the index. Registered under the kind's word by the app that owns it.

    label   the heading on the page, such as 发文
    order   its place among the groups of the page
    texts   the texts of those of the ids that may be found, in a constant number of statements
    every   all ids, the oldest first: what `tongban reindex` goes through
    few     the ids that the viewer sees when there are no more than `limit`, None when there are more. A viewer of few
            things is searched from there, one of many from the index
    """

    label: str
    order: int
    texts: Callable[[Collection[int]], Iterable[Text]]
    every: Callable[[], Iterable[int]]
    few: Callable[[Actor, datetime, int], Collection[int] | None]


@dataclass(frozen=True, slots=True)
class Live:
    """A kind that is searched where it lies, because its own list has what is needed (people, with their readings)."""

    label: str
    order: int
    find: Callable[[Actor, str, datetime, int], list["Hit"]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `parts` is the place of the words in the text: (text, is it a word looked for)."""

    title: tuple[tuple[str, bool], ...]
    url: str
    parts: tuple[tuple[str, bool], ...] = ()
    note: str = ""
    subject: Reference | None = None  # what was found, where it is a kind of thing of its own


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind, the newest first; `more` when there are others, which come after the entry `last`."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    more: bool
    last: int | None = None
    count: int = 0  # how many there are as far as was looked: at most MOST_COUNTED
