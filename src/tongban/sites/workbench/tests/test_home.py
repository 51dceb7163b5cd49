"""我的桌面 is put together from what apps registered, for this viewer."""

import pytest
from django.utils import timezone

from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.api import Figure, HomeCard, TodoRow, home, permission_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client):
    sign_in(client, make_person("林晓岚", unit=make_unit("县政府办公室")))
    return client


@pytest.fixture
def put(monkeypatch):
    """Register cards for this test only."""

    def add(key, read, **fields):
        known = {"site": "workbench", "place": "main", "order": 1, "template": "ui/parts/todo_table.html"}
        monkeypatch.setitem(home._members, key, HomeCard(read=read, **(known | fields)))

    return add


def row(title, **fields):
    return TodoRow(kind_label="收文", title=title, url="/x", received_at=timezone.now(), **fields)


@pytest.mark.feature("F-PT-01")
def test_lists_and_counts_of_apps_stand_on_the_desk(inside, put):
    put("t.list", lambda request: {"rows": [row("关于防汛的通知", urgency="特急", unread=True)]})
    put("t.count", lambda request: Figure(label="督查信箱", value="2", unit="件"), place="strip")
    page = inside.get("/").content.decode()
    assert "关于防汛的通知" in page
    assert 'class="tb-unread"' in page
    assert "督查信箱" in page


def test_a_card_without_news_or_permission_is_not_there(inside, put, monkeypatch):
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: False)
    put("t.none", lambda request: None)
    put("t.closed", lambda request: {"rows": [row("不该看见")]}, permission="secret.read")
    assert "不该看见" not in inside.get("/").content.decode()


def test_cards_stand_in_their_order(inside, put):
    put("t.b", lambda request: {"rows": [row("第二")]}, order=-1)
    put("t.a", lambda request: {"rows": [row("第一")]}, order=-2)
    page = inside.get("/").content.decode()
    assert page.index("第一") < page.index("第二")


def test_a_card_sees_its_own_values_only(inside, put):
    put("t.a", lambda request: {"rows": [row("有行")], "caption": "甲的说明"}, order=-2)
    put("t.b", lambda request: {"rows": [row("另一行")]}, order=-1)
    assert inside.get("/").content.decode().count("甲的说明") == 1


def test_titles_are_escaped(inside, put):
    put("t.bad", lambda request: {"rows": [row("<script>alert(1)</script>")]})
    assert "<script>alert" not in inside.get("/").content.decode()
