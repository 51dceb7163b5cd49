"""Every page that opens without arguments, seen by somebody who may everything, can be read without seeing it."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.registries import permission_check
from tongban.foundation.ui.testing import faults

pytestmark = pytest.mark.django_db


def addresses(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and "<" not in route:
            yield f"/{route}"


@pytest.mark.parametrize("address", sorted(set(addresses(get_resolver()))))
def test_a_page_can_be_read_without_seeing_it(client, monkeypatch, address):
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: True)
    sign_in(client, make_person("林晓岚", unit=make_unit("县政府办公室")))
    response = client.get(address)
    assert response.status_code < 500
    if response.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
        assert list(faults(response.content)) == []


@pytest.mark.parametrize("address", sorted(set(addresses(get_resolver("tests.public_urls")))))
def test_a_public_page_can_be_read_without_seeing_it(client, public_zone, address):
    response = client.get(address)
    assert response.status_code < 500
    if response.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
        assert list(faults(response.content)) == []
        assert b"<script" not in response.content
