"""Screens of the catalog: the list, a version as its guide, the editor with messages at its fields."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongban.business.catalog.models import Version
from tongban.business.catalog.operations import draft, publish_version
from tongban.business.catalog.testing import publish_form, published_item, shipped
from tongban.business.catalog.web.forms import typed
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return make_unit("临江县市场监督管理局")


@pytest.fixture
def editor(client, bureau):
    person = make_person("孟海涛", unit=bureau)
    allow(person, "catalog.edit", "catalog.publish", over=bureau)
    sign_in(client, person)
    return person


def test_an_item_is_written_in_the_browser_and_published_by_another(client, bureau, editor):
    publish_form()
    made = client.post(reverse("catalog:new"), {k: v for k, v in typed(shipped()).items() if v})
    version = Version.objects.get()
    assert made.url == reverse("catalog:version", args=[version.pk])
    assert version.content == shipped()
    other = make_person("沈若谷", unit=bureau)
    allow(other, "catalog.publish", over=bureau)
    sign_in(client, other)
    client.post(reverse("catalog:publish", args=[version.pk]))
    version.refresh_from_db()
    assert version.state == "published"


def test_a_wrong_line_is_told_at_its_field_and_what_was_typed_stays(client, editor):
    values = {k: v for k, v in typed(shipped()).items() if v} | {"materials": "甲｜也许"}
    page = client.post(reverse("catalog:new"), values)
    assert page.status_code == 422
    assert "第1行：第二项写“必要”或“非必要”。" in page.content.decode()
    assert "甲｜也许" in page.content.decode()
    assert not Version.objects.exists()


def test_publishing_what_is_not_whole_says_what_is_missing(client, bureau, editor):
    client.post(reverse("catalog:new"), {k: v for k, v in typed(shipped()).items() if v and k != "conditions"})
    version = Version.objects.get()
    Version.objects.update(author_id=None)
    page = client.post(reverse("catalog:publish", args=[version.pk]))
    assert page.status_code == 422
    assert "请填写受理条件。" in page.content.decode()


def test_the_guide_tells_limits_materials_and_remedies_and_reads_without_seeing(client, bureau, editor):
    version = published_item(bureau)
    page = client.get(reverse("catalog:version", args=[version.pk]))
    text = page.content.decode()
    assert list(faults(page.content)) == []
    for words in ("15个工作日（行政许可法第四十二条第一款）", "10个工作日", "设备布局和操作流程图", "有，计入时限"):
        assert words in text


def test_the_list_costs_the_same_for_one_item_and_for_three(client, bureau, editor):
    published_item(bureau)
    client.get(reverse("catalog:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("catalog:list"))
    for name in ("甲局", "乙局"):
        made = draft(unit=make_unit(name), content=shipped(), actor=system_actor(), at=MONDAY)
        publish_version(version=made, actor=system_actor("审查"), at=MONDAY)
    with CaptureQueriesContext(connection) as three:
        page = client.get(reverse("catalog:list"))
    assert page.content.decode().count("食品经营许可新办") >= 3
    assert len(three) == len(one)


def test_the_editor_is_for_editors_alone(client, bureau):
    sign_in(client, make_person("冯清扬", unit=bureau))
    assert client.get(reverse("catalog:new")).status_code == 403
