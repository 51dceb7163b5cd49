"""Units, people and roles have names where others point at them, and links for those who may open their pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.foundation.access.api import Grant, Role, grant, ship_roles
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.models import Delegation
from tongban.foundation.organization.testing import LONG_AGO, actor_of, make_person, make_unit, sign_in
from tongban.foundation.references.api import resolve
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    ship_roles()
    return make_unit("临江县人民政府办公室", short_name="县政府办")


@pytest.fixture
def auditor(office):
    return with_role(make_person("沈知微", unit=office), "audit_admin")


@pytest.fixture
def administrator(office):
    return with_role(make_person("何静", unit=office), "super_admin")


def with_role(person, code):
    grant(role=Role.objects.get(code=code), to=person, unit=None, actor=system_actor(), at=now())
    return person


def everything(office, person):
    """A Reference of each kind."""
    deputy = make_person("王敏", unit=office)
    given = Delegation.objects.create(person=person, to=deputy, since=LONG_AGO, until=now())
    post = person.holdings.get().post
    granted = Grant.objects.get(person=person)
    things = (office, person, post, person.account, given, granted.role, granted)
    return [thing.reference for thing in things]


def test_the_auditor_reads_every_name_and_gets_no_link_that_he_cannot_open(office, auditor):
    seen = resolve(everything(office, auditor), viewer=actor_of(auditor)).values()
    assert {found.title for found in seen} >= {
        "临江县人民政府办公室", "沈知微", "临江县人民政府办公室 科员", "沈知微 委托 王敏", "审计管理员",
        "审计管理员：沈知微，全部单位",
    }  # fmt: skip
    assert all(found.there and not found.url for found in seen)


def test_who_manages_people_is_led_to_their_pages(office, administrator):
    seen = resolve([office.reference, administrator.reference], viewer=actor_of(administrator))
    assert seen[office.reference].url == f"/console/units/{office.pk}"
    assert seen[administrator.reference].url == f"/console/people/{administrator.pk}"


def test_others_do_not_learn_of_accounts_and_grants(office, auditor):
    anyone = make_person("李军", unit=office)
    hidden = [auditor.account.reference, Grant.objects.get(person=auditor).reference]
    assert not any(found.there for found in resolve(hidden, viewer=actor_of(anyone)).values())


def test_names_of_many_cost_what_names_of_one_do(office, auditor):
    people = [make_person(f"人员{n}", unit=office) for n in range(6)]
    references = [ref for p in people for ref in (p.reference, p.holdings.get().post.reference, p.account.reference)]
    viewer, costs = actor_of(auditor), []
    for asked in (references[:3], references):
        with CaptureQueriesContext(connection) as statements:
            assert all(found.there for found in resolve(asked, viewer=viewer).values())
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_audit_list_names_what_was_done_to_whom(office, auditor, client):
    sign_in(client, auditor)
    page = client.get("/console/audit/").content.decode()
    granted = Grant.objects.get(person=auditor).reference
    assert "审计管理员：沈知微，全部单位" in page
    assert str(granted) in page


def test_where_the_console_is_not_open_there_is_a_name_without_a_link(office, administrator, settings):
    settings.ROOT_URLCONF = "tongban.foundation.identity.urls"
    assert resolve([office.reference], viewer=actor_of(administrator))[Reference("unit", office.pk)].url == ""


def test_the_auditor_reads_the_names_of_number_series_without_a_link(office, auditor, administrator):
    made = Series.objects.create(
        unit=office, purpose="documents.outgoing", word="临政办发", pattern="{word}〔{year}〕{serial}号"
    )
    seen = resolve([made.reference], viewer=actor_of(auditor))[made.reference]
    assert (seen.title, seen.kind_label, seen.url) == ("临政办发", "编号序列", "")
    assert resolve([made.reference], viewer=actor_of(administrator))[made.reference].url
