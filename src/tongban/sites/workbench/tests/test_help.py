"""帮助: the manual inside the product, at the chapter that the reader needs."""

import re
from urllib.parse import unquote

import pytest
from django.urls import get_resolver, reverse

from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.api import permission_check
from tongban.foundation.ui.testing import faults
from tongban.sites.workbench import help_pages, manual

pytestmark = pytest.mark.django_db
PAGES = sorted(manual.chapters())


@pytest.fixture
def reader(client):
    sign_in(client, make_person("林晓岚", unit=make_unit("县政府办公室"), title="科员"))
    return client


def opened_from(client, address):
    return unquote(client.get("/help", headers={"referer": f"http://testserver{address}"}).headers["Location"])


@pytest.mark.feature("F-RO-09")
def test_from_a_page_help_opens_at_its_chapter(reader):
    assert opened_from(reader, "/documents/new") == "/help/drafter#起草"
    assert opened_from(reader, "/documents/copies/7") == "/help/registrar#签收"
    assert opened_from(reader, "/documents/7/seal") == "/help/seal-keeper#用印"
    assert opened_from(reader, "/help/drafter") == "/help/README"


@pytest.mark.parametrize(
    ("post", "chapter"),
    [
        ({"duties": ["seal_keeper"]}, "seal-keeper"),
        ({"duties": ["vetter"]}, "vetter"),
        ({"duties": ["receiver"]}, "registrar"),
        ({"rank": "head"}, "leader"),
        ({}, "drafter"),
    ],
)
def test_from_elsewhere_help_opens_at_the_chapter_of_the_post(client, post, chapter):
    sign_in(client, make_person("林晓岚", unit=make_unit("县政府办公室"), title="岗位", **post))
    assert opened_from(client, "/documents/7") == f"/help/{chapter}"
    assert (
        client.get("/help", headers={"referer": "https://elsewhere.example/"}).headers["Location"] == f"/help/{chapter}"
    )


def test_an_administrator_reads_his_own_chapter(reader, monkeypatch):
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: code == "audit.read")
    assert opened_from(reader, "/documents/7") == "/help/audit-administrator"


@pytest.mark.parametrize("name", PAGES)
def test_a_chapter_reads_well_and_its_links_and_pictures_are_there(reader, name):
    page = reader.get(f"/help/{name}")
    assert list(faults(page.content)) == []
    text = manual.chapter(name).html
    assert "style=" not in text
    for address in re.findall(r'(?:href|src)="([^"]+)"', text):
        assert leads_somewhere(reader, name, address), address


def leads_somewhere(client, name, address):
    """Another chapter and its section, or a picture; nothing outside of the manual."""
    target, _, anchor = unquote(address).partition("#")
    if target.startswith("images/"):
        return client.get(f"/help/{target}").status_code == 200
    return not anchor or f'id="{anchor}"' in manual.chapter(target or name).html


def test_every_place_is_a_page_and_has_its_section():
    names = {str(name) for name in get_resolver().reverse_dict} | set(get_resolver().namespace_dict)
    for place, (chapter, section) in help_pages.PLACES.items():
        app, _, page = place.partition(":")
        assert app in names
        assert not page or page in get_resolver().namespace_dict[app][1].reverse_dict
        assert not section or section in {s.anchor for s in manual.chapter(chapter).sections}, (place, section)


def test_what_the_index_does_not_list_is_not_served(reader):
    assert reader.get("/help/../README").status_code == 404
    assert reader.get("/help/nothing").status_code == 404
    assert reader.get("/help/images/nothing.png").status_code == 404
    assert reader.get(reverse("workbench:help-picture", args=["..%2F..%2FREADME.md"])).status_code == 404


def test_an_administrator_finds_the_way_to_the_console_on_the_desk(reader, monkeypatch):
    assert "系统管理" not in reader.get("/").content.decode()
    monkeypatch.setattr(permission_check, "_answer", lambda request, code: code == "audit.read")
    assert reverse("audit:list") in reader.get("/").content.decode()
