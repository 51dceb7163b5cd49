"""Help, accessibility and risks: open to everybody, and one step from every public page."""

import pytest

from tongban.foundation.ui.testing import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_zone")]


@pytest.mark.parametrize("page", ["", "accessibility", "risks"])
def test_a_page_of_help_can_be_read_by_anybody(client, page):
    response = client.get(f"/help/{page}")
    assert response.status_code == 200
    assert list(faults(response.content)) == []


@pytest.mark.feature("F-SC-16")
def test_the_page_of_risks_warns_before_common_frauds_on_every_pages_foot(client):
    for address in ("/", "/account/sign-in", "/account/register", "/help/"):
        assert 'href="/help/risks"' in client.get(address).content.decode()
    said = client.get("/help/risks").content.decode()
    assert all(word in said for word in ("验证码", "转账", "共享屏幕", "96110"))
