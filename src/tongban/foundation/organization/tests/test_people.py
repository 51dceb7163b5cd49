"""People: hired, appointed, leaving; posts; leaders in charge."""

from datetime import date

import pytest

from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity.api import Account
from tongban.foundation.organization.api import holder_of, holders, holdings_of, overseers_of, stands_in_for
from tongban.foundation.organization.contracts import Duty, PersonData, PostData, PostKind, PostVacated
from tongban.foundation.organization.models import Delegation, Holding, Secretary
from tongban.foundation.organization.operations.handing import end_holding
from tongban.foundation.organization.operations.people import appoint, change_person, hire, leave
from tongban.foundation.organization.operations.posts import change_post, close_post, create_post, set_oversight
from tongban.foundation.organization.testing import LONG_AGO, hold, make_person, make_post, make_unit
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


def by_system(operation, **arguments):
    return operation(actor=SYSTEM, at=now(), **arguments)


@pytest.fixture
def bureau():
    return make_unit("临江县教育局", make_unit("临江县人民政府"))


@pytest.fixture
def vacated(monkeypatch):
    heard = []
    monkeypatch.setitem(events._inside, PostVacated, [heard.append])
    return heard


@pytest.mark.feature("F-ID-08", "F-ID-09", "F-ID-10")
def test_hiring_gives_an_account_with_a_proposed_name_and_the_initial_password(bureau, settings):
    post = make_post(bureau, "科员")
    first, second = (
        by_system(hire, unit=bureau, data=PersonData(name="曾明", mobile="13800000000"), post=post) for _ in "ab"
    )
    assert (first.account.username, second.account.username) == ("zengming", "zengming01")
    assert first.account.check_password(settings.INITIAL_PASSWORD)
    assert first.account.must_change_password
    assert first.account.is_active
    assert holder_of(first.pk, now()).post_title == "科员"
    entry = Entry.objects.filter(action="organization.hire").first()
    assert "13800000000" not in str(entry.details)


def test_a_chosen_user_name_must_be_free_and_plain(bureau):
    post = make_post(bureau, "科员")
    by_system(hire, unit=bureau, data=PersonData(name="张三"), post=post, username="zhang.san")
    for username in ("zhang.san", "张三", "X"):
        with pytest.raises(Invalid) as caught:
            by_system(hire, unit=bureau, data=PersonData(name="李四"), post=post, username=username)
        assert set(caught.value.fields) == {"username"}


def test_wrong_personal_data_stand_at_their_fields(bureau):
    with pytest.raises(Invalid) as caught:
        by_system(hire, unit=bureau, data=PersonData(name="", mobile="12", email="x"), post=make_post(bureau, "科员"))
    assert set(caught.value.fields) == {"name", "mobile", "email"}
    assert not Account.objects.exists()


@pytest.mark.feature("F-ID-20")
def test_changed_personal_data_are_named_but_not_shown_in_the_audit(bureau):
    person = make_person("张三", unit=bureau)
    by_system(
        change_person, person=person, data=PersonData(name="单三", mobile="13912345678", born_on=date(1980, 1, 2))
    )
    person.refresh_from_db()
    assert (person.pinyin, person.mobile) == ("shansan", "13912345678")
    entry = Entry.objects.get(action="organization.change_person")
    assert {"name", "mobile", "born_on"} <= set(entry.details["changed"])
    assert "13912345678" not in str(entry.details)


@pytest.mark.feature("F-ID-17")
def test_one_person_holds_several_posts_and_leaves_one(bureau, vacated):
    office = make_unit("办公室", bureau, form="section")
    person = make_person("孙明", unit=bureau, title="副局长", rank=PostKind.DEPUTY)
    by_system(appoint, person=person, post=make_post(office, "主任", rank="head"))
    assert [h.post_title for h in holdings_of(person.pk, now())] == ["副局长", "主任"]
    main = Holding.objects.get(person=person, main=True)
    by_system(end_holding, holding=main)
    person.refresh_from_db()
    assert (holder_of(person.pk, now()).post_title, person.unit) == ("主任", office)
    assert vacated == [PostVacated(post_id=main.post_id, person_id=person.pk)]
    with pytest.raises(Conflict, match="已经结束"):
        by_system(end_holding, holding=main)


def test_a_post_for_one_has_one_holder(bureau):
    head = make_post(bureau, "局长", rank="head", single=True)
    first, second = make_person("甲", unit=bureau), make_person("乙", unit=bureau)
    by_system(appoint, person=first, post=head, main=True)
    with pytest.raises(Conflict, match="现由 甲 担任"):
        by_system(appoint, person=second, post=head)
    with pytest.raises(Conflict, match="已经在"):
        by_system(appoint, person=first, post=head)
    assert Holding.objects.get(person=first, main=True).post == head


@pytest.mark.feature("F-ID-40")
def test_somebody_who_leaves_loses_posts_account_and_stand_ins(bureau, vacated):
    person, other = make_person("甲", unit=bureau), make_person("乙", unit=bureau)
    hold(person, make_post(bureau, "专员"))
    Delegation.objects.create(person=person, to=other, since=LONG_AGO, until=now().replace(year=2999))
    Secretary.objects.create(leader=person, secretary=other, since=LONG_AGO)
    by_system(leave, person=person, reason="退休")
    person.refresh_from_db()
    assert not person.account.is_active
    assert holdings_of(person.pk, now()) == []
    assert stands_in_for(other.pk, now()) == []
    assert len(vacated) == 2
    with pytest.raises(Conflict):
        by_system(leave, person=person, reason="退休")
    with pytest.raises(Conflict, match="离任"):
        by_system(appoint, person=person, post=make_post(bureau, "顾问"))


def test_posts_are_made_changed_and_closed(bureau):
    post = by_system(create_post, unit=bureau, data=PostData(title="收发员", duties=(Duty.RECEIVER,)))
    with pytest.raises(Invalid, match="已经有"):
        by_system(create_post, unit=bureau, data=PostData(title="收发员"))
    person = make_person("甲", unit=bureau, title="收发员")
    by_system(change_post, post=post, data=PostData(title="机要员", duties=(Duty.RECEIVER, Duty.REGISTRAR)))
    assert [h.name for h in holders(unit_ids=[bureau.pk], at=now(), duty=Duty.REGISTRAR)] == ["甲"]
    with pytest.raises(Conflict):
        by_system(close_post, post=post)
    by_system(end_holding, holding=Holding.objects.get(person=person))
    by_system(close_post, post=post)
    by_system(create_post, unit=bureau, data=PostData(title="机要员"))


def test_a_and_b_are_different_leaders(bureau):
    government = bureau.parent
    first = make_person("甲", unit=government, title="副县长甲", rank="deputy").holdings.get().post
    second = make_person("乙", unit=government, title="副县长乙", rank="deputy").holdings.get().post
    by_system(set_oversight, unit=bureau, role="A", leader=first)
    with pytest.raises(Invalid, match="不同的领导"):
        by_system(set_oversight, unit=bureau, role="B", leader=first)
    by_system(set_oversight, unit=bureau, role="B", leader=second)
    by_system(set_oversight, unit=bureau, role="A", leader=None)
    assert [h.name for h in overseers_of(bureau.pk, now())] == ["乙"]
