"""The administrators' pages of forms over HTTP."""

import pytest
from django.urls import reverse

from tongban.engines.forms import api as forms
from tongban.engines.forms.testing import sample
from tongban.foundation.access.models import Role
from tongban.foundation.access.operations import grant, ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    ship_roles()
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    grant(
        role=Role.objects.get(code="form_manager"),
        to=person,
        unit=None,
        actor=system_actor(),
        at=MONDAY.replace(year=2025),
    )
    sign_in(client, person)
    return person


@pytest.fixture
def version(db):
    return forms.publish(definition=sample(), message="第一版", actor=system_actor(), at=MONDAY)


def test_a_form_is_listed_with_its_fields_and_versions(client, manager, version):
    assert "请假外出报备单" in client.get(reverse("console-forms:list")).content.decode()
    page = client.get(reverse("console-forms:form", args=["leave"])).content.decode()
    for word in ("统一社会信用代码", "abroad 时显示", "第 1 版", "第一版"):
        assert word in page
    assert client.get(reverse("console-forms:form", args=["nothing"])).status_code == 404


def test_a_version_is_tried_out_and_nothing_is_stored(client, manager, version):
    address = reverse("console-forms:trial", args=[version.pk])
    assert "试填" in client.get(address).content.decode()
    good = {"name": "苏明远", "sort": "年休假", "since": "2026-11-18", "days": "3", "deputy": manager.pk}
    answer = client.post(address, good)
    assert (answer.status_code, "检查通过" in answer.content.decode()) == (200, True)
    wrong = client.post(address, {**good, "days": "many", "abroad": "on"})
    assert wrong.status_code == 422
    assert "要写数字" in wrong.content.decode()
    assert "请填写身份证号码" in wrong.content.decode()


def test_a_step_is_tried_out_with_its_rights(client, manager, version):
    page = client.get(reverse("console-forms:trial", args=[version.pk]), {"step": "review"}).content.decode()
    assert 'name="deputy"' in page
    assert 'name="name"' not in page


def test_the_definition_can_be_taken_away_as_json(client, manager, version):
    answer = client.get(reverse("console-forms:download", args=[version.pk]))
    assert answer.json() == sample()


def test_others_do_not_see_forms(client, version):
    sign_in(client, make_person("柳闲", unit=make_unit("临江县财政局")))
    assert client.get(reverse("console-forms:list")).status_code == 403
