"""`/api/v1` of the public zone: what anybody may read, described, kept, counted; nothing of anybody's own."""

import pytest

from tongban.business.casework.testing import delivered
from tongban.business.hall.models import LicenseCopy
from tongban.business.hall.testing import applied, asked, make_guide, open_hall
from tongban.engines.exchange.testing import carry
from tongban.foundation.members.testing import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_zone")]
API = "/api/v1"


def progress(client, number, code):
    return client.post(f"{API}/progress", {"number": number, "code": code}, "application/json")


def test_items_are_found_by_everyday_words_and_a_guide_says_all(client, django_assert_max_num_queries):
    guide = make_guide()
    for found in ({"q": "我想开饭馆"}, {"audience": "person"}, {"topic": "我要开饭店"}, {"unit": guide.unit}):
        [item] = client.get(f"{API}/items", found).json()["items"]
        assert item["name"] == guide.name
    assert client.get(f"{API}/items", {"q": "宇宙飞船"}).json() == {"items": [], "next": None}
    with django_assert_max_num_queries(2):
        said = client.get(f"{API}/items/{guide.uid}").json()
    assert (said["legal_days"], len(said["materials"]), said["withdrawn"]) == (15, 5, False)
    assert said["page"].endswith(f"/guide/{guide.uid}")


def test_what_has_not_changed_is_not_sent_again(client):
    address = f"{API}/items/{make_guide().uid}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_number_and_code_tell_the_progress_and_nobody_s_name(client):
    bureau, guide = open_hall()
    member = make_member()
    made = applied(guide, member)
    assert progress(client, made.receipt, made.code).json()["label"] == "已提交，等待窗口收件"
    carry()
    asked(bureau, made)
    answer = progress(client, made.receipt, made.code)
    assert answer.json()["label"] == "待补正"
    assert "照片看不清。" in str(answer.json()["missing"])
    for personal in (member.name, member.phone, member.id_number):
        assert personal not in answer.content.decode()


def test_wrong_codes_are_told_at_their_field_and_then_close_the_number(client):
    made = applied(make_guide(), make_member())
    for _ in range(5):
        wrong = progress(client, made.receipt, "00000000")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "hall.wrong-code")
    assert progress(client, made.receipt, made.code).status_code == 409


def test_a_licence_is_checked_by_its_code_and_one_that_is_not_there_is_a_problem(client):
    delivered(open_hall()[0])
    carry()
    copy = LicenseCopy.objects.get()
    [said] = client.get(f"{API}/licenses/{copy.token.lower()}").json()
    assert (said["number"], said["validity"], said["sound"]) == (copy.number, "有效", True)
    none = client.get(f"{API}/licenses/NOSUCHTOKEN1")
    assert (none.status_code, none["Content-Type"]) == (404, "application/problem+json")


def test_an_address_that_asks_too_often_waits(client, settings):
    settings.PUBLIC_REST_PER_MINUTE = 2
    answers = [client.get(f"{API}/items") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_the_description_names_every_operation_and_no_account(client):
    described = client.get(f"{API}/openapi.json").json()
    assert set(described["paths"]) == {f"{API}/{p}" for p in ("items", "items/{uid}", "progress", "licenses/{token}")}
    text = str(described)
    assert "WS202611160000047" in text, "with examples"
    assert "X-Tongban-Post" not in text
