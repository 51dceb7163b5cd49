"""The lists and the menu show each what concerns him."""

from django.test import Client

from tongban.business.documents import queries
from tongban.business.documents.testing import County, make_draft, registered, step, to_issued, to_laid_out
from tongban.foundation.access.models import Grant, Role, RoleRight
from tongban.foundation.organization.api import Post
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.testing import MONDAY

TITLE = "关于做好独一无二事项的通知"
MENU = {"发文起草": "/documents/new", "收文登记": "/documents/incoming/new", "电子来文": "/documents/arrived"}


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def menu_of(client: Client) -> set[str]:
    page = client.get("/").content.decode()
    return {word for word, address in MENU.items() if f'href="{address}"' in page}


def test_the_menu_follows_the_duties(county):
    assert menu_of(client_of(county, "drafter")) == {"发文起草"}
    assert menu_of(client_of(county, "城关镇收发员")) == {"发文起草", "收文登记", "电子来文"}


def test_a_page_that_is_not_in_the_menu_does_not_open_either(county):
    client = client_of(county, "drafter")
    assert client.get("/documents/new").status_code == 200
    assert [client.get(MENU[word]).status_code for word in ("收文登记", "电子来文")] == [403, 403]


def test_one_of_the_three_administrators_does_no_business(county):
    role = Role.objects.create(code="auditor", name="审计管理员", level="audit_admin")
    RoleRight.objects.create(role=role, permission="audit.read")
    Grant.objects.create(role=role, person=county.people["drafter"], since=MONDAY)
    client = client_of(county, "drafter")
    assert menu_of(client) == set()
    assert client.get("/documents/new").status_code == 403


def test_what_one_has_met_stays_in_the_list(county):
    to_laid_out(county, title=TITLE)
    for part in ("drafter", "head", "vetter", "leader", "registrar", "keeper"):
        page = client_of(county, part).get("/documents/mine").content.decode()
        assert TITLE in page, part
        assert "公章管理员" in page or "韩静之" in page, part  # who has it now
    for stranger in ("县财政局局长", "城关镇收发员"):
        assert TITLE not in client_of(county, stranger).get("/documents/mine").content.decode()


def test_a_finished_document_is_found_by_those_who_met_it(county):
    to_issued(county, title=TITLE)
    assert TITLE in client_of(county, "keeper").get("/documents/").content.decode()
    assert TITLE not in client_of(county, "县财政局局长").get("/documents/").content.decode()


def test_a_received_document_stays_with_whoever_handled_it(county):
    received = registered(county, to_issued(county, title=TITLE))
    step(county, received, "城关镇收发员")
    step(county, received, "城关镇收发员", choices={"instructor": str(county.people["城关镇主要领导"].pk)})
    assert TITLE in client_of(county, "城关镇主要领导").get("/documents/incoming").content.decode()
    assert TITLE not in client_of(county, "柳河镇主要领导").get("/documents/incoming").content.decode()


def test_an_empty_list_says_what_to_do(county):
    assert "起草" in client_of(county, "head").get("/documents/mine").content.decode()
    assert "收文由本单位收发员登记" in client_of(county, "head").get("/documents/incoming").content.decode()
    assert "纸质来文从这里登记" in client_of(county, "registrar").get("/documents/incoming").content.decode()


def test_a_list_of_what_one_met_is_one_statement(county, django_assert_num_queries):
    for _ in range(3):
        make_draft(county)
    actor = county.actor("drafter")
    rows = queries.documents(actor, at=MONDAY)
    with django_assert_num_queries(1):
        assert len(rows) == 3


def test_the_post_and_not_the_person_carries_the_duty(county):
    Post.objects.filter(title="机要员").update(duties=[])
    assert menu_of(client_of(county, "registrar")) == {"发文起草"}
