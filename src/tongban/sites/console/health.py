"""What machines ask: is the process alive, may it get work, and how is it going. Mounted at the root, without login.

/healthz    200 while the process answers
/readyz     200 when the database answers and every migration is applied, otherwise 503 with the reason
/metrics    Prometheus text, for this machine or with the token of TONGBAN_METRICS_TOKEN only
"""

import secrets

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from tongban.foundation.ui.api import measures, public
from tongban.kernel.now import now

LOCAL = {"127.0.0.1", "::1"}
TEXT = "text/plain; charset=utf-8"
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@public
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=TEXT)


@public
def readyz(request: HttpRequest) -> HttpResponse:
    reason = not_ready()
    return HttpResponse(f"{reason or 'ok'}\n", content_type=TEXT, status=503 if reason else 200)


def not_ready() -> str:
    """Why no request should come here yet; empty when all is well."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return f"{len(waiting)} migrations are not applied" if waiting else ""


@public
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        return HttpResponse("metrics are for this machine or with the token\n", content_type=TEXT, status=403)
    return HttpResponse(generate_latest(measured()), content_type=METRICS_TYPE)


def may_read(request: HttpRequest) -> bool:
    """A request of this machine itself (not one that a proxy passed on), or one with the token."""
    token = getattr(settings, "METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and secrets.compare_digest(given.encode(), token.encode()):
        return True
    return request.META.get("REMOTE_ADDR") in LOCAL and "X-Forwarded-For" not in request.headers


def measured() -> CollectorRegistry:
    """All registered measures, read now."""
    registry = CollectorRegistry()
    at = now()
    for read in measures.values():
        for name, value in read(at).items():
            Gauge(f"tongban_{name}", name.replace("_", " "), registry=registry).set(value)
    return registry
