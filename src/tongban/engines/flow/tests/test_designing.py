"""A process is designed by an administrator: drafted, checked with each finding at its element, published as the next version."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tongban.engines.flow import definitions
from tongban.engines.flow.models import Definition, Draft
from tongban.engines.flow.testing import HEAD, begin, chain
from tongban.foundation.access.models import Role
from tongban.foundation.access.operations import grant, ship_roles
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
A, B, SIGN = 'a tb:role="drafter"', 'b tb:role="drafter"', 'sign tb:role="leader" tb:legal="true"'
EDIT = ["console-flow:edit", "p"]


def source(*steps, key="p"):
    return HEAD.format(key=key, body=chain(*steps))


@pytest.fixture
def designer(client):
    ship_roles()
    person = make_person("苏明远", unit=make_unit("临江县水利局"))
    role = Role.objects.get(code="process_manager")
    grant(role=role, to=person, unit=None, actor=system_actor(), at=MONDAY.replace(year=2025))
    sign_in(client, person)
    return client


@pytest.fixture
def published(designer):
    return within(definitions.publish, key="p", source=source(A, SIGN).encode(), at=MONDAY)


@pytest.fixture
def draft(designer, published):
    assert designer.post(reverse("console-flow:process", args=["p"])).status_code == 302
    return Draft.objects.get(key="p")


def post(client, do, text, **more):
    values = {"source": text, "do": do, "request_key": str(uuid.uuid4()), **more}
    return client.post(reverse(EDIT[0], args=EDIT[1:]), values)


@pytest.mark.feature("F-WF-04")
def test_a_draft_begins_with_the_published_version_and_becomes_the_next(designer, published, draft):
    assert draft.source == published.source
    assert post(designer, "save", source(A, B, SIGN)).status_code == 302
    assert definitions.current("p") == published
    assert post(designer, "publish", source(A, B, SIGN), message="增加一步").status_code == 302
    newest = definitions.current("p")
    assert (newest.version, newest.message, newest.published_by) == (2, "增加一步", "苏明远")
    assert not Draft.objects.exists()


def test_a_finding_stands_on_the_board_and_keeps_the_draft_from_being_published(designer, draft):
    broken = source(A, SIGN).replace('targetRef="end"', 'targetRef="nowhere"')
    answer = post(designer, "publish", broken, message="断了一条线")
    assert (answer.status_code, Definition.objects.count()) == (422, 1)
    page = answer.content.decode()
    assert "不能发布" in page
    assert 'data-flow-show="f2"' in page
    assert Draft.objects.get().source == broken  # what was drawn is kept


@pytest.mark.parametrize("steps", [(A,), (A, SIGN.replace("true", "false"))])
def test_a_legal_step_of_the_version_before_cannot_go_away(designer, draft, steps):
    answer = post(designer, "publish", source(*steps), message="去掉签发")
    assert (answer.status_code, Definition.objects.count()) == (422, 1)
    assert "法定环节" in answer.content.decode()


def test_a_version_says_what_was_changed(designer, draft):
    answer = post(designer, "publish", source(A, B, SIGN))
    assert answer.status_code == 422
    assert "请写明这一版改了什么" in answer.content.decode()


@pytest.mark.parametrize("text", ["<x/>", "not xml", ""])
def test_what_is_no_process_leaves_the_draft_as_it_was(designer, draft, text):
    assert post(designer, "save", text).status_code == 422
    assert Draft.objects.get().source == draft.source


def test_there_is_one_draft_of_a_process_at_a_time_and_it_can_be_thrown_away(designer, draft):
    assert designer.post(reverse("console-flow:process", args=["p"])).status_code == 409
    assert designer.post(reverse("console-flow:discard", args=["p"])).status_code == 302
    assert not Draft.objects.exists()


def test_who_was_overtaken_publishes_nothing(designer, draft):
    within(definitions.publish, key="p", source=source(A, B, SIGN).encode(), at=MONDAY)
    assert post(designer, "publish", source(B, A, SIGN), message="换了次序").status_code == 409
    assert definitions.current("p").version == 2


def test_a_process_of_another_system_is_brought_as_a_file(designer):
    file = SimpleUploadedFile("leave.bpmn", source(A, key="leave").encode(), "application/xml")
    answer = designer.post(reverse("console-flow:new"), {"key": "leave", "name": "请假", "file": file})
    assert answer.headers["Location"] == reverse("console-flow:edit", args=["leave"])
    wrong = SimpleUploadedFile("a.bpmn", b"\xff\xfe", "application/xml")
    answer = designer.post(reverse("console-flow:new"), {"key": "other", "name": "其他", "file": wrong})
    assert answer.status_code == 422
    assert "不是 UTF-8" in answer.content.decode()


def test_the_list_names_version_draft_and_what_runs(designer, draft, office):
    begin(chain(A), office.matter(), key="q")
    page = designer.get(reverse("console-flow:list")).content.decode()
    rows = {row.key: row for row in definitions.processes()}
    assert (rows["p"].running, rows["q"].running) == (0, 1)
    assert rows["p"].draft == draft
    assert "苏明远" in page


def test_a_shipped_process_that_the_office_has_redesigned_stays_the_offices(tmp_path, designer, draft):
    post(designer, "publish", source(A, B, SIGN), message="增加一步")
    (tmp_path / "p.bpmn").write_text(source(B, SIGN))
    (tmp_path / "q.bpmn").write_text(source(A, key="q"))
    assert [made.key for made in within(definitions.ship, folder=tmp_path, at=MONDAY)] == ["q"]


def test_nobody_else_opens_the_board(client, published):
    sign_in(client, make_person("林晓岚", unit=make_unit("临江县民政局")))
    assert client.get(reverse("console-flow:list")).status_code == 403
