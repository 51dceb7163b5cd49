"""Who gets a step: roles at places, the drafter who is a head himself, and what happens when nobody fits."""

import pytest

from tongban.engines.flow import queries, tracking
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.testing import begin, chain, done_by, end_posts
from tongban.foundation.inbox.api import duty_key, person_key
from tongban.foundation.organization.models import Oversight, Person
from tongban.foundation.organization.testing import hold, make_person, make_post
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY

DRAFT = 'draft tb:role="drafter"'


def after_draft(office, step, *, variables=None, by=None, **fields):
    """The work of the step that follows the draft."""
    subject = begin(chain(DRAFT, step), office.matter(**fields), variables=variables)
    done_by(by or office.drafter, subject, "draft")
    return queries.open_work(subject, step.split()[0])


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ('a tb:role="head" tb:relation="drafter-unit"', "head"),
        ('a tb:role="leader" tb:relation="drafter-unit"', "head"),
        ('a tb:role="drafter"', "drafter"),
        ('a tb:role="person" tb:relation="previous"', "drafter"),
        ('a tb:role="person" tb:relation="field:signer"', "leader"),
    ],
)
def test_people_get_a_step_on_their_own_desk(office, step, who):
    person = getattr(office, who)
    work = after_draft(office, step, variables={"signer": office.leader.pk})
    assert (work.keys, work.names) == ([person_key(person.pk)], person.name)


def test_a_duty_is_a_desk_of_its_own_also_when_a_section_carries_it(office):
    make_person("何静", unit=office.section, title="机要员", duties=["registrar"])
    assert after_draft(office, 'a tb:role="vetter" tb:relation="organ"').keys == [duty_key(office.office.pk, "vetter")]
    work = after_draft(office, 'b tb:role="registrar" tb:relation="organ"', number=2)
    assert (work.keys, work.names) == ([duty_key(office.section.pk, "registrar")], "何静")


def test_the_leader_in_charge_is_the_one_who_oversees_the_section(office):
    second = make_post(office.government, "副县长乙", rank="deputy")
    hold(make_person("顾长风", unit=office.government), second)
    for post, role in ((second, "B"), (office.leader.holdings.get().post, "A")):
        Oversight.objects.create(leader=post, unit=office.section, role=role)
    assert after_draft(office, 'a tb:role="head" tb:relation="overseer"').names == "秦怀川"


def test_somebody_who_has_left_gets_nothing(office):
    Person.objects.filter(pk=office.leader.pk).update(left_at=MONDAY)
    work = after_draft(office, 'a tb:role="person" tb:relation="field:signer"', variables={"signer": office.leader.pk})
    assert work.names.startswith("公文管理员")


# F-OD-39


@pytest.mark.feature("F-OD-39")
def test_a_head_who_drafts_is_reviewed_by_another_head_of_the_section(office):
    deputy = make_person("沈若谷", unit=office.section, title="副科长", rank="deputy")
    office.drafter = office.head
    work = after_draft(office, 'a tb:role="head" tb:relation="drafter-unit"', by=office.head)
    assert work.keys == [person_key(deputy.pk)]


@pytest.mark.feature("F-OD-39")
def test_the_only_head_of_a_section_reviews_himself_and_the_step_is_not_skipped(office):
    office.drafter = office.head
    work = after_draft(office, 'a tb:role="head" tb:relation="drafter-unit"', by=office.head)
    assert (work.keys, work.state) == ([person_key(office.head.pk)], "open")


@pytest.mark.feature("F-OD-39")
def test_of_two_heads_the_other_one_reviews(office):
    other = make_person("沈若谷", unit=office.section, title="第二科长", rank="head")
    office.drafter = office.head
    work = after_draft(office, 'a tb:role="head" tb:relation="drafter-unit"', by=office.head)
    assert work.keys == [person_key(other.pk)]


def test_a_clerks_draft_goes_to_all_heads(office):
    make_person("沈若谷", unit=office.section, title="第二科长", rank="head")
    assert after_draft(office, 'a tb:role="head" tb:relation="drafter-unit"').names == "段文博、沈若谷"


