"""/api/v1: who may call, what is answered when something is wrong, and a document's way by programs alone."""

import json
from importlib import import_module

import pytest
from django.test import Client
from ninja import Schema

from tongban.business.documents.models import Copy, Document
from tongban.business.documents.testing import County, make_draft, small_county, to_issued
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import sign_in
from tongban.sites.rest.tests.program import API, Program, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return small_county()


@pytest.fixture
def program(county):
    return lambda part: Program(county.people[part])


DRAFT = {
    "title": "关于做好今冬供暖保障工作的通知",
    "body": "各单位要明确专人负责。",
    "main_recipients": "各乡镇人民政府",
}


def test_without_a_token_or_session_nothing_opens(client, county):
    answer = client.get(f"{API}/me")
    problem(answer, 401, "not-authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_opens_nothing(client, county):
    problem(client.get(f"{API}/me", headers={"Authorization": "Bearer tb_wrong"}), 401, "not-authenticated")


def test_a_token_acts_as_its_owner_in_the_main_post(program, county):
    assert program("vetter").get("/me").json()["name"] == county.people["vetter"].name


def test_a_post_that_is_not_held_is_refused(program):
    caller = program("vetter")
    caller.headers["X-Tongban-Post"] = "999999"
    problem(caller.get("/me"), 403, "post-not-held")


def test_the_browser_session_may_read_and_needs_the_csrf_token_to_write(county):
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, county.people["drafter"])
    assert browser.get(f"{API}/me").status_code == 200
    answer = browser.post(f"{API}/documents", json.dumps(DRAFT), "application/json")
    problem(answer, 403, "not-allowed")
    assert not Document.objects.exists()


def test_the_description_is_openapi_3_1_and_open(client):
    described = client.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert f"{API}/documents/{{pk}}/distribution" in described["paths"]


def test_a_draft_made_by_a_program_is_one_of_the_screens(program, county):
    made = program("drafter").send("/documents", DRAFT)
    assert made.status_code == 201
    found = Document.objects.get(pk=made.json()["id"])
    assert (found.title, found.drafter_name) == (DRAFT["title"], county.people["drafter"].name)
    assert Entry.objects.filter(action="documents.draft", subject_id=found.pk).count() == 1


def test_a_request_sent_twice_is_done_once(program):
    caller = program("drafter")
    first, again = (caller.send("/documents", DRAFT, key="2026-0001").json() for _ in range(2))
    assert first["id"] == again["id"]
    assert Document.objects.count() == 1


def test_a_key_with_another_body_is_no_repeat(program):
    caller = program("drafter")
    caller.send("/documents", DRAFT, key="2026-0001")
    problem(
        caller.send("/documents", {**DRAFT, "title": "有\u200b隐形字符"}, key="2026-0001"), 422, "hidden-characters"
    )
    assert Document.objects.count() == 1


def test_the_same_key_of_another_account_is_another_request(program):
    answers = [program(part).send("/documents", DRAFT, key="2026-0001").status_code for part in ("drafter", "head")]
    assert answers == [201, 201]


def test_a_key_reused_for_something_else_is_refused(program, county):
    caller = program("城关镇收发员")
    one, other = to_issued(county), to_issued(county, title="关于做好防汛工作的通知")
    copies = [Copy.objects.get(document=d, unit_name__startswith="城关镇") for d in (one, other)]
    assert caller.send(f"/copies/{copies[0].pk}/signature", key="2026-0002").status_code == 200
    assert caller.send(f"/copies/{copies[1].pk}/signature", key="2026-0002").status_code == 409
    copies[1].refresh_from_db()
    assert copies[1].state == "unsigned"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "题", "kind": "密令"}, "kind"),
        ({"title": "题" * 201}, "title"),
        ({"title": 7}, "title"),
    ],
)
def test_wrong_input_is_named_at_its_field_and_changes_nothing(program, body, field):
    answer = program("drafter").send("/documents", body)
    assert any(field in place for place in problem(answer, 400, "malformed")["fields"])
    assert not Document.objects.exists()


