"""Lists in pages: sorting and paging from the address, totals that stop counting, links that keep the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from tongban.foundation.ui.contracts import FilterChip
from tongban.foundation.ui.rules import page_numbers, total_text

SIZES = (20, 50, 100)
CAP = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `more` says that counting stopped: there are more rows than `total`."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int
    more: bool
    listing: "Listing"

    @property
    def total_text(self) -> str:
        return total_text(self.total, more=self.more)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def links(self) -> list[tuple[int | None, str, bool]]:
        """(number, address, current) of each page link; number None is a gap."""
        numbers = page_numbers(self.number, max(self.pages, self.number))
        return [(n, self.listing.url(page=n) if n else "", n == self.number) for n in numbers]

    @property
    def previous_url(self) -> str:
        return self.listing.url(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.listing.url(page=self.number + 1) if self.number < self.pages else ""

    @property
    def sizes(self) -> list[tuple[int, str, bool]]:
        return [(size, self.listing.url(size=size, page=None), size == self.size) for size in self.listing.sizes]


class Listing:
    """Reads ?sort=-received&page=2&size=50. `sorts` maps each word to the ordering it stands for; others are ignored.

    An ordering should end with a unique field, or rows may show twice while paging.
    """

    def __init__(
        self, request: HttpRequest, *, sorts: Mapping[str, Sequence[str]], default: str, sizes: Sequence[int] = SIZES
    ) -> None:
        self.params = request.GET
        self.sorts = sorts
        self.sizes = tuple(sizes)
        asked = self.params.get("sort", default)
        self.sort = asked if asked.lstrip("-") in sorts else default
        self.size = _whole(self.params.get("size"), self.sizes[0])
        self.size = self.size if self.size in self.sizes else self.sizes[0]
        self.number = max(1, _whole(self.params.get("page"), 1))

    @property
    def ordering(self) -> list[str]:
        """For QuerySet.order_by: the chosen word's fields, turned round when it starts with a minus."""
        fields = self.sorts[self.sort.lstrip("-")]
        return [_reverse(field) for field in fields] if self.sort.startswith("-") else list(fields)

    def page(self, rows: QuerySet[Any] | Sequence[Any], *, cap: int = CAP) -> Page:
        """The page asked for: two queries, of which the count stops at `cap`. Beyond the end: the last page."""
        if isinstance(rows, QuerySet):
            rows = rows.order_by(*self.ordering)
            counted = rows.order_by()[: cap + 1].count()
        else:
            counted = len(rows)
        total, more = min(counted, cap), counted > cap
        self.number = min(self.number, max(1, -(-total // self.size)))
        start = (self.number - 1) * self.size
        return Page(list(rows[start : start + self.size]), self.number, self.size, total, more, self)

    def url(self, **changes: Any) -> str:
        """This list's address with parameters changed; None or "" takes one away."""
        query = self.params.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value not in (None, ""):
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def sort_url(self, word: str) -> str:
        """The address that sorts by this word; asked again, the other way round."""
        return self.url(sort=f"-{word}" if self.sort == word else word, page=None)

    def direction(self, word: str) -> str:
        """For aria-sort: ascending, descending or none."""
        if self.sort.lstrip("-") != word:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def chip(self, name: str, label: str) -> FilterChip:
        """A chip for a filter that is set; it leads to the list without it."""
        return FilterChip(label=label, url=self.url(**{name: None, "page": None}))

    @property
    def clear_url(self) -> str:
        """The list without any filter, in the same order."""
        kept = QueryDict(mutable=True)
        for name in ("sort", "size", "tab"):
            if name in self.params:
                kept[name] = self.params[name]
        return f"?{kept.urlencode()}"


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _reverse(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"
