"""Every page says who may open it: @public, @staff or @needs("app.code"). A structure test refuses a page that says nothing.

The declaration opens the door of a page; what happens behind it is still checked by queries and operations.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse

from tongban.foundation.ui.contracts import HomeCard, MenuItem
from tongban.foundation.ui.registries import permission_check
from tongban.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """What a page declared. `permissions`: any one of them opens it."""

    kind: str
    permissions: tuple[str, ...] = ()


def public(view: View) -> View:
    """Anybody may open the page, logged in or not."""
    return guarded(view, Access("public"), lambda request: None)


def staff(view: View) -> View:
    """Anybody logged in may open the page. What it shows is limited by the queries behind it."""
    return guarded(view, Access("staff"), logged_in)


def needs(*permissions: str) -> Callable[[View], View]:
    """Only those with one of the permissions, in the post they act in. Others get the 403 page (and an audit entry)."""

    declared = Access("needs", permissions)

    def guard(request: HttpRequest) -> HttpResponse | None:
        answer = logged_in(request)
        if answer is None and not _opens(request, declared):
            raise NotAllowed(
                "您现在的岗位没有打开这一页的权限。需要的话，请联系本单位管理员。", code="page-not-allowed"
            )
        return answer

    def declare(view: View) -> View:
        return guarded(view, declared, guard)

    return declare


@functools.cache
def access_of(url_name: str, urlconf: str) -> Access | None:
    """What the page of this name declared; None for a page of a library, whose guard is its own."""
    return getattr(resolve(reverse(url_name, urlconf), urlconf).func, "access", None)


def visible(request: HttpRequest, entry: MenuItem | HomeCard) -> bool:
    """Whether the viewer sees this entry of a menu, or this card: an entry is shown to whoever may open its page."""
    if isinstance(entry, HomeCard):
        return entry.permission is None or permission_check()(request, entry.permission)
    return may_open(request, entry.url_name)


def may_open(request: HttpRequest, url_name: str) -> bool:
    """Whether the page of this name opens its door to the viewer."""
    try:
        declared = access_of(url_name, settings.ROOT_URLCONF)
    except NoReverseMatch:  # this process does not open its site (TONGBAN_SITES)
        return False
    return declared is None or _opens(request, declared)


def _opens(request: HttpRequest, declared: Access) -> bool:
    if declared.kind != "needs":
        return declared.kind == "public" or request.user.is_authenticated
    return any(permission_check()(request, code) for code in declared.permissions)


def guarded(view: View, access: Access, guard: Callable[[HttpRequest], HttpResponse | None]) -> View:
    """What the three above are made of, for an app with doors of its own: `guard` gives None to go on, or the answer."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = guard(request) or view(request, *args, **kwargs)
        if (
            access.kind != "public"
        ):  # nothing of it stays on a shared computer for whoever presses Back after the logout
            response.setdefault("Cache-Control", "private, no-store")
        return response

    opened.access = access  # type: ignore[attr-defined]
    return opened


def logged_in(request: HttpRequest) -> HttpResponse | None:
    """None to go on; otherwise the way to the login page, so that the reader comes back to where he was."""
    if request.user.is_authenticated:
        return None
    if is_htmx(request) or is_poll(request):
        response = HttpResponse(status=401)
        back = urlencode({"next": path_of(request.headers.get("HX-Current-URL", "/"))})
        response["HX-Redirect"] = f"{settings.LOGIN_URL}?{back}"
        return response
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    return expired(request, status=401)


def expired(request: HttpRequest, *, status: int) -> HttpResponse:
    """登录已超时: the page that leads to the login and back. The browser keeps what was typed (tongban.js)."""
    back = path_of(request.headers.get("Referer", "/"))
    return render(request, "ui/errors/expired.html", {"back": back, "login_url": settings.LOGIN_URL}, status=status)


def path_of(address: str) -> str:
    """Path and query of an address, so that no other host can be slipped in."""
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/\\")  # a browser reads a backslash as a slash
    return f"{path}?{parts.query}" if parts.query else path


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def is_poll(request: HttpRequest) -> bool:
    """Whether this is the page's own look for news, which must not keep a session alive."""
    return request.headers.get("X-Tongban-Poll") == "1"
