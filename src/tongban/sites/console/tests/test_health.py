"""What machines ask of this process."""

import pytest
from django.db import DatabaseError

from tongban.foundation.ui.api import measures
from tongban.sites.console import health

pytestmark = pytest.mark.django_db


def test_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").status_code == 200


def test_not_ready_while_a_migration_waits(client, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("audit", False)])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"1 migrations are not applied\n")


def test_not_ready_without_a_database(client, monkeypatch):
    def fail(*args):
        raise DatabaseError

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    assert client.get("/readyz").status_code == 503


def test_metrics_of_every_app_for_this_machine(client):
    text = client.get("/metrics").content.decode()
    assert len(measures) >= 2
    assert "tongban_jobs_waiting 0.0" in text
    assert "tongban_audit_unsealed 0.0" in text


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_metrics_are_closed_to_others(client, headers):
    assert client.get("/metrics", **headers).status_code == 403


def test_the_token_opens_the_metrics(client, settings):
    settings.METRICS_TOKEN = "a-long-word"
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3", HTTP_AUTHORIZATION="Bearer other").status_code == 403
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3", HTTP_AUTHORIZATION="Bearer a-long-word").status_code == 200
