"""Items: drafted, reviewed by somebody else, published whole, never changed afterwards, replaced by versions."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from tongban.business.catalog import api, operations, queries, rules
from tongban.business.catalog.contracts import Material, State
from tongban.business.catalog.models import Version
from tongban.business.catalog.testing import publish_form, published_item, shipped
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.api import Person
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return make_unit("临江县市场监督管理局")


@pytest.fixture
def editor(bureau):
    person = make_person("孟海涛", unit=bureau)
    allow(person, "catalog.edit", over=bureau)
    return actor_of(person, at=MONDAY)


@pytest.fixture
def reviewer(bureau):
    person = make_person("沈若谷", unit=bureau)
    allow(person, "catalog.publish", over=bureau)
    return actor_of(person, at=MONDAY)


@pytest.fixture
def drafted(bureau, editor):
    publish_form()
    return operations.draft(unit=bureau, content=shipped(), actor=editor, at=MONDAY)


@pytest.mark.feature("F-SV-02")
def test_an_item_is_published_by_somebody_who_did_not_write_it(drafted, bureau, editor, reviewer):
    allow(drafted_by(editor), "catalog.publish", over=bureau)
    with pytest.raises(Conflict, match="编制人不能自己审查发布"):
        operations.publish_version(version=drafted, actor=editor, at=MONDAY)
    published = operations.publish_version(version=drafted, actor=reviewer, at=MONDAY)
    assert (published.state, published.reviewer_name) == (State.PUBLISHED, "沈若谷")
    assert queries.guide(published.item_id) == published


def drafted_by(actor):
    return Person.objects.get(pk=actor.person_id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"basis": ()}, "basis"), ({"promised_days": 16}, "promised_days"), ({"legal_days": 21}, "legal_days"),
        ({"materials": ()}, "materials"), ({"code": "123"}, "code"), ({"kind": "07"}, "code"), ({"form": "nowhere"}, "form"),
        ({"fee": "每件10元"}, "fee_basis"), ({"pauses": ("site_inspection",)}, "pauses"), ({"limit": "made.up"}, "limit"),
    ],
)  # fmt: skip
def test_an_item_that_is_not_whole_is_not_published_and_says_what_is_missing(drafted, reviewer, editor, change, field):
    operations.save(version=drafted, content=replace(shipped(), **change), actor=editor, at=MONDAY)
    with pytest.raises(Invalid) as refused:
        operations.publish_version(version=drafted, actor=reviewer, at=MONDAY)
    assert list(refused.value.fields) == [field]
    assert not queries.published().exists()


def test_a_published_version_is_never_changed(drafted, editor, reviewer):
    operations.publish_version(version=drafted, actor=reviewer, at=MONDAY)
    with pytest.raises(Conflict, match="已发布的版本不能修改"):
        operations.save(version=drafted, content=replace(shipped(), name="改名"), actor=editor, at=MONDAY)
    assert queries.guide(drafted.item_id).content == shipped()


def test_a_new_version_replaces_the_one_before_and_both_stay(drafted, editor, reviewer):
    first = operations.publish_version(version=drafted, actor=reviewer, at=MONDAY)
    second = operations.revise(version=first, actor=editor, at=MONDAY)
    with pytest.raises(Conflict, match="已有一份草稿"):
        operations.revise(version=first, actor=editor, at=MONDAY)
    operations.save(version=second, content=replace(shipped(), promised_days=8), actor=editor, at=MONDAY)
    assert queries.guide(first.item_id) == first, "a draft changes nothing for the public"
    operations.publish_version(version=second, actor=reviewer, at=MONDAY)
    assert queries.guide(first.item_id).content.promised_days == 8
    assert [(v.no, v.state) for v in queries.history(first.item)] == [(2, "published"), (1, "replaced")]


def test_a_withdrawn_item_says_why_and_is_no_longer_in_the_hall(drafted, reviewer):
    published = operations.publish_version(version=drafted, actor=reviewer, at=MONDAY)
    with pytest.raises(Invalid, match="写明下架的原因"):
        operations.withdraw(version=published, reason=" ", actor=reviewer, at=MONDAY)
    operations.withdraw(version=published, reason="职能划转", actor=reviewer, at=MONDAY)
    with pytest.raises(NotFound):
        queries.guide(published.item_id)


def test_nobody_without_the_right_over_the_unit_drafts_or_publishes(drafted, editor):
    with pytest.raises(NotAllowed):
        operations.publish_version(version=drafted, actor=editor, at=MONDAY)
    with pytest.raises(NotAllowed):
        operations.draft(unit=make_unit("临江县水利局"), content=shipped(), actor=editor, at=MONDAY)


def test_drafts_are_seen_by_those_who_edit_or_review_for_the_unit_alone(drafted, editor, reviewer):
    stranger = actor_of(make_person("冯清扬", unit=make_unit("临江县财政局")), at=MONDAY)
    assert queries.version_for(editor, drafted.pk, at=MONDAY) == drafted
    assert queries.version_for(reviewer, drafted.pk, at=MONDAY) == drafted
    with pytest.raises(NotFound):
        queries.version_for(stranger, drafted.pk, at=MONDAY)


def test_the_database_refuses_two_published_versions_of_an_item(bureau):
    published = published_item(bureau)
    with pytest.raises(IntegrityError):
        Version.objects.create(
            item=published.item, no=2, state="published", name="x", sort="01", data={}, digest="", changed_at=MONDAY,
            reviewer_name="某", published_at=MONDAY,
        )  # fmt: skip


def test_lists_typed_as_lines_come_back_as_they_were():
    content = shipped()
    assert rules.read_materials(rules.material_lines(content.materials)) == content.materials
    assert rules.read_stages(rules.stage_lines(content.stages)) == content.stages
    assert rules.read_questions(rules.question_lines(content.questions)) == content.questions


def test_a_line_needs_no_more_than_the_name():
    assert rules.read_materials("身份证") == (Material(key="m1", name="身份证"),)
    assert rules.read_materials("身份证 | 非必要 | 复印件")[0].form == "复印件"


@pytest.mark.parametrize("line", ["甲｜也许", "甲｜必要｜影印", "甲｜必要｜原件｜0", "甲｜必要｜原件｜许多"])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match="第2行"):
        rules.read_materials(f"乙\n{line}")


@pytest.mark.parametrize("code", ["31200356400", "310100000001x", "319900000001", "31010000000１"])
def test_a_basic_code_has_twelve_digits_and_tells_its_kind(code):
    assert not rules.code_right(code, "01")
    assert rules.code_right("310112345001", "01")


@pytest.mark.parametrize("name", ["food_business", "water_supply"])
def test_the_shipped_items_are_whole(bureau, name):
    assert published_item(bureau, name).state == State.PUBLISHED


def test_the_door_promises_only_what_it_holds():
    assert all(hasattr(api, name) for name in api.__all__)
