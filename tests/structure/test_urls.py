"""Every page says who may open it, every menu entry leads somewhere, every page of ours is looked up under one name."""

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tongban.foundation.access.api import permissions
from tongban.foundation.ui.registries import home, menu
from tongban.foundation.ui.views import Access

# Views of libraries that are mounted as they are: their guard is their own.
FOREIGN: dict[str, str] = {}


def pages(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from pages(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


PORTAL = "tests.public_urls"
PAGES = dict(pages(get_resolver())) | {f"portal: {route}": page for route, page in pages(get_resolver(PORTAL))}


@pytest.mark.parametrize("route", PAGES)
def test_every_page_declares_its_access(route):
    declared = getattr(PAGES[route], "access", None)
    assert isinstance(declared, Access) or route in FOREIGN, (
        f"{PAGES[route].__module__}.{PAGES[route].__qualname__} says nothing: "
        "put @public, @staff or @needs('app.code') of tongban.foundation.ui.api on it"
    )


@pytest.mark.parametrize("route", PAGES)
def test_the_permissions_of_a_page_exist(route):
    declared = getattr(PAGES[route], "access", None)
    unknown = [code for code in declared.permissions if code not in permissions] if declared else []
    assert not unknown, f"declare {unknown} through access, with its Chinese label"


@pytest.mark.parametrize("item", list(menu), ids=lambda item: item.url_name)
def test_every_menu_entry_leads_to_a_page(item):
    for name in (item.url_name, *item.covers):
        _known(name, PORTAL if item.site.startswith("portal") else None)


def _known(name, urlconf):
    """Fails for a name that no URL has; a page with arguments in its address is known too."""
    try:
        reverse(name, urlconf)
    except NoReverseMatch as error:
        if "arguments" not in str(error):
            raise


def test_every_card_of_a_home_page_asks_for_a_known_permission():
    assert [key for key, card in home.items() if card.permission and card.permission not in permissions] == []
