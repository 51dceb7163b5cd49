"""A document is read, printed and taken away as far as its unit's 公文管理员 lets it; each print is numbered and found again."""

import re
from datetime import timedelta

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.urls import reverse

from tongban.business.documents.testing import County, copy_at, registered, to_issued
from tongban.business.documents.tests.test_handling_on_screen import client_of
from tongban.foundation.access.testing import allow as grant_role
from tongban.foundation.audit.testing import Entry
from tongban.foundation.files.api import files_of, open_content
from tongban.foundation.organization.testing import make_person
from tongban.foundation.prints import api as prints
from tongban.foundation.prints.queries import seen_on_screen
from tongban.foundation.prints.screen import screen_lines
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
TOWN = "城关镇收发员"


@pytest.fixture
def issued(county: County):
    county.people["manager"] = make_person("文管", unit=county.office, duties=["document_manager"])
    return to_issued(county)


@pytest.fixture
def sent(county, issued):
    """The file that the town received."""
    return files_of(subject=copy_at(county, issued, "城关镇").reference).get()


def allow(county, issued, **wanted) -> None:
    actor = county.actor("manager")
    prints.set_rights(subject=issued.reference, wanted=wanted, actor=actor, at=MONDAY)


def print_out(county, file, *, copies=1, part=TOWN, at=MONDAY):
    return prints.print_file(file=file, copies=copies, place="会议室", actor=county.actor(part, at=at), at=at)


def make_role_seen(county) -> None:
    """The manager's role shows him the documents of his unit."""
    grant_role(county.people["manager"], "documents.see_unit", over=county.office)