def test_what_is_no_json_is_told_so(program):
    caller = program("drafter")
    answer = caller.client.post(f"{API}/documents", "{title", "application/json", headers=caller.headers)
    problem(answer, 400, "bad-request")


def test_a_secret_is_refused_as_on_the_screen(program):
    problem(program("drafter").send("/documents", {**DRAFT, "body": "机密★10年"}), 422, "documents.secret")
    assert not Document.objects.exists()


def test_what_the_caller_may_not_see_is_not_there(program, county):
    document = make_draft(county)
    problem(program("城关镇收发员").get(f"/documents/{document.pk}"), 404, "not-found")


def test_who_was_second_is_told_who_was_first(program, county):
    document = to_issued(county)
    copy = Copy.objects.get(document=document, unit_name__startswith="城关镇")
    caller = program("城关镇收发员")
    caller.send(f"/copies/{copy.pk}/signature")
    assert (
        county.people["城关镇收发员"].name
        in problem(caller.send(f"/copies/{copy.pk}/signature"), 409, "documents.answered")["detail"]
    )


def test_steps_are_done_and_returned_through_the_interface(program, county):
    drafter, head = program("drafter"), program("head")
    pk = make_draft(county).pk

    def mine(caller):
        return next(step for step in caller.get(f"/documents/{pk}/steps").json() if step["mine"])

    drafter.send(f"/documents/{pk}/steps/{mine(drafter)['id']}/completion", {"opinion": "请审核。"})
    back = head.send(f"/documents/{pk}/steps/{mine(head)['id']}/return", {"reason": "标题再斟酌。"})
    assert back.status_code == 200
    assert mine(drafter)["element"] == "draft"


def test_a_step_of_somebody_else_is_refused(program, county):
    pk = make_draft(county).pk
    work = next(step for step in program("drafter").get(f"/documents/{pk}/steps").json() if step["mine"])["id"]
    assert program("城关镇收发员").send(f"/documents/{pk}/steps/{work}/completion").status_code == 404


def test_the_inbox_lists_what_waits(program, county):
    document = make_draft(county)
    assert [m["subject"] for m in program("drafter").get("/inbox/todo").json()] == [str(document.reference)]


def test_search_finds_what_the_caller_may_see(program, county):
    document = make_draft(county)
    found = {part: program(part).get("/search", q=document.title[2:6]).json() for part in ("drafter", "城关镇收发员")}
    assert [one["kind"] for one in found["drafter"]] == ["document"]
    assert found["城关镇收发员"] == []


@pytest.mark.parametrize("pk", [0, -1, 2**63, 10**30])
def test_numbers_that_no_thing_can_have_are_malformed(program, pk):
    assert program("drafter").get(f"/documents/{pk}").status_code == 400


def test_too_many_calls_are_told_to_wait(program, settings):
    settings.REST_PER_MINUTE = 2
    caller = program("drafter")
    answers = [caller.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    problem(answers[2], 429, "too-many-requests")
    assert 0 < int(answers[2]["Retry-After"]) <= 61


def test_what_did_not_change_since_it_was_read_is_not_sent_again(program, county):
    caller = program("drafter")
    made = caller.send("/documents", DRAFT).json()["id"]
    first = caller.get(f"/documents/{made}")
    caller.headers["If-None-Match"] = first["ETag"]
    again = caller.get(f"/documents/{made}")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"
    changed = caller.send(f"/documents/{made}", {**DRAFT, "title": "关于今冬供暖的通知", "base": 1}, method="put")
    assert changed.status_code == 200, changed.json()
    assert caller.get(f"/documents/{made}").json()["title"] == "关于今冬供暖的通知"


def test_no_two_bodies_or_answers_of_the_interface_bear_one_name():
    """The description would show one of them for both."""
    import_module("tongban.sites.rest.urls")
    places: dict[str, set[str]] = {}
    for made in _below(Schema):
        if (
            made.__name__.endswith(("In", "Out")) and ".hall." not in made.__module__
        ):  # the public zone describes itself
            places.setdefault(made.__name__, set()).add(made.__module__)
    assert len(places) > 20
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def _below(kind: type) -> set[type]:
    return {made for child in kind.__subclasses__() for made in {child, *_below(child)}}
