"""The call itself: signed, to an allowed host, without proxies and redirects. Anything but a good answer is Unavailable."""

import http.client
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from tongban.foundation.callbacks import rules
from tongban.foundation.callbacks.contracts import NOTICE, SIGNATURE, TIME
from tongban.kernel.errors import Unavailable

PATIENCE = 10.0  # seconds without a byte


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """An allowed host does not send us on to another."""


def call(address: str, body: bytes, *, secret: str, name: str, seconds: int) -> None:
    """Send it. Unavailable, with what is wrong in Chinese, unless the answer is of the 200s; the answer's body is not read."""
    fault = rules.fault_of(address, hosts=settings.CALLBACK_HOSTS)
    if fault:
        raise Unavailable(fault, code="callbacks.host")
    signed = rules.signature(secret, seconds=seconds, body=body)
    headers = {
        "Content-Type": "application/json", "User-Agent": "Tongban", NOTICE: name, TIME: str(seconds), SIGNATURE: signed,
    }  # fmt: skip
    request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 - rules allow http and https alone
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
    try:
        opener.open(request, timeout=PATIENCE).close()
    except urllib.error.HTTPError as error:
        error.close()
        raise Unavailable(f"对方应答 {error.code}。", code="callbacks.answer") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable("对方没有应答。", code="callbacks.no-answer") from error
