"""What is being typed is kept and comes back; the second of two editors sees the difference before anything is overwritten."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from tongban.engines.forms import api as forms
from tongban.engines.forms import operations
from tongban.engines.forms.models import Kept
from tongban.engines.forms.rules import read_definition
from tongban.engines.forms.testing import sample
from tongban.engines.forms.tests.test_drawing import page
from tongban.foundation.organization.testing import actor_of, make_person, make_unit, sign_in
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY

LEAVE = read_definition(sample())
GOOD = {"name": "苏明远", "sort": "年休假", "since": "2026-11-18", "days": "3"}
HALF = {"name": ["苏明远"], "days": ["many"], "items-0": ["1"], "items-0-what": ["车票"]}


@pytest.fixture
def person(db):
    return make_person("苏明远", unit=make_unit("临江县水利局"))


def page_of(keep):
    return render_to_string("forms/fields.html", {"form": forms.DefinedForm(definition=LEAVE, keep=keep), "now": now()})


@pytest.mark.django_db
def test_what_was_typed_comes_back_as_it_was_to_the_same_person_form_and_subject(client, person):
    sign_in(client, person)
    sent = {**HALF, "forms_form": "leave", "forms_subject": "", "csrfmiddlewaretoken": "x", "request_key": "y"}
    assert client.post(reverse("forms:keep"), sent).status_code == 204
    assert client.post(reverse("forms:keep"), {**sent, "reason": "探亲"}).status_code == 204
    assert set(Kept.objects.get().typed) == {*HALF, "reason"}
    actor = actor_of(person)
    text = page_of(forms.keeping(form="leave", viewer=actor))
    for word in ('value="many"', 'value="车票"', "探亲", "自动保存的内容"):
        assert word in text
    other = actor_of(make_person("管正清", unit=make_unit("临江县教育局")))
    for keep in (forms.keeping(form="leave", viewer=other), forms.keeping(form="car", viewer=actor)):
        assert "车票" not in page_of(keep)
    client.post(reverse("forms:forget"), {"forms_form": "leave"})
    assert not Kept.objects.exists()


@pytest.mark.django_db
def test_old_copies_go_and_a_copy_has_a_limit_and_a_subject_that_its_owner_sees(client, person):
    actor = actor_of(person)
    for form, at in (("old", MONDAY), ("new", MONDAY + timedelta(days=91))):
        operations.keep_typed(form=form, subject=None, typed=HALF, actor=actor, at=at)
    assert [kept.form for kept in Kept.objects.all()] == ["new"]
    with pytest.raises(Invalid):
        operations.keep_typed(form="big", subject=None, typed={"x": ["长" * 600_000]}, actor=actor, at=now())
    sign_in(client, person)
    for place in ({"forms_subject": "document:1"}, {"forms_subject": "nonsense"}, {"forms_form": ""}):
        answer = client.post(reverse("forms:keep"), {"forms_form": "leave", **place})
        assert answer.status_code in (404, 422)


@pytest.mark.django_db
def test_what_has_arrived_is_kept_no_longer(person):
    actor, subject = actor_of(person), Reference("person", person.pk)
    operations.keep_typed(form="leave", subject=subject, typed=HALF, actor=actor, at=MONDAY)
    operations.forget_typed(form="leave", subject=None, actor=actor, at=MONDAY)
    assert forms.keeping(form="leave", subject=subject, viewer=actor).typed == HALF
    operations.forget_typed(form="leave", subject=subject, actor=actor, at=MONDAY)
    assert not forms.keeping(form="leave", subject=subject, viewer=actor).typed


def sent(data, **how):
    query = QueryDict("", mutable=True)
    query.update(data)
    return forms.DefinedForm(query, definition=LEAVE, **how)


def test_the_second_editor_sees_what_the_first_stored_and_then_decides():
    first = {"name": "苏明远", "sort": "年休假", "since": "2026-11-18", "days": 3, "cost": 10000}
    opened = forms.DefinedForm(definition=LEAVE, current=first).stamp
    assert sent({**GOOD, "forms_base": opened}, current=first).is_valid()
    second = sent({**GOOD, "days": "9", "forms_base": opened}, current={**first, "days": 5})
    assert not second.is_valid()
    told = [(row.label, row.stored, row.typed) for row in second.overtaken]
    assert told == [("天数", "5", "9"), ("费用", "100.00 元", "")]
    text = page(second)
    assert all(word in text for word in ("与别人保存的不同", "现在保存的", "100.00 元", f'value="{second.stamp}"'))
    again = sent({**GOOD, "days": "9", "forms_base": second.stamp}, current={**first, "days": 5})
    assert again.is_valid()
    assert again.values()["days"] == 9


@pytest.mark.django_db
def test_what_was_kept_before_somebody_else_stored_is_compared_too(person):
    first = {"name": "苏明远", "days": 3}
    opened = forms.DefinedForm(definition=LEAVE, current=first).stamp
    actor = actor_of(person)
    operations.keep_typed(
        form="leave", subject=None, typed={"forms_base": [opened], "days": ["4"]}, actor=actor, at=MONDAY
    )
    restored = forms.DefinedForm(
        definition=LEAVE, current={**first, "days": 5}, keep=forms.keeping(form="leave", viewer=actor)
    )
    assert restored.stamp == opened
