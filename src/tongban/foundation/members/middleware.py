"""Which member of the public acts in this request, and for which enterprise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tongban.foundation.identity.api import client_ip
from tongban.foundation.members import queries
from tongban.kernel.actor import Actor

CHOSEN_ENTERPRISE = "tb_enterprise"  # session key


class ActingMember:
    """Sets request.actor, request.member (or None) and request.enterprise (None: for himself).

    Nothing is asked for anybody who is not logged in; one query for a member, one more while he acts for an enterprise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ip = client_ip(request)
        member = queries.member_of(request.user)
        chosen = request.session.get(CHOSEN_ENTERPRISE) if member else None
        request.member = member  # type: ignore[attr-defined]
        request.actor = queries.actor_of(member, ip=ip) if member else Actor(name="", ip=ip)  # type: ignore[attr-defined]
        request.enterprise = queries.acting_for(member, chosen) if member else None  # type: ignore[attr-defined]
        request.posts = ()  # type: ignore[attr-defined]
        return self.get_response(request)
