"""The pages as a browser without script sees them: each step is a form that was sent."""

import re

import pytest

from tongban.foundation.identity.testing import PASSWORD as KNOWN
from tongban.foundation.members.contracts import Document
from tongban.foundation.members.models import Agent, Member
from tongban.foundation.members.operations import withdraw
from tongban.foundation.members.testing import (
    actor_of,
    credit_code,
    identity_number,
    make_agent,
    make_enterprise,
    make_member,
    sign_in_member,
)
from tongban.foundation.members.tests.conftest import last_code
from tongban.foundation.ui.testing import faults
from tongban.kernel.now import now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_zone")]
PHONE, PASSWORD = "13812340626", "morning-tea-7"
AGREED = {"terms": "on", "privacy": "on"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def carried(response) -> dict[str, str]:
    """What the second step carries along unseen."""
    return {name: value for name, value in HIDDEN.findall(response.content.decode()) if name != "csrfmiddlewaretoken"}


def words(response) -> str:
    return response.content.decode()


def signed_in(client, member: Member) -> Member:
    sign_in_member(client, member)
    return member


@pytest.mark.feature("F-ID-32")
def test_somebody_registers_by_two_forms_and_is_logged_in(client):
    first = client.post(
        "/account/register?next=/account/real-name", {"contact": "138 1234 0626", "send": "1", **AGREED}
    )
    assert "138****0626" in words(first)
    second = {**carried(first), "code": last_code(), "password": PASSWORD, "again": PASSWORD, "finish": "1"}
    response = client.post("/account/register?next=/account/real-name", second)
    assert response.url == "/account/real-name"
    assert client.get("/account/").status_code == 200
    assert Member.objects.get().phone == PHONE


def test_nothing_is_ticked_before_and_both_boxes_are_asked_for(client):
    assert "checked" not in words(client.get("/account/register"))
    response = client.post("/account/register", {"contact": PHONE, "send": "1", "terms": "on"})
    assert response.status_code == 422
    assert "要先阅读并同意《隐私政策》" in words(response)
    assert f'value="{PHONE}"' in words(response)


def test_a_wrong_code_is_told_at_its_field_and_what_was_typed_stays(client):
    first = client.post("/account/register", {"contact": PHONE, "send": "1", **AGREED})
    wrong = f"{(int(last_code()) + 1) % 10**6:06}"
    typed = {**carried(first), "code": wrong, "password": PASSWORD, "again": PASSWORD, "finish": "1"}
    response = client.post("/account/register", typed)
    assert 'id="id_code_error"' in words(response)
    assert f'value="{wrong}"' in words(response)
    assert list(faults(response.content)) == []
    assert Member.objects.count() == 0


def test_no_address_of_a_page_holds_a_telephone_or_a_code(client):
    first = client.post("/account/recover", {"contact": PHONE, "send": "1"})
    assert "?" not in first.request["PATH_INFO"] + first.request["QUERY_STRING"]


@pytest.mark.feature("F-ID-34")
def test_a_member_logs_in_with_his_password_and_goes_where_he_wanted(client):
    make_member(phone=PHONE)
    response = client.post("/account/sign-in?next=/account/data", {"contact": PHONE, "password": KNOWN})
    assert response.url == "/account/data"


def test_a_login_never_leads_to_another_host(client):
    make_member(phone=PHONE)
    response = client.post("/account/sign-in?next=https://elsewhere.example/x", {"contact": PHONE, "password": KNOWN})
    assert response.url == "/x"


def test_a_wrong_pair_stays_on_the_page(client):
    make_member(phone=PHONE)
    response = client.post("/account/sign-in", {"contact": PHONE, "password": "wrong-word-1"})
    assert response.status_code == 422
    assert "手机号（邮箱）或密码不对" in words(response)
    assert "wrong-word-1" not in words(response)


def test_a_member_logs_in_by_code(client):
    make_member(phone=PHONE)
    first = client.post("/account/sign-in?way=code", {"contact": PHONE, "send": "1"})
    response = client.post("/account/sign-in?way=code", {**carried(first), "code": last_code(), "finish": "1"})
    assert response.url == "/account/"


def test_a_forgotten_password_is_given_anew(client):
    make_member(phone=PHONE)
    first = client.post("/account/recover", {"contact": PHONE, "send": "1"})
    second = {**carried(first), "code": last_code(), "password": PASSWORD, "again": PASSWORD, "finish": "1"}
    assert client.post("/account/recover", second).url == "/account/sign-in"
    assert client.post("/account/sign-in", {"contact": PHONE, "password": PASSWORD}).url == "/account/"


@pytest.mark.parametrize("page", ["", "data", "enterprises", "password", "contact", "ways", "close", "consent"])
def test_the_own_pages_ask_for_a_login_and_lead_back(client, page):
    assert client.get(f"/account/{page}").url == f"/account/sign-in?next=/account/{page}"


@pytest.mark.feature("F-SC-13")
def test_whoever_has_not_accepted_the_present_texts_is_asked_before_anything_else(client):
    member = signed_in(client, make_member())
    withdraw(member=member, document=Document.PRIVACY, actor=actor_of(member), at=now())
    asked = client.get("/account/data")
    assert asked.url == "/account/consent?next=%2Faccount%2Fdata"
    assert client.post(asked.url, {"request_key": ""}).status_code == 422
    assert client.post(asked.url, {"privacy": "on"}).url == "/account/data"
    assert client.get("/account/data").status_code == 200


def test_numbers_are_masked_and_shown_in_full_on_one_answer_when_asked(client):
    member = signed_in(client, make_member(phone=PHONE))
    assert PHONE not in words(client.get("/account/")) + words(client.get("/account/data"))
    assert member.id_number in words(client.post("/account/data", {"what": "id_number"}))
    assert member.id_number not in words(client.get("/account/data"))


def test_real_name_is_asked_of_the_register_and_a_busy_one_keeps_what_was_typed(client):
    member = signed_in(client, make_member("小周", real_named=False))
    busy = {"name": "周明", "number": identity_number(998), "agree": "on"}
    response = client.post("/account/real-name", busy)
    assert "服务正忙" in words(response)
    assert identity_number(998) in words(response)
    good = {**busy, "number": identity_number(12)}
    assert client.post("/account/real-name?next=/account/enterprises/new", good).url == "/account/enterprises/new"
    member.refresh_from_db()
    assert member.real_named


def test_what_needs_a_real_name_leads_to_the_check_and_back(client):
    signed_in(client, make_member(real_named=False))
    assert client.get("/account/enterprises/new").url == "/account/real-name?next=%2Faccount%2Fenterprises%2Fnew"


@pytest.mark.feature("F-ID-33")
def test_an_owner_registers_his_business_invites_an_agent_who_confirms_and_acts_for_it(client):
    owner, agent = signed_in(client, make_member("周明")), make_member("何苗")
    typed = {"name": "临江县周记小吃店", "code": credit_code(12).lower(), "sort": "household"}
    assert client.post("/account/enterprises/new", typed).url == "/account/enterprises"
    uid = owner and Agent.objects.get().enterprise.uid
    assert client.post(f"/account/enterprises/{uid}", {"name": "何苗", "phone": agent.phone}).status_code == 302
    signed_in(client, agent)
    assert "临江县周记小吃店" in words(client.get("/account/"))
    invitation = Agent.objects.get(member=None)
    client.post(f"/account/agents/{invitation.pk}/confirm")
    client.post("/account/act-for", {"enterprise": str(uid)})
    assert client.get("/account/").wsgi_request.enterprise.name == "临江县周记小吃店"
    client.post(f"/account/agents/{invitation.pk}/end")
    assert client.get("/account/").wsgi_request.enterprise is None


def test_nobody_opens_the_agents_of_a_business_of_others(client):
    shop = make_enterprise(make_member("周明"))
    stranger = signed_in(client, make_member("赵一"))
    assert client.get(f"/account/enterprises/{shop.uid}").status_code == 404
    assert client.post("/account/act-for", {"enterprise": str(shop.uid)}).status_code == 404
    agent = make_agent(shop, make_member("何苗"))
    assert client.post(f"/account/agents/{agent.pk}/end").status_code == 404
    assert stranger.real_named


def test_a_member_leaves_and_closes_his_account(client):
    member = signed_in(client, make_member(phone=PHONE))
    assert client.post("/account/close", {"sure": "on", "password": "wrong-word-1"}).status_code == 422
    assert client.post("/account/close", {"sure": "on", "password": KNOWN}).url == "/"
    assert client.get("/account/").status_code == 302
    member.refresh_from_db()
    assert member.phone == ""


def test_own_data_is_taken_along_as_a_file(client):
    member = signed_in(client, make_member())
    answer = client.post("/account/data/file")
    assert "attachment" in answer["Content-Disposition"]
    assert ["身份证号", member.id_number] in answer.json()["账号信息"]


def test_the_telephone_of_the_demo_shows_messages_in_the_demo_alone(client, settings):
    assert client.get("/demo/phone").status_code == 200
    settings.SMS_GATEWAY = ""
    assert client.get("/demo/phone").status_code == 404


@pytest.mark.parametrize("name", list(Document))
def test_the_texts_can_be_read_by_anybody(client, name):
    response = client.get(f"/account/documents/{name}")
    assert list(faults(response.content)) == []
    assert "2026-11 版" in words(response)
