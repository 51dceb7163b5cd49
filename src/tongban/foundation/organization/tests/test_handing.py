"""交接 in the console: the report, everything at once or nothing, the record, who is told."""

import pytest

from tongban.foundation.access import api as access
from tongban.foundation.audit.testing import Entry
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications.models import Notice
from tongban.foundation.organization.api import holdings_of, secretaries_of
from tongban.foundation.organization.models import Delegation, Handover, Secretary
from tongban.foundation.organization.testing import LONG_AGO, hold, make_person, make_post, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference
from tongban.kernel.testing import within

pytestmark = pytest.mark.django_db


class Bureau:
    def __init__(self):
        self.county = make_unit("临江县人民政府")
        self.bureau = make_unit("临江县教育局", self.county)
        self.admin = make_person("管理员", unit=self.bureau, title="单位管理员")
        self.above = make_person("县管理员", unit=self.county, title="县管理员")
        self.old = make_person("周科员", unit=self.bureau, title="公文管理员", duties=["document_manager"])
        self.new = make_person("吴科员", unit=self.bureau, title="科员")
        self.leader = make_person("秦局长", unit=self.bureau, title="局长", rank="head")
        hold(self.old, make_post(self.bureau, "文书", duties=["registrar"]))
        Delegation.objects.create(person=self.old, to=self.new, since=LONG_AGO, until=now().replace(year=2999))
        Secretary.objects.create(leader=self.leader, secretary=self.old, since=LONG_AGO)
        lay(self.old, 1)
        lay(self.old, 2, desk=inbox.TO_READ)


def lay(person, number, **more):
    entry = inbox.Entry(
        source=Reference("test", number), subject=Reference("test", number), keys=(inbox.person_key(person.pk),),
        category="测试", title=f"关于第{number}号事项的请示", step="审核", received_at=now(), **more,
    )  # fmt: skip
    within(inbox.put, entries=[entry])


def desk(person):
    rows = inbox.Item.objects.filter(key=inbox.person_key(person.pk), state="open")
    return sorted((item.desk, item.title) for item in rows)


@pytest.fixture
def town():
    access.ship_roles()
    return Bureau()


@pytest.fixture
def admin(town, client):
    give("unit_admin", town.admin, town.bureau)
    give("unit_admin", town.above, town.county)
    sign_in(client, town.admin)
    return client


def give(code, person, unit):
    role = access.Role.objects.get(code=code)
    within(access.give, role=role, to=person, unit=unit, below=True, actor=system_actor(), at=now())


ALL = ["desk", "posts", "standing"]


def hands(client, town, **more):
    form = {"to": town.new.pk, "parts": ALL, "reason": "调任县财政局", "leaving": "on"} | more
    return client.post(f"/console/people/{town.old.pk}/hand-over", form)


def test_the_report_names_what_there_is_and_changes_nothing(admin, town):
    give("document_manager", town.old, town.bureau)
    page = admin.get(f"/console/people/{town.old.pk}/hand-over").content.decode()
    for words in (
        "审核：关于第1号事项的请示",
        "待阅：关于第2号",
        "公文管理员",
        "文书",
        "秦局长的秘书",
        "周科员委托吴科员代办",
        "公文管理员：临江县教育局及下属单位",
    ):
        assert words in page, words
    assert len(desk(town.old)) == 2
    assert list(faults(page.encode())) == []


@pytest.mark.feature("F-ID-24", "F-ID-40")
def test_everything_goes_to_the_successor_at_once_and_is_recorded(admin, town):
    give("document_manager", town.old, town.bureau)
    answer = hands(admin, town, parts=[*ALL, "grants"])
    assert answer.status_code == 302, answer.content.decode()
    assert desk(town.old) == []
    assert [title for _, title in desk(town.new)] == ["关于第2号事项的请示", "关于第1号事项的请示"]
    assert {h.post_title for h in holdings_of(town.new.pk, now())} == {"科员", "公文管理员", "文书"}
    assert secretaries_of(town.leader.pk, now()) == [town.new.pk]
    assert [g.role.code for g in access.roles_of(town.new, at=now())] == ["document_manager"]
    town.old.refresh_from_db()
    assert (holdings_of(town.old.pk, now()), town.old.account.is_active) == ([], False)
    made = Handover.objects.get()
    assert (made.person, made.to, made.by_name, made.leaving) == (town.old, town.new, "管理员", True)
    assert made.passed["岗位和职责"] == ["临江县教育局 公文管理员", "临江县教育局 文书"]
    page = admin.get(f"/console/handovers/{made.pk}").content.decode()
    assert "审核：关于第1号事项的请示" in page
    assert "周科员" in admin.get("/console/handovers/").content.decode()
    assert Entry.objects.filter(action="organization.hand_over").get().details["to"] == town.new.pk
    told = dict(Notice.objects.values_list("person_id", "title"))
    assert told[town.new.pk] == "周科员的事务已交接给您"
    assert told[town.above.pk] == "周科员的事务交接给吴科员（临江县教育局）"


