"""Who acts in this request, and in which post."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tongban.foundation.identity.api import client_ip
from tongban.foundation.organization.queries.acting import Acting, acting
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

CHOSEN_POST = "tb_post"  # session key


class ActingPerson:
    """Sets request.actor, and request.posts for the switcher. One query for somebody signed in, none for anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _acting(request)
        request.actor, request.posts = found.actor, found.posts  # type: ignore[attr-defined]
        return self.get_response(request)


def _acting(request: HttpRequest) -> Acting:
    ip = client_ip(request)
    if not request.user.is_authenticated:
        return Acting(Actor(name="", ip=ip))
    return acting(request.user, request.session.get(CHOSEN_POST), ip=ip, at=now())
