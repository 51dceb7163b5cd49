"""What everybody is told at the login, until he has confirmed it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from tongban.foundation.access.testing import allow
from tongban.foundation.identity.testing import PASSWORD, make_account
from tongban.foundation.notifications.models import Announcement, Confirmation
from tongban.foundation.notifications.operations.announcing import announce, withdraw_announcement
from tongban.foundation.organization.api import Person
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


def said(**given):
    today = localdate(now())
    known = {"title": "周六停机维护", "text": "8点到10点不能登录。", "valid_from": today, "valid_to": today}
    return announce(**{**known, **given}, actor=system_actor(), at=now())


def pages(client) -> str:
    return client.get("/notices/announcements").content.decode()


@pytest.mark.feature("F-SC-07")
def test_it_is_shown_until_it_is_confirmed_and_who_confirmed_is_known(wang, li, client):
    made = said()
    sign_in(client, wang)
    assert "已阅知" in pages(client)
    answer = client.post(f"/notices/announcements/{made.pk}/confirm", {"next": "/documents/mine"})
    assert answer["Location"] == "/documents/mine"
    assert "已阅知" not in pages(client)
    assert list(Confirmation.objects.values_list("person_name", flat=True)) == ["王敏"]
    allow(li, "notifications.announce")
    other = Client()
    sign_in(other, li)
    assert "王敏" in other.get(f"/console/messages/announcements/{made.pk}").content.decode()


def test_it_is_not_shown_before_after_or_once_withdrawn(wang, client):
    day = timedelta(days=1)
    today = localdate(now())
    said(title="明天的", valid_from=today + day, valid_to=today + day)
    Announcement.objects.create(
        title="昨天的", text="x", valid_from=today - day, valid_to=today - day, at=now(), by_name="管"
    )
    withdraw_announcement(announcement=said(title="撤下的"), actor=system_actor(), at=now())
    sign_in(client, wang)
    shown = pages(client)
    assert not any(title in shown for title in ("明天的", "昨天的", "撤下的"))


def test_the_login_leads_to_it_first_and_then_on(wang, client):
    Person.objects.filter(pk=wang.pk).update(account=make_account("wangmin"))
    login = {"login": "wangmin", "password": PASSWORD}
    said()
    answer = client.post("/login?next=/documents/mine", login)
    assert answer["Location"].startswith("/notices/announcements?next=")


def test_it_needs_a_text_and_a_day_to_come():
    with pytest.raises(Invalid) as found:
        said(title=" ", text="", valid_to=localdate(now()) - timedelta(days=1))
    assert set(found.value.fields) == {"title", "text", "valid_to"}


def test_only_an_administrator_publishes(wang, client):
    sign_in(client, wang)
    assert client.get("/console/messages/announcements").status_code == 403
    allow(wang, "notifications.announce")
    data = {"title": "停机", "text": "今晚。", "valid_from": str(localdate(now())), "valid_to": "2000-01-01"}
    wrong = client.post("/console/messages/announcements", data)
    assert (wrong.status_code, 'value="停机"' in wrong.content.decode()) == (422, True)
    data["valid_to"] = "2099-01-01"
    assert client.post("/console/messages/announcements", data).status_code == 302
