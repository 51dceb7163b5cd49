"""Where other apps plug into the screens: menus, counts, cards of home pages, and questions only they can answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest

from tongban.foundation.ui.contracts import HomeCard, MenuItem, PostChoice
from tongban.kernel.registry import Registry

T = TypeVar("T")


class Hook(Generic[T]):
    """A question with a default answer, until an app above gives its own. Filled once, from apps.py."""

    def __init__(self, name: str, default: T) -> None:
        self.name = name
        self._answer = default
        self.filled = False

    def fill(self, answer: T) -> None:
        if self.filled and self._answer is not answer:
            raise RuntimeError(f"the hook {self.name} is filled twice")
        self._answer, self.filled = answer, True

    def __call__(self) -> T:
        return self._answer


class Menu:
    """All menus. An entry is registered once, from the apps.py of the app that owns the page."""

    def __init__(self) -> None:
        self._items: Registry[MenuItem] = Registry("menu entry")

    def register(self, item: MenuItem) -> MenuItem:
        return self._items.register(f"{item.site}:{item.url_name}", item)

    def of(self, site: str) -> list[MenuItem]:
        """The site's entries in their order; a group stands where its first entry does."""
        mine = sorted((i for i in self._items.values() if i.site == site), key=lambda i: i.order)
        first = {item.group: item.order for item in reversed(mine)}
        return sorted(mine, key=lambda i: (first[i.group], i.group, i.order))

    def __iter__(self):
        return iter(self._items.values())


def _refuse(request: HttpRequest, permission: str) -> bool:
    return False


menu = Menu()
home: Registry[HomeCard] = Registry("home card")

# Each provider answers a few counts by name ({"inbox.todo": 23}) in one query, capped by itself.
counters: Registry[Callable[[HttpRequest], Mapping[str, int]]] = Registry("counter")

# What /metrics tells of an app: values by name at a time ({"jobs_waiting": 3}), shown as tongban_<name>.
measures: Registry[Callable[[datetime], Mapping[str, float]]] = Registry("measure")

# "May the viewer, in the post acted in, use this permission somewhere?" Until access answers, nobody may.
permission_check: Hook[Callable[[HttpRequest, str], bool]] = Hook("permission_check", _refuse)

# The name of the installation's government (临江县人民政府), for the login page and prints.
installation_name: Hook[Callable[[], str]] = Hook("installation_name", lambda: "")

# What the public pages say about the hall: telephone, place, hours …
portal_words: Hook[Callable[[], Mapping[str, str]]] = Hook("portal_words", lambda: settings.PORTAL)

# The posts that the viewer can switch to, and the URL name that a choice is posted to (field "post").
posts: Hook[Callable[[HttpRequest], Sequence[PostChoice]]] = Hook("posts", lambda request: ())
post_switch_url: Hook[str] = Hook("post_switch_url", "")

# The URL name of the page that the search box of the top bar asks (parameter "q"); none: no box.
search_url: Hook[str] = Hook("search_url", "")