def read(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.feature("F-SC-12")
def test_what_may_only_be_printed_is_not_downloaded_and_its_pages_bear_the_readers_mark(county, issued, sent):
    town = client_of(county, TOWN)
    page = reverse("documents:copy-image", args=[copy_at(county, issued, "城关镇").pk, 1])
    plain = town.get(page).content
    allow(county, issued, receivers=("print", 3))
    refused = town.get(reverse("files:download", args=[sent.uid]))
    assert refused.status_code == 403
    assert "只能阅读和登记打印" in refused.content.decode()
    assert Entry.objects.filter(action="files.download", outcome="refused", error="prints.no-download").count() == 1
    shown = town.get(page)
    assert (shown.status_code, shown.content != plain) == (200, True)
    links = town.get(reverse("documents:copy", args=[copy_at(county, issued, "城关镇").pk])).content.decode()
    assert reverse("prints:file", args=[sent.uid]) in links
    assert f'href="{reverse("files:download", args=[sent.uid])}"' not in links


@pytest.mark.feature("F-EX-16")
def test_a_receiver_prints_as_many_copies_as_the_sender_allows_each_with_its_number(county, issued, sent):
    allow(county, issued, receivers=("print", 3))
    with open_content(sent) as source:
        original = source.read()
    first = print_out(county, sent, copies=2)
    with pytest.raises(Invalid, match="最多打印 3 份，已打印 2 份，还可以打印 1 份"):
        print_out(county, sent, copies=2)
    assert (first.numbers, print_out(county, sent).numbers) == ("1—2", "3")
    other = files_of(subject=copy_at(county, issued, "柳河镇").reference).get()
    assert print_out(county, other, part="柳河镇收发员").numbers == "1"  # counted for each unit
    with open_content(sent) as source:
        assert source.read() == original
    assert Entry.objects.filter(action="prints.print_file", outcome="done").count() == 3


def test_the_same_count_holds_once_the_copy_is_registered(county, issued, sent):
    allow(county, issued, receivers=("print", 2))
    print_out(county, sent)
    incoming = registered(county, issued)
    assert print_out(county, incoming.file).numbers == "2"
    with pytest.raises(Invalid, match="还可以打印 0 份"):
        print_out(county, incoming.file)


def test_the_printed_pages_are_those_of_the_file_once_for_each_copy_under_the_mark(county, issued, sent):
    town = client_of(county, TOWN)
    form = {"copies": 2, "place": "县政府第 3 会议室"}
    page = town.post(reverse("prints:file", args=[sent.uid]), form, follow=True)
    assert "第 1—2 份" in page.content.decode()
    pdf = read(town.get(re.search(r"/prints/runs/\w+/pages\.pdf", page.content.decode())[0]))
    with open_content(sent) as source:
        before = pypdfium2.PdfDocument(source.read())
    before.init_forms()  # without, PDFium draws no seal
    after = pypdfium2.PdfDocument(pdf)
    assert len(after) == 2 * len(before)
    assert after[0].get_textpage().get_text_range() == before[0].get_textpage().get_text_range()
    assert red(after[0]) == pytest.approx(red(before[0]), rel=0.1)  # head and seal are there, and no more
    assert grey(after[0]) > grey(before[0]) + 2_000
    assert sum(pdfium.FPDFPage_GetAnnotCount(page.raw) for page in after) == 0  # no signature that could look broken
    assert Entry.objects.filter(action="prints.open_run").count() == 1


def pixels(page):
    return page.render(scale=1).to_pil().convert("RGB").get_flattened_data()


def red(page) -> int:
    return sum(r > 180 and g < 90 and b < 90 for r, g, b in pixels(page))


def grey(page) -> int:
    return sum(120 < r < 245 and abs(r - g) < 12 and abs(g - b) < 12 for r, g, b in pixels(page))


def test_a_print_is_opened_by_who_registered_it_and_not_for_ever(county, issued, sent):
    run = print_out(county, sent)
    with pytest.raises(NotAllowed, match="只给登记的人"):
        prints.open_run(run=run, actor=county.actor("registrar"), at=MONDAY)
    with pytest.raises(NotAllowed, match="过了时间"):
        prints.open_run(run=run, actor=county.actor(TOWN), at=MONDAY + timedelta(hours=1))


def test_one_attachment_can_be_closed_or_freed_alone(county, issued, sent):
    allow(county, issued, own=("read", None), **{f"own:{issued.sealed_file.digest}": ("download", None)})
    assert prints.right_to(issued.sealed_file).level == "download"
    [right] = prints.rights_of(issued.reference, [sent]).values()
    assert right.level == "download"  # by its content
    allow(county, issued, **{f"receivers:{sent.digest}": ("closed", None)})
    town = client_of(county, TOWN)
    assert town.get(reverse("prints:file", args=[sent.uid])).status_code == 403
    assert town.get(reverse("documents:copy-image", args=[copy_at(county, issued, "城关镇").pk, 1])).status_code == 404


def test_only_the_units_document_manager_sets_the_rights_and_he_is_not_bound(county, issued, sent):
    page = reverse("prints:rights", args=["document", issued.pk])
    assert client_of(county, "registrar").get(page).status_code == 404
    with pytest.raises(NotAllowed):
        prints.set_rights(subject=issued.reference, wanted={}, actor=county.actor("registrar"), at=MONDAY)
    make_role_seen(county)
    manager = client_of(county, "manager")
    wrong = manager.post(page, {"own": "print", "own:copies": "x", "receivers": "read"})
    assert (wrong.status_code, "要写数字" in wrong.content.decode()) == (422, True)
    assert manager.post(page, {"own": "read", "own:copies": "", "receivers": "read"}).status_code == 302
    assert manager.get(reverse("files:download", args=[issued.sealed_file.uid])).status_code == 200
    assert client_of(county, "drafter").get(reverse("files:download", args=[issued.sealed_file.uid])).status_code == 403


def test_a_code_finds_who_printed_and_who_looked(county, issued, sent):
    run = print_out(county, sent)
    mine = client_of(county, TOWN).get(reverse("prints:register"), {"q": f"{run.code[:5]}-{run.code[5:]}".lower()})
    assert issued.title in mine.content.decode()
    assert "会议室" not in client_of(county, "registrar").get(reverse("prints:register")).content.decode()
    at = now().replace(second=0, microsecond=0)
    [_, code] = screen_lines(sent, county.actor(TOWN), at)
    seen, person, file = seen_on_screen(code)
    assert (person, file, seen.minute * 60) == (county.people[TOWN].name, sent, at.timestamp())
    assert seen_on_screen(code[:-1] + ("0" if code[-1] != "0" else "1")) is None


def test_the_register_leaves_as_a_table_and_that_is_on_record(county, issued, sent):
    run = print_out(county, sent)
    table = read(client_of(county, TOWN).get(reverse("prints:register"), {"export": "1"})).decode()
    assert run.place in table
    assert Entry.objects.filter(action="prints.export_register").count() == 1


def test_two_who_print_at_once_never_get_the_same_number(county, issued, sent, monkeypatch):
    print_out(county, sent)
    monkeypatch.setattr("tongban.foundation.prints.queries.printed", lambda *given: 0)  # as both would have read
    with pytest.raises(Conflict, match="份号已变"):
        print_out(county, sent)
