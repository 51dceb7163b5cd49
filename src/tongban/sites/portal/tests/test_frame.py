"""The frame of the public pages: light, without script, and in other dresses."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tongban.foundation.ui.testing import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_zone")]


def test_the_style_of_all_public_pages_is_at_most_20_kilobytes_compressed():
    with open(finders.find("ui/public.css"), "rb") as file:
        assert len(gzip.compress(file.read())) <= 20_000


def test_a_reader_chooses_the_version_for_elders_and_leaves_it_again(client, settings):
    settings.PORTAL = {**settings.PORTAL, "phone": "0999-620 1200"}
    answer = client.get("/display", {"elder": "on", "next": "/"}, follow=True)
    assert 'class="tb-elder"' in answer.content.decode()
    assert "打电话请人帮忙" in answer.content.decode(), "each page has the telephone number"
    assert list(faults(answer.content)) == []
    client.get("/display", {"dark": "on", "larger": "on"})
    assert 'class="tb-elder tb-larger tb-dark"' in client.get("/").content.decode()
    client.get("/display", {"elder": "off"})
    assert 'class=""' in client.get("/").content.decode()


def test_larger_and_black_are_classes_of_the_page_and_change_nothing_else_of_it(client):
    client.get("/display", {"elder": "on"})
    plain = client.get("/guide/").content.decode()
    client.get("/display", {"dark": "on", "larger": "on"})
    there = client.get("/guide/").content.decode()
    bar = re.compile(r'<nav class="tb-bar-top".*?</nav>', re.DOTALL)  # where one chooses
    assert bar.sub("", there.replace("tb-elder tb-larger tb-dark", "tb-elder")) == bar.sub("", plain)


def test_choosing_a_version_never_leads_to_another_host(client):
    answer = client.get("/display", {"elder": "on", "next": "https://elsewhere.example/x"})
    assert answer["Location"] == "/x"


def test_an_error_stays_in_the_frame_of_the_hall(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "ui/public.css" in answer.content.decode()
    assert list(faults(answer.content)) == []


def test_the_frame_asks_the_database_nothing_for_somebody_unknown(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/progress/")