@pytest.mark.feature("F-ID-40")
def test_nobody_leaves_with_something_open(admin, town):
    answer = admin.post(f"/console/people/{town.old.pk}/leave", {"reason": "退休"})
    assert answer["Location"] == f"/console/people/{town.old.pk}/hand-over"
    assert "名下还有待办、待阅 2 项" in admin.get(answer["Location"]).content.decode()
    page = hands(admin, town, parts=["posts"])
    assert "名下还有待办、待阅 2 项" in page.content.decode()
    assert {h.post_title for h in holdings_of(town.old.pk, now())} == {"公文管理员", "文书"}, "all or nothing"


def test_what_the_administrator_may_not_give_stays_and_nothing_else_moves(admin, town):
    give("super_admin", town.old, None)
    answer = hands(admin, town, parts=[*ALL, "grants"])
    assert "没有“" in answer.content.decode(), "whose rights reach farther than one's own is not managed"
    assert len(desk(town.old)) == 2
    assert not Handover.objects.exists()


def test_one_post_may_be_handed_over_without_leaving(admin, town):
    assert hands(admin, town, parts=["desk"], leaving="").status_code == 302
    assert (desk(town.old), len(desk(town.new))) == ([], 2)
    assert town.old.account.is_active


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to": ""}, "请选择接手人"),
        ({"reason": ""}, "请填写原因"),
        ({"parts": [], "leaving": ""}, "请选择要交接的内容"),
    ],
)
def test_a_form_that_is_not_whole_says_what_is_missing(admin, town, wrong, words):
    page = hands(admin, town, **wrong)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_what_both_have_lies_once_on_the_successors_desk(admin, town):
    lay(town.new, 1)
    assert hands(admin, town).status_code == 302
    assert [title for _, title in desk(town.new)].count("关于第1号事项的请示") == 1


def test_the_pages_are_sound(admin, town):
    hands(admin, town)
    for address in ("/console/handovers/", f"/console/handovers/{Handover.objects.get().pk}"):
        assert list(faults(admin.get(address).content)) == []


def test_who_leaves_his_last_post_gives_what_lies_with_him_to_a_successor(town, admin):
    main, other = town.old.holdings.order_by("-main")
    page = f"/console/people/{town.old.pk}/holdings/{{}}/end"
    opened = admin.get(page.format(main.pk))
    assert "待办、待阅（2 项）" in opened.content.decode()
    assert list(faults(opened.content)) == []
    admin.post(page.format(other.pk), {"reason": ""})  # another post is left: what lies with him stays his
    assert len(desk(town.old)) == 2
    assert len(holdings_of(town.old.pk, now())) == 1
    refused = admin.post(page.format(main.pk), {"reason": ""})
    assert refused.status_code == 422
    assert "名下还有待办、待阅 2 项，请选择接手人" in refused.content.decode()
    given = {"to": town.new.pk, "parts": ["desk"]}
    assert "请写明交接的原因" in admin.post(page.format(main.pk), given).content.decode()
    assert admin.post(page.format(main.pk), {**given, "reason": "县教任〔2026〕3号"}).status_code == 302
    assert (desk(town.old), len(desk(town.new))) == ([], 2)
    assert holdings_of(town.old.pk, now()) == []
    assert Handover.objects.get().passed.keys() == {"待办、待阅"}
    assert Entry.objects.filter(action="organization.end_holding").count() == 2
