"""Publishing: a version more, never another one; by those who may; in the audit trail."""

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.forms import api as forms
from tongban.engines.forms.models import FormVersion
from tongban.engines.forms.testing import sample
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


def publish(definition, message="第一版"):
    return forms.publish(definition=definition, message=message, actor=system_actor(), at=MONDAY)


def second():
    changed = sample()
    changed["name"] = "请假外出报备单（新）"
    return changed


def test_a_new_version_counts_and_the_old_one_stays_as_it_was():
    first = publish(sample())
    publish(second(), "改名")
    assert forms.current("leave").no == 2
    kept = forms.version(first.pk)
    assert (kept.no, forms.definition_of(kept).name) == (1, "请假外出报备单")
    assert [v.message for v in forms.versions_of(kept.form)] == ["改名", "第一版"]
    assert [(f.code, f.no) for f in forms.forms()] == [("leave", 2)]


def test_publishing_stands_in_the_audit_trail_with_its_digest():
    made = publish(sample())
    entry = Entry.objects.get(action="forms.publish")
    assert (entry.subject_id, entry.details["version"], entry.details["digest"]) == (made.pk, 1, made.digest)


def test_what_has_not_changed_is_not_published_again_whatever_the_order_of_its_keys():
    publish(sample())
    turned = dict(reversed(sample().items()))
    with pytest.raises(Conflict, match="没有可发布的改动"):
        publish(turned)


def test_a_faulty_definition_or_a_silent_change_publishes_nothing():
    faulty = sample()
    faulty["layout"]["sections"][0]["fields"][0]["as"] = "slider"
    for definition, message in ((faulty, "改"), (sample(), " ")):
        with pytest.raises(Invalid):
            publish(definition, message)
    assert not FormVersion.objects.exists()


def test_only_who_has_the_role_publishes():
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    with pytest.raises(NotAllowed, match="发布表单"):
        forms.publish(definition=sample(), message="第一版", actor=actor_of(person, at=MONDAY), at=MONDAY)


def test_the_database_refuses_a_second_version_of_the_same_number():
    made = publish(sample())
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(
            form=made.form, no=1, definition={}, digest="", message="x", published_at=MONDAY, published_by=""
        )


def test_a_form_that_was_never_published_is_not_found():
    with pytest.raises(NotFound):
        forms.current("nothing")
