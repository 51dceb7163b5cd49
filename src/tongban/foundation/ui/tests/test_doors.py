"""Who may open a page, and what happens when an error comes out of one."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from tongban.foundation.ui import errors, middleware, registries
from tongban.foundation.ui.middleware import Errors, RequestId
from tongban.foundation.ui.views import Access, expired, needs, path_of, public, staff
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.context import request_id
from tongban.kernel.errors import Conflict, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.django_db
ME = Actor(account_id=1, person_id=1, name="林晓岚", ip="127.0.0.1")
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://elsewhere.example/inbox?tab=in"}


class SignedIn:
    is_authenticated = True
    pk = 1

    def get_username(self):
        return "lin"


def ask(path="/page", *, method="get", user=None, data=None, **headers):
    request = getattr(RequestFactory(), method)(path, data or {}, **headers)
    request.user = user or AnonymousUser()
    request.resolver_match = None
    request.session = {}
    return request


def page(request):
    return HttpResponse("inside")


@pytest.fixture
def granted(monkeypatch):
    codes = set()
    monkeypatch.setattr(registries.permission_check, "_answer", lambda request, code: code in codes)
    return codes


def test_a_page_says_who_may_open_it():
    assert public(page).access == Access("public")
    assert staff(page).access == Access("staff")
    assert needs("a.b", "c.d")(page).access == Access("needs", ("a.b", "c.d"))


def test_a_public_page_opens_for_anybody():
    assert public(page)(ask()).status_code == 200


def test_a_page_behind_the_login_is_kept_by_no_browser_and_no_proxy():
    assert staff(page)(ask(user=SignedIn()))["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in public(page)(ask()).headers


def test_a_page_that_says_itself_how_it_is_kept_is_left_alone():
    def picture(request):
        return HttpResponse("", headers={"Cache-Control": "private, no-cache"})

    assert staff(picture)(ask(user=SignedIn()))["Cache-Control"] == "private, no-cache"


def test_reading_without_login_leads_to_the_login_and_back():
    response = staff(page)(ask("/documents?tab=in"))
    assert (response.status_code, response["Location"]) == (302, "/login?next=/documents%3Ftab%3Din")


def test_a_part_of_a_page_sends_the_whole_page_to_the_login():
    response = staff(page)(ask(**HTMX))
    assert (response.status_code, response["HX-Redirect"]) == (401, "/login?next=%2Finbox%3Ftab%3Din")


def test_sending_after_a_time_out_says_that_the_text_is_kept():
    request = ask(method="post", HTTP_REFERER="http://testserver/documents/12?a=1")
    response = staff(page)(request)
    text = response.content.decode()
    assert response.status_code == 401
    assert "填的内容还在" in text
    assert "data-tb-expired" in text
    assert "/login?next=%2Fdocuments%2F12%3Fa%3D1" in text


def test_one_of_the_permissions_opens_the_page(granted):
    view = needs("a.read", "a.manage")(page)
    with pytest.raises(NotAllowed):
        view(ask(user=SignedIn()))
    granted.add("a.manage")
    assert view(ask(user=SignedIn())).status_code == 200


def test_without_an_answer_from_access_nobody_may():
    hook = registries.Hook("permission_check", registries._refuse)
    assert hook()(ask(), "a.read") is False


@pytest.mark.parametrize("address", ["https://evil.example/a?b=1", "//evil.example/a?b=1", "/a?b=1", "a?b=1"])
def test_no_other_host_gets_into_a_way_back(address):
    assert path_of(address) == "/a?b=1"


def test_a_backslash_is_no_slash_of_another_host():
    assert path_of("/\\evil.example/a") == "/evil.example/a"


def answer_to(error, request):
    return Errors(page).process_exception(request, error)


def test_an_anticipated_error_becomes_a_page_that_says_what_to_do():
    response = answer_to(NotFound(), ask())
    text = response.content.decode()
    assert response.status_code == 404
    assert "没有找到，或者您没有查看的权限。" in text
    assert "请检查地址" in text


def test_for_htmx_it_becomes_a_notice_in_its_own_place():
    response = answer_to(Conflict("这一步已由 段文博 在 10:21 办理。"), ask(method="post", **HTMX))
    assert (response.status_code, response["HX-Retarget"]) == (409, "#tb-notices")
    assert "段文博 在 10:21" in response.content.decode()
    assert "<html" not in response.content.decode()


def test_somebody_was_first_and_the_own_text_is_still_there():
    data = {"opinion": "拟同意，请审批。", "password": "我的密码是什么", "csrfmiddlewaretoken": "一二三四五六"}
    text = answer_to(Conflict("晚了一步。"), ask(method="post", data=data)).content.decode()
    assert "拟同意，请审批。" in text
    assert "我的密码" not in text
    assert "一二三四" not in text


def test_a_refused_secret_is_not_shown_again():
    error = Refused("本系统不能处理涉密文件。")
    error.status = 409
    text = answer_to(error, ask(method="post", data={"body": "不该出现的内容"})).content.decode()
    assert "不该出现" not in text


def test_a_defect_is_not_touched():
    assert answer_to(ValueError("x"), ask()) is None


class Book:
    def __init__(self):
        self.entries = []

    def record(self, entries):
        self.entries += entries


@pytest.fixture
def book(monkeypatch):
    kept = Book()
    monkeypatch.setattr(ports.audit, "_member", kept)
    return kept


@pytest.mark.parametrize(("error", "count"), [(NotFound(), 1), (NotAllowed("不行"), 1), (Conflict("晚了"), 0)])
def test_a_forged_number_and_a_closed_door_leave_an_entry(book, error, count):
    request = ask(user=SignedIn())
    request.actor = ME
    answer_to(error, request)
    assert [(e.action, e.outcome, e.error) for e in book.entries] == [("ui.open", "refused", error.code)] * count


def test_what_an_operation_has_recorded_is_not_recorded_twice(book):
    request, error = ask(user=SignedIn()), NotAllowed("不行")
    request.actor, error.recorded = ME, True
    answer_to(error, request)
    assert book.entries == []


def test_nobody_logged_in_leaves_no_entry(book):
    request = ask()
    request.actor = replace(ME, account_id=None)
    answer_to(NotFound(), request)
    assert book.entries == []


def test_the_page_of_a_defect_needs_nothing_that_may_be_broken():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "这不是您的问题" in response.content.decode()


def test_a_database_that_is_away_is_no_defect_and_the_text_is_not_lost():
    try:
        raise OperationalError("the connection is closed")
    except OperationalError:
        response = errors.server_error(ask(method="post", data={"opinion": "同意印发此件"}))
    text = response.content.decode()
    assert response.status_code == 503
    assert "现在不能办理" in text
    assert "同意印发此件" in text


def test_the_request_id_is_taken_or_made_and_given_back():
    seen = []

    def view(request):
        seen.append(request_id())
        return HttpResponse()

    given = RequestId(view)(ask(HTTP_X_REQUEST_ID="proxy-1234567"))
    made = RequestId(view)(ask(HTTP_X_REQUEST_ID="<script>"))
    assert given["X-Request-ID"] == seen[0] == "proxy-1234567"
    assert made["X-Request-ID"] == seen[1]
    assert len(seen[1]) == 32
    assert request_id() == ""


def test_the_log_line_holds_no_address(monkeypatch):
    lines = []
    monkeypatch.setattr(middleware.log, "info", lambda event, **facts: lines.append(facts))
    RequestId(page)(ask("/people/13800000626?q=13800000626"))
    assert "13800000626" not in str(lines)
    assert lines[0]["status"] == 200


def test_a_late_form_is_told_that_the_login_ran_out():
    assert errors.csrf_failure(ask(method="post")).status_code == 403
    assert b"data-tb-expired" in expired(ask(method="post"), status=403).content
