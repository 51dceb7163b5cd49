"""The auditor's screens, as he meets them."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from tongban.foundation.access.api import Role, grant, ship_roles
from tongban.foundation.audit.export import csv_lines
from tongban.foundation.audit.models import Entry
from tongban.foundation.audit.testing import MOMENT, an_entry, record, recorded
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel import ports
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


def signed_in(client: Client, *roles: str) -> Client:
    """A browser of somebody who has these roles, and no other."""
    person = make_person("沈知微", unit=make_unit("县政府办公室"))
    ship_roles()
    for role in roles:
        grant(role=Role.objects.get(code=role), to=person, unit=None, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


@pytest.fixture
def auditor(client: Client) -> Client:
    return signed_in(client, "audit_admin")


@pytest.mark.feature("F-SC-05")
def test_the_list_is_filtered_and_keeps_what_was_typed(auditor: Client) -> None:
    record(2)
    record(1, action="documents.seal", at=MOMENT + timedelta(days=2))
    page = auditor.get("/console/audit/", {"since": "2026-11-20", "person": "何"}).content.decode()
    assert "documents.seal" in page
    assert "documents.assign_number" not in page.partition("<tbody>")[2]
    assert 'value="2026-11-20"' in page
    assert 'value="何"' in page


def test_a_wrong_filter_says_so_at_the_field_and_the_list_still_shows(auditor: Client) -> None:
    record(1)
    page = auditor.get("/console/audit/", {"reference": "公文十二", "since": "昨天", "before": "x"}).content.decode()
    assert "对象要写" in page
    assert 'value="公文十二"' in page
    assert "documents.assign_number" in page


def test_older_pages_are_reached_by_a_link_that_keeps_the_filters(auditor: Client) -> None:
    record(60)
    first = auditor.get("/console/audit/", {"person": "何"}).context
    second = auditor.get("/console/audit/" + first["older"]).context
    assert "person=" in first["older"]
    assert (len(first["page"].entries), len(second["page"].entries), second["older"]) == (50, 10, "")


def test_one_entry_tells_everything_and_leads_to_what_belongs_to_it(auditor: Client) -> None:
    record(1)
    page = auditor.get(f"/console/audit/{Entry.objects.latest('id').pk}").content.decode()
    for word in ("何静", "科员", "县政府办公室", "10.1.2.3", "document:1", "待封存", "0.25", "2026年11月18日 09:42:00"):
        assert word in page
    assert "?reference=document%3A1" in page
    assert auditor.get("/console/audit/999999").status_code == 404


@pytest.mark.feature("F-SC-05")
def test_the_export_streams_what_is_filtered_and_is_itself_recorded(auditor: Client) -> None:
    record(3)
    record(1, action="documents.seal")
    response = auditor.post("/console/audit/export", {"action": "documents.seal"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert [row[5] for row in rows] == ["动作代码", "documents.seal"]
    assert recorded()[-1][0] == "audit.export"
    assert Entry.objects.latest("id").details == {"filters": {"action": "documents.seal"}}


def test_a_name_that_looks_like_a_formula_is_exported_as_text() -> None:
    ports.audit().record([an_entry(actor=Actor(name='=HYPERLINK("x")'))])
    assert "'=HYPERLINK" in "".join(csv_lines(Entry.objects.all()))


def test_nobody_else_gets_in(client: Client) -> None:
    assert client.get("/console/audit/").status_code == 302
    signed_in(client)
    record(1)
    for path in ("/console/audit/", f"/console/audit/{Entry.objects.latest('id').pk}"):
        assert client.get(path).status_code == 403
    assert client.post("/console/audit/export").status_code == 403


@pytest.mark.feature("F-SC-05")
def test_the_analysis_counts_by_day_person_and_action(auditor: Client) -> None:
    record(3, at=now() - timedelta(days=2))
    record(1, at=now() - timedelta(days=20))
    shown = [auditor.get("/console/audit/analysis", {"days": days}).context["tally"] for days in ("7", "30")]
    counted = [{row["action"]: row["done"] for row in tally.actions}["documents.assign_number"] for tally in shown]
    assert counted == [3, 4]
    assert sum(row["done"] for row in shown[1].days) - sum(row["done"] for row in shown[0].days) == 1
    assert any(row["actor_name"] and row["done"] >= 4 for row in shown[1].people)
