"""What every template has: `shell` (the viewer, counts, posts) and `now`, the local time of this request."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tongban.foundation.ui.contracts import PostChoice
from tongban.foundation.ui.display import Display, display_of
from tongban.foundation.ui.registries import (
    counters,
    installation_name,
    portal_words,
    post_switch_url,
    posts,
    search_url,
)
from tongban.kernel.actor import Actor
from tongban.kernel.now import now


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is asked of the database until a template uses it."""
    return {"shell": SimpleLazyObject(lambda: Shell(request)), "now": local_now()}


def local_now() -> datetime:
    """The time of the page, read at the edge."""
    return timezone.localtime(now())


def counts_of(request: HttpRequest) -> dict[str, int]:
    """All counts of the menus, one question to each provider. Nobody logged in: none."""
    if not request.user.is_authenticated:
        return {}
    counts: dict[str, int] = {}
    for provider in counters.values():
        counts.update(provider(request))
    return counts


class Shell:
    """The frame of a page for one request. Every part is worked out once, when first asked for."""

    search_parameter = "q"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def logged_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated

    @cached_property
    def viewer(self) -> Actor:
        """Who is looking, in which post; filled by organization's middleware."""
        actor = getattr(self.request, "actor", None)
        return actor or Actor(name=self.request.user.get_username() if self.logged_in else "")

    @cached_property
    def account(self) -> str:
        """Tells one account's drafts in the browser from another's."""
        return str(self.request.user.pk) if self.logged_in else ""

    @cached_property
    def counts(self) -> Mapping[str, int]:
        return counts_of(self.request)

    @cached_property
    def posts(self) -> Sequence[PostChoice]:
        return posts()(self.request) if self.logged_in else ()

    @cached_property
    def place(self) -> str:
        return installation_name()()

    @cached_property
    def display(self) -> Display:
        """How the reader of a public page wants it shown."""
        return display_of(self.request)

    @property
    def portal(self) -> Mapping[str, str]:
        """What the public pages say about the hall."""
        return portal_words()()

    @property
    def post_switch_url(self) -> str:
        return post_switch_url()

    @cached_property
    def search_url(self) -> str:
        """The page of the search box; no box where this process does not open the site that it is on."""
        try:
            return reverse(search_url()) if search_url() else ""
        except NoReverseMatch:
            return ""