# Nobody fits

NOBODY = 'a tb:role="seal_keeper" tb:relation="organ"'


def test_by_default_the_document_manager_gets_what_nobody_fits(office):
    work = after_draft(office, NOBODY)
    assert work.keys == [duty_key(office.office.pk, "document_manager")]
    assert work.names == "公文管理员（无合适办理人）"


def test_blocked_the_step_before_stays_where_it_is(office):
    with pytest.raises(Conflict, match="“a”没有可以办理的人"):
        after_draft(office, f'{NOBODY} tb:fallback="block"')
    assert Work.objects.get().state == "open"


def test_skipped_it_is_passed_and_everybody_sees_that(office):
    subject = begin(chain(DRAFT, f'{NOBODY} tb:fallback="skip"', 'b tb:role="drafter"'), office.matter())
    done_by(office.drafter, subject, "draft")
    assert [(w.element, w.state) for w in queries.works_of(subject)] == [
        ("draft", "done"),
        ("a", "skipped"),
        ("b", "open"),
    ]
    line = tracking.track(subject)[1]
    assert (line.who, line.state) == ("无合适办理人，按流程设置跳过", "done")


def test_skipping_to_the_end_ends_it(office):
    subject = begin(chain(DRAFT, f'{NOBODY} tb:fallback="skip"'), office.matter())
    done_by(office.drafter, subject, "draft")
    assert Instance.objects.get().ended == "ended"


# Several at once

EACH = (
    '<startEvent id="start"/><userTask id="draft" tb:role="drafter"/>'
    '<userTask id="cs" name="会签" tb:role="head" tb:relation="item" tb:moves="return withdraw">'
    '<multiInstanceLoopCharacteristics isSequential="{sequential}" tb:collection="units" tb:item="unit">'
    "<completionCondition>{until}</completionCondition></multiInstanceLoopCharacteristics></userTask>"
    '<userTask id="sum" tb:role="drafter"/><endEvent id="end"/>'
    '<sequenceFlow id="f1" sourceRef="start" targetRef="draft"/><sequenceFlow id="f2" sourceRef="draft" targetRef="cs"/>'
    '<sequenceFlow id="f3" sourceRef="cs" targetRef="sum"/><sequenceFlow id="f4" sourceRef="sum" targetRef="end"/>'
)


def countersign(office, *, sequential="false", until="false", units=()):
    subject = begin(EACH.format(sequential=sequential, until=until), office.matter(), variables={"units": list(units)})
    done_by(office.drafter, subject, "draft")
    return subject


def names(subject):
    return [w.names for w in queries.open_works(subject)]


def test_units_that_countersign_each_have_it_and_the_last_opens_what_follows(office):
    subject = countersign(office, units=[office.bureau.pk, office.section.pk])
    assert names(subject) == ["齐思远", "段文博"]
    assert [w.place_id for w in queries.open_works(subject)] == [office.bureau.pk, office.section.pk]
    done_by(office.director, subject, "cs")
    assert names(subject) == ["段文博"]
    done_by(office.head, subject, "cs")
    assert names(subject) == ["苏明远"]


def test_in_order_they_have_it_one_after_another(office):
    subject = countersign(office, sequential="true", units=[office.bureau.pk, office.section.pk])
    assert names(subject) == ["齐思远"]
    done_by(office.director, subject, "cs")
    assert names(subject) == ["段文博"]


def test_when_one_is_enough_the_others_lose_it_from_their_desks(office):
    subject = countersign(office, until="nrOfCompletedInstances >= 1", units=[office.bureau.pk, office.section.pk])
    done_by(office.director, subject, "cs")
    assert names(subject) == ["苏明远"]
    assert sorted(w.state for w in queries.works_of(subject)) == ["cancelled", "done", "done", "open"]


def test_a_unit_without_a_head_does_not_stop_the_others(office):
    end_posts(office.director)
    subject = countersign(office, units=[office.bureau.pk, office.section.pk])
    assert names(subject) == ["公文管理员（无合适办理人）", "段文博"]
