"""The scan of a paper document: several files, pages in any order, turned, added and taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongban.business.documents.operations.receive import IncomingFields, register_paper
from tongban.business.documents.operations.scans import Placed, Scan, add_scans, arrange_scan
from tongban.business.documents.rules.arranging import arranged
from tongban.business.documents.testing import step
from tongban.business.documents.tests.test_handling_on_screen import client_of, shown
from tongban.business.documents.tests.test_receiving import town
from tongban.foundation.files.api import StoredFile
from tongban.foundation.files.testing import PDF, PNG, received
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from tongban.kernel.testing import MONDAY

CLERK = "城关镇收发员"


def scan(content: bytes, name: str, pages: int) -> Scan:
    return Scan(received(content, name=name, purpose="documents.scan"), pages=pages)


@pytest.fixture
def incoming(county):
    scans = [scan(PDF, "来文.pdf", 2), scan(PNG, "封面.png", 1)]
    return register_paper(fields=IncomingFields(title="水利检查", from_unit="省水利厅"), scans=scans, **town(county))


def pages_of(incoming) -> list[tuple[str, int, int]]:
    rows = incoming.sheets.order_by("order").select_related("file")
    return [(sheet.file.name, sheet.no, sheet.turn) for sheet in rows]


def arrange(county, incoming, *pages, part=CLERK):
    arrange_scan(incoming=incoming, pages=pages, actor=county.actor(part), at=MONDAY)


@pytest.mark.feature("F-IN-01")
def test_pages_of_several_files_are_put_in_order_and_turned(county, incoming):
    assert pages_of(incoming) == [("来文.pdf", 1, 0), ("来文.pdf", 2, 0), ("封面.png", 1, 0)]
    first, second, cover = incoming.sheets.order_by("order")
    arrange(county, incoming, Placed(cover.pk, 90), Placed(first.pk), Placed(second.pk, 180))
    assert pages_of(incoming) == [("封面.png", 1, 90), ("来文.pdf", 1, 0), ("来文.pdf", 2, 180)]


def test_a_page_taken_away_takes_its_file_with_it_when_it_was_the_last(county, incoming):
    *_, cover = incoming.sheets.order_by("order")
    arrange(county, incoming, Placed(cover.pk))
    incoming.refresh_from_db()
    assert pages_of(incoming) == [("封面.png", 1, 0)]
    assert incoming.file.name == "封面.png"
    assert not StoredFile.objects.filter(name="来文.pdf").exists()


def test_further_pages_come_last(county, incoming):
    add_scans(incoming=incoming, scans=[scan(PNG, "附件.png", 1)], actor=county.actor(CLERK), at=MONDAY)
    assert pages_of(incoming)[-1] == ("附件.png", 1, 0)


def test_nobody_else_touches_the_scan_and_nobody_at_all_once_it_is_handled(county, incoming):
    pages = [Placed(sheet.pk) for sheet in incoming.sheets.order_by("-order")]
    with pytest.raises(NotAllowed):
        arrange(county, incoming, *pages, part="柳河镇收发员")
    incoming.state, incoming.completed_at = "completed", MONDAY
    incoming.save()
    with pytest.raises(Conflict, match="已经办完"):
        arrange(county, incoming, *pages)


def test_pages_that_somebody_else_changed_meanwhile_are_not_lost(county, incoming):
    first = incoming.sheets.order_by("order")[0]
    arrange(county, incoming, *(Placed(s.pk) for s in incoming.sheets.order_by("-order")))
    with pytest.raises(Conflict, match="刚被别人整理过"):
        arrange(county, incoming, Placed(first.pk))
    with pytest.raises(Invalid):
        arrange(county, incoming, Placed(incoming.sheets.first().pk, 45))


@pytest.mark.feature("F-OD-53")
def test_a_scan_named_secret_stays_outside(county, incoming):
    with pytest.raises(Refused):
        add_scans(incoming=incoming, scans=[scan(PNG, "机密★1年.png", 1)], actor=county.actor(CLERK), at=MONDAY)


@pytest.mark.parametrize(
    ("page", "act", "expected"),
    [
        (2, "up", [(2, 0), (1, 0), (3, 270)]), (1, "up", [(1, 0), (2, 0), (3, 270)]), (3, "right", [(1, 0), (2, 0), (3, 0)]),
        (1, "left", [(1, 270), (2, 0), (3, 270)]), (3, "down", [(1, 0), (2, 0), (3, 270)]), (2, "remove", [(1, 0), (3, 270)]),
        (9, "remove", [(1, 0), (2, 0), (3, 270)]), (1, "nonsense", [(1, 0), (2, 0), (3, 270)]),
    ],
)  # fmt: skip
def test_each_button_does_one_thing_to_one_page(page, act, expected):
    assert arranged([(1, 0), (2, 0), (3, 270)], page, act) == expected


def test_the_page_shows_each_sheet_and_its_buttons_work(county, incoming):
    client, address = client_of(county, CLERK), f"/documents/incoming/{incoming.pk}/scan"
    assert shown(county, CLERK, address).count("左转") == 3
    cover = incoming.sheets.order_by("-order")[0]
    assert client.post(f"{address}/arrange", {"page": cover.pk, "act": "right"}).status_code == 302
    assert pages_of(incoming)[-1] == ("封面.png", 1, 90)
    assert 'class="tb-turn-90"' in shown(county, CLERK, f"/documents/incoming/{incoming.pk}")
    assert client.get(f"/documents/incoming/{incoming.pk}/pages/3.png")["Content-Type"] == "image/png"
    assert (
        client.post(
            address, {"scan": [SimpleUploadedFile("补.png", PNG), SimpleUploadedFile("补2.png", PNG)]}
        ).status_code
        == 302
    )
    assert [name for name, *_ in pages_of(incoming)][-2:] == ["补.png", "补2.png"]
    assert client.post(address, {"scan": SimpleUploadedFile("x.pdf", b"MZ")}).status_code == 422


def test_an_opinion_does_not_need_the_scan(county):
    incoming = register_paper(fields=IncomingFields(title="电话通知", from_unit="省厅"), **town(county))
    step(county, incoming, CLERK, opinion="请拟办。")
    assert "没有可以显示的扫描件" in shown(county, CLERK, f"/documents/incoming/{incoming.pk}")
