"""Where a request came from."""

from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """The address as the web server gives it; a proxy in front must be made known to the server, not to us."""
    return str(request.META.get("REMOTE_ADDR", ""))
