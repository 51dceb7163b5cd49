"""What the office sets for both zones is in force in the public one."""

import pytest

from tongban.engines.exchange import settings_for_both
from tongban.engines.exchange.contracts import OFFICE, PUBLIC, Arrived
from tongban.engines.exchange.models import Announcement
from tongban.foundation.audit.testing import Entry
from tongban.foundation.options import api as options
from tongban.foundation.options.models import Setting
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


def set_value(key, value) -> None:
    options.set_value(key=key, value=value, reason="调整", actor=SYSTEM, at=MONDAY)


def carried() -> Arrived:
    """The state as it is composed here and arrives there, where nothing is set yet."""
    body = settings_for_both.compose(settings_for_both.KEY).body
    Setting.objects.all().delete()
    options.forget()
    return Arrived("1", settings_for_both.TOPIC, settings_for_both.KEY, body, (), MONDAY)


@pytest.mark.feature("F-OPS-04")
def test_the_hotline_is_changed_on_the_console_and_stands_on_the_public_pages(client, settings, public_zone):
    settings.ZONE = OFFICE
    set_value("portal.phone", "0999-12345")
    assert Announcement.objects.filter(topic=settings_for_both.TOPIC).count() == 1
    arrived = carried()
    settings.ZONE = PUBLIC
    settings_for_both.receive(arrived)
    assert options.value("portal.phone") == "0999-12345"
    assert "0999-12345" in client.get("/help/").content.decode()
    assert Entry.objects.filter(action="options.take_over", outcome="done").count() == 1


def test_what_is_the_offices_alone_stays_there():
    set_value("identity.idle_minutes", 45)
    assert not Announcement.objects.exists()
    set_value("portal.hours", "全年无休")
    assert settings_for_both.compose(settings_for_both.KEY).body == {"values": {"portal.hours": "全年无休"}}


def test_what_the_office_sets_back_goes_there_too_and_nothing_else_is_taken():
    set_value("portal.phone", "0999-12345")
    stray = {"portal.hours": "全年无休", "identity.idle_minutes": 45, "nobody.knows": 1}
    settings_for_both.receive(Arrived("2", "options", "all", {"values": stray}, (), MONDAY))
    assert options.shared() == {"portal.hours": "全年无休"}
    assert set(Setting.objects.values_list("key", flat=True)) == {"portal.hours"}
