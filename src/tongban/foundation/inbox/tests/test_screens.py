"""待办, 待阅, 已办, the desk and the page of a document: what they show, and that they cost the same with one row and with fifty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tongban.business.documents.testing import make_draft, small_county, step
from tongban.engines.flow import api as flow
from tongban.foundation.inbox.contracts import TO_READ
from tongban.foundation.inbox.models import Item
from tongban.foundation.inbox.tests.conftest import entry, lay
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.references import Reference

pytestmark = pytest.mark.django_db
MOST = {"inbox:todo": 18, "inbox:done": 14, "workbench:home": 25, "documents:page": 45}


def statements(client, url):
    client.get(url)  # what a process reads once is read now
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


@pytest.fixture
def county():
    return small_county()


@pytest.mark.parametrize(
    ("name", "part"), [("inbox:todo", "head"), ("workbench:home", "head"), ("inbox:done", "drafter")]
)
def test_a_list_costs_the_same_with_one_row_and_with_fifty(client, county, name, part):
    sign_in(client, county.people[part])
    step(county, make_draft(county), "drafter")
    one, _ = statements(client, reverse(name) + "?size=50")
    for number in range(49):
        step(county, make_draft(county, title=f"关于第{number}件事的通知"), "drafter")
    fifty, page = statements(client, reverse(name) + "?size=50")
    assert fifty == one <= MOST[name], f"{name}: {one} with one row, {fifty} with fifty"
    assert "关于第48件事的通知" in page


def test_the_page_of_a_document_costs_the_same_after_many_steps(client, county):
    document = make_draft(county)
    step(county, document, "drafter")
    sign_in(client, county.people["head"])
    url = reverse("documents:page", args=[document.pk])
    first, _ = statements(client, url)
    for _ in range(25):
        work = flow.open_work(document.reference, "review")
        flow.send_back(work=work, reason="请补充。", actor=county.actor("head"), at=timezone.now())
        step(county, document, "drafter")
    fifty, page = statements(client, url)
    assert fifty == first <= MOST["documents:page"], f"{first} after one step, {fifty} after fifty"
    assert "请补充。" in page


def test_a_todo_leads_to_its_document_and_overdue_ones_are_counted(client, county):
    document = make_draft(county)
    step(county, document, "drafter")
    Item.objects.filter(state="open").update(due_at=timezone.now() - timedelta(hours=1))
    sign_in(client, county.people["head"])
    assert reverse("documents:page", args=[document.pk]) in client.get(reverse("inbox:todo")).content.decode()
    assert "超时 1" in client.get(reverse("workbench:home")).content.decode()


def test_tabs_show_one_category_and_orders_can_be_chosen(client, county):
    person = county.people["drafter"]
    lay(entry(1, f"p{person.pk}"), entry(2, f"p{person.pk}", category="收文"), entry(3, f"p{person.pk}", minutes=5))
    sign_in(client, person)
    one = client.get(reverse("inbox:todo") + "?tab=收文").content.decode()
    assert "关于第2号事项的通知" in one
    assert "关于第1号事项的通知" not in one
    newest = client.get(reverse("inbox:todo") + "?sort=-received").content.decode()
    assert newest.index("关于第3号") < newest.index("关于第1号")


def test_what_was_circulated_is_read_by_its_owner_alone(client, county):
    person, other = county.people["drafter"], county.people["head"]
    lay(entry(1, f"p{person.pk}", desk=TO_READ))
    item = Item.objects.get()
    sign_in(client, other)
    assert client.post(reverse("inbox:read", args=[item.pk])).status_code == 404
    sign_in(client, person)
    assert "关于第1号事项的通知" in client.get(reverse("inbox:to-read")).content.decode()
    assert client.get(reverse("inbox:read", args=[item.pk])).status_code == 405
    assert client.post(reverse("inbox:read", args=[item.pk])).status_code == 302
    item.refresh_from_db()
    assert item.state == "done"


def test_without_a_person_there_is_no_list(client):
    assert client.get(reverse("inbox:todo")).status_code == 302
    assert Reference.parse("work:1").kind == "work"
