"""Screens of cases: taken in at the window, handled by whoever has it, followed by anybody with number and code."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongban.business.casework.contracts import LEGAL
from tongban.business.casework.models import Case
from tongban.business.casework.operations.letters import lay_out
from tongban.business.casework.operations.submit import submit
from tongban.business.casework.testing import (
    APPLICANT,
    accepted,
    application,
    reviewed,
    submitted,
)
from tongban.engines.flow import api as flow
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


def page_of(client, case):
    return client.get(reverse("casework:page", args=[case.pk]))


def post(client, case, act, **data):
    return client.post(reverse("casework:act", args=[case.pk, act]), data)


def test_each_hand_finds_its_own_act_on_the_page_and_no_other(client, bureau):
    case = accepted(bureau)
    expected = [("handler", "现场勘查", "step", {"opinion": "符合"}), ("head", "审查", "step", {"opinion": "符合"})]
    expected += [("leader", "准予许可", "grant", {})]
    for part, words, act, data in expected:
        sign_in(client, bureau.people[part])
        page = page_of(client, case)
        assert words in page.content.decode(), part
        assert list(faults(page.content)) == []
        assert post(client, case, act, **data).status_code == 302, act
        assert post(client, case, act, **data).status_code in (404, 409), "done once"
    case.refresh_from_db()
    assert case.state == "granted"


def test_a_denial_without_reason_keeps_what_was_typed(client, bureau):
    case = reviewed(bureau)
    sign_in(client, bureau.people["leader"])
    page = post(client, case, "deny", reason="距离不够", basis="")
    assert page.status_code == 422
    assert "距离不够" in page.content.decode()
    assert "请填写依据" in page.content.decode()


def test_a_letter_is_sealed_on_the_page_by_its_keeper(client, bureau):
    case = accepted(bureau)
    letter = lay_out(letter=case.letters.get(), actor=system_actor(), at=MONDAY)
    bureau.opened("acceptance")
    sign_in(client, bureau.people["clerk"])
    page = page_of(client, case)
    assert list(faults(page.content)) == []
    assert f'<option value="{bureau.seals["acceptance"].pk}"' in page.content.decode(), "the acceptance seal is offered"
    address = reverse("casework:seal", args=[case.pk, letter.pk])
    seal = bureau.seals["acceptance"].pk
    assert client.post(address, {"seal": seal, "password": "wrong"}).status_code == 422
    assert client.post(address, {"seal": seal, "password": "yinzhang-2026"}).status_code == 302
    letter.refresh_from_db()
    assert letter.sealed_at is not None
    download = client.get(reverse("files:download", args=[letter.sealed_file.uid]))
    assert download["Content-Type"] == "application/pdf"


def test_a_stranger_finds_no_case(client, bureau):
    case = accepted(bureau)
    sign_in(client, make_person("冯清扬", unit=make_unit("临江县财政局")))
    assert page_of(client, case).status_code == 404
    assert case.number_text not in client.get(reverse("casework:list")).content.decode()
    assert post(client, case, "extend", days=5, reason="试试").status_code == 404


def test_the_list_costs_the_same_for_one_case_and_for_three(client, bureau):
    submitted(bureau)
    sign_in(client, bureau.people["clerk"])
    client.get(reverse("casework:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("casework:list"))
    for code in ("91350100M000100Y4X", "92990921MA00000X0P"):
        given = application(applicant=replace(APPLICANT, code=code))
        submit(version=bureau.version, application=given, actor=bureau.actor("clerk"), at=MONDAY)
    with CaptureQueriesContext(connection) as three:
        page = client.get(reverse("casework:list"))
    assert list(faults(page.content)) == []
    assert Case.objects.count() == 3
    assert len(three) == len(one)


def test_the_special_procedure_is_begun_and_ended_by_the_handler_on_the_page(client, waterworks):
    case = accepted(waterworks)
    sign_in(client, waterworks.people["handler"])
    assert post(client, case, "special", ground="testing", body="检测中心", days="10").status_code == 302
    page = page_of(client, case).content.decode()
    assert "计时暂停：检测" in page
    assert post(client, case, "end_special", result="合格").status_code == 302


def test_the_leader_sends_a_case_back_to_the_review_with_a_reason_and_the_limits_run_on(client, bureau):
    case = reviewed(bureau)
    sign_in(client, bureau.people["leader"])
    page = page_of(client, case).content.decode()
    assert "征询" in page
    assert "终止" not in page
    refused = post(client, case, "return", to="review", reason="")
    assert refused.status_code == 422
    assert post(client, case, "return", to="deliver", reason="再核实").status_code == 422
    assert post(client, case, "return", to="review", reason="面积没有核实").status_code == 302
    assert [work.element for work in flow.open_works(case.reference)] == ["review"]
    assert clocks.live_clock(case.reference, LEGAL).state == "running"
    sign_in(client, bureau.people["head"])
    page = page_of(client, case).content.decode()
    assert "面积没有核实" in page
    assert "退回到" in page, "back to 现场勘查"


def test_the_handler_passes_the_inspection_on_to_a_colleague(client, bureau):
    case = accepted(bureau)
    sign_in(client, bureau.people["handler"])
    work = flow.open_work(case.reference, "inspect")
    assert {"转办", "委派", "征询", "抄送"} <= set(
        re.findall("转办|委派|征询|抄送", page_of(client, case).content.decode())
    )
    address = reverse("flow:move", args=[work.pk, "transfer"])
    assert client.post(address, {"to": bureau.people["head"].pk, "reason": "外出检查"}).status_code == 302
    sign_in(client, bureau.people["head"])
    assert post(client, case, "step", opinion="场所符合要求。").status_code == 302
    assert flow.open_work(case.reference, "review")
