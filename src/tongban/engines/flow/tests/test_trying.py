"""A process is tried on paper: the way, the people of the day, the answers; two versions are compared; where the time goes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tongban.engines.flow import definitions, patterns, statistics
from tongban.engines.flow.importing import taken_over
from tongban.engines.flow.models import Work
from tongban.engines.flow.testing import HEAD, begin, chain, done_by, matter
from tongban.engines.flow.tracking import picture_of
from tongban.foundation.access.models import Role
from tongban.foundation.access.operations import grant, ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY, within
from tongban.lib import bpmn

pytestmark = pytest.mark.django_db
FLOW = '<sequenceFlow id="{}" sourceRef="{}" targetRef="{}"/>'
BRANCH = (
    '<startEvent id="start"/><userTask id="draft" name="拟稿" tb:role="drafter" tb:decisions="agree"/>'
    '<exclusiveGateway id="gw" default="f3"/><userTask id="big" name="大额审批" tb:role="head" tb:relation="drafter-unit"/>'
    '<userTask id="vet" name="核稿" tb:role="vetter" tb:relation="organ" tb:legal="true" tb:fallback="block"/><endEvent id="end"/>'
    '<sequenceFlow id="f4" sourceRef="gw" targetRef="big"><conditionExpression>subject.amount &gt; 100</conditionExpression></sequenceFlow>'
) + "".join(
    FLOW.format(*names.split()) for names in ("f1 start draft", "f2 draft gw", "f3 gw vet", "f5 big vet", "f6 vet end")
)


@pytest.fixture
def manager(client):
    ship_roles()
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    grant(role=Role.objects.get(code="process_manager"), to=person, unit=None, actor=system_actor(), at=MONDAY)
    sign_in(client, person)
    return person


def publish(body, key="p"):
    return within(definitions.publish, key=key, source=HEAD.format(key=key, body=body).encode(), at=MONDAY)


def tried(client, **given):
    return client.get(reverse("console-flow:try", args=["p"]), given)


def test_the_way_follows_the_answers_and_names_who_would_get_each_step(client, manager):
    publish(BRANCH)
    office = make_unit("临江县教育局")
    make_person("刘建国", unit=office, rank="head")
    make_person("马文静", unit=office)
    known = {"who": "马文静", "v.subject.amount": "500", "day": "2026-11-16"}
    page = tried(client, do="complete:draft:agree", **known).content.decode()
    assert "大额审批" in page
    assert "刘建国" in page
    small = tried(client, do="complete:draft:", **known | {"v.subject.amount": "5"}).content.decode()
    assert "无人可办，流程停在上一步" in small  # 核稿: nobody has the duty
    assert "法定" in small


def test_a_wrong_answer_says_so_and_the_way_stays(client, manager):
    publish(BRANCH)
    page = tried(client, played='[{"complete": "draft"}]', do="complete:draft:").content.decode()
    assert "现在没有待办" in page
    assert tried(client, played="no json", do="no such").status_code == 200
    assert Work.objects.count() == 0


def test_two_versions_are_compared_in_a_table(client, manager):
    publish(chain('a tb:limit="1wd"', "b"))
    publish(chain('a tb:limit="3wd"', "c"))
    page = client.get(reverse("console-flow:compare", args=["p"])).content.decode()
    assert "<del>1wd</del> → <ins>3wd</ins>" in page
    old, new = (bpmn.parse(HEAD.format(key="p", body=chain(*steps)).encode()) for steps in (("a", "b"), ("a", "c")))
    found = {(each.element, each.what) for each in bpmn.differences(old, new)}
    assert {("b", "removed"), ("c", "added"), ("f1", "changed"), ("f2", "changed")} == found
    assert bpmn.differences(old, old) == []


def test_the_picture_of_an_instance_says_who_when_and_how_long(client, manager):
    drafter = make_person("马文静", unit=make_unit("临江县教育局"))
    subject = begin(
        chain('draft tb:role="drafter"', 'review tb:role="drafter"'), matter(people={"drafter": drafter.pk})
    )
    done_by(drafter, subject, "draft", at=MONDAY + timedelta(hours=3))
    picture = picture_of(subject)
    assert (picture["done"], picture["current"]) == (["draft"], ["review"])
    assert picture["notes"]["draft"] == "马文静 11-16 12:30 · 3 小时 0 分钟"
    assert [line.step for line, _ in picture["rows"]] == ["draft", "review"]


def test_where_the_time_goes(client, manager):
    drafter = make_person("马文静", unit=make_unit("临江县教育局"))
    for number, hours in ((1, 1), (2, 2), (3, 9)):
        subject = begin(
            chain('draft tb:role="drafter"', 'review tb:role="drafter"'), matter(number, people={"drafter": drafter.pk})
        )
        done_by(drafter, subject, "draft", at=MONDAY + timedelta(hours=hours))
        done_by(drafter, subject, "review", at=MONDAY + timedelta(hours=hours + 1))
    many, [first, second] = statistics.time_spent("p")
    assert (many, first.element, first.times, first.usual, first.longest) == (
        3,
        "draft",
        3,
        timedelta(hours=2),
        timedelta(hours=9),
    )
    assert (first.share + second.share, first.heat, second.heat) == (100, 5, 2)
    assert statistics.time_spent("p", last=1)[0] == 1
    assert "9 小时" in client.get(reverse("console-flow:time", args=["p"])).content.decode()


@pytest.mark.parametrize("stem", sorted(patterns.ready()))
@pytest.mark.feature("F-WF-02")
@pytest.mark.feature("F-OD-30")
@pytest.mark.feature("F-OD-38")
def test_a_template_is_publishable_and_drawn(client, manager, stem):
    response = client.post(reverse("console-flow:new"), {"key": "mine", "name": "我的流程", "ready": stem})
    assert response.status_code == 302
    source = patterns.source_of(stem)
    assert [each for each in definitions.findings(source.encode()) if each.severity == "error"] == []
    assert all(f'bpmnElement="{name}"' in source for name in bpmn.compile_model(bpmn.parse(source.encode())).nodes)


def test_what_another_system_wrote_is_told_step_by_step():
    body = chain('a activiti:assignee="${initiator}" activiti:skipIt="1"', 'b activiti:candidateGroups="${x}"')
    head = HEAD.replace("<definitions ", '<definitions xmlns:activiti="http://activiti.org/bpmn" ')
    told = {each.attribute: each.result for each in taken_over(head.format(key="p", body=body).encode())}
    assert told == {
        "assignee": "采用：办理人", "skipIt": "没有采用，原样保留在文件里", "candidateGroups": "看不出由谁办，请在“谁来办”里选",
    }  # fmt: skip


def test_duties_that_nobody_has_and_forms_that_are_not_there_are_findings(manager):
    body = chain('a tb:role="seal_keeper" tb:relation="organ" tb:form="leave_form"')
    found = {each.rule for each in definitions.findings(HEAD.format(key="p", body=body).encode())}
    assert {"empty-role", "unknown-form"} <= found


ROUND = (
    '<startEvent id="start"/><exclusiveGateway id="g"/><serviceTask id="s"/><exclusiveGateway id="h" default="f4"/><endEvent id="end"/>'
    '<sequenceFlow id="f5" sourceRef="h" targetRef="end"><conditionExpression>a == 1</conditionExpression></sequenceFlow>'
) + "".join(FLOW.format(*names.split()) for names in ("f1 start g", "f2 g s", "f3 s h", "f4 h g"))
HOSTILE = {
    "cycle of services": ("endless-loop", ROUND),
    "five thousand elements": ("too-large", "".join(f'<userTask id="u{n}"/>' for n in range(5000))),
    "ids twice": ("duplicate-id", chain("a", "b").replace('id="b"', 'id="a"')),
    "a condition that does not parse": ("condition-syntax", BRANCH.replace("amount &gt; 100", "amount &gt; &gt;")),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_bad_models_are_refused_with_the_element_and_the_reason(name):
    rule, body = HOSTILE[name]
    found = [
        each for each in definitions.findings(HEAD.format(key="p", body=body).encode()) if each.severity == "error"
    ]
    assert rule in {each.rule for each in found}
    assert all(each.message for each in found)


def test_an_xml_bomb_is_no_process():
    bomb = '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]><definitions>&b;</definitions>'
    assert [each.rule for each in definitions.findings(bomb.encode())] == ["xml-dtd"]
