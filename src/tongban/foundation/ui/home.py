"""A site's home page, put together from the cards that apps registered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tongban.foundation.ui.contracts import Figure, HomeCard
from tongban.foundation.ui.registries import home
from tongban.foundation.ui.views import visible


@dataclass(slots=True)
class Drawn:
    """A card with the context that its template gets."""

    template: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class HomePage:
    """What a home page shows: the counts above, the lists in the middle, the rail at the right."""

    figures: list[Figure] = field(default_factory=list)
    main: list[Drawn] = field(default_factory=list)
    rail: list[Drawn] = field(default_factory=list)


def home_page(request: HttpRequest, site: str) -> HomePage:
    """The cards of this site that the viewer may see and that have something to say, in their order."""
    page = HomePage()
    for card in sorted((c for c in home.values() if c.site == site), key=lambda c: c.order):
        if visible(request, card):
            _add(page, card, card.read(request))
    return page


def _add(page: HomePage, card: HomeCard, found: Mapping[str, Any] | Figure | None) -> None:
    if isinstance(found, Figure):
        page.figures.append(found)
    elif found is not None:
        (page.rail if card.place == "rail" else page.main).append(Drawn(card.template, found))
