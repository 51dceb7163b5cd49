"""公报 has no number, 纪要, 决议 and 命令 have no seal of the unit: the process passes those steps by, and says so."""

import pytest
from django.test import Client

from tongban.business.documents.models import Document
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.draft import draft
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.testing import BODY, County, step
from tongban.engines.flow import api as flow
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY

TITLES = {
    "公报": "临江县人民政府第三次会议公报", "纪要": "临江县人民政府办公会议纪要", "决议": "关于今冬供暖的决议",
    "命令": "关于今冬供暖的命令",
}  # fmt: skip


def signed(county: County, kind: str, *, receivers: bool = True) -> Document:
    """A document of this kind that waits for 复核."""
    to = {unit.pk: "main" for unit in county.receivers[:2]} if receivers else {}
    content = Content(fields=DraftFields(title=TITLES[kind], kind=kind), body=BODY, receivers=to)
    document = draft(section=county.secretariat, content=content, actor=county.actor("drafter"), at=MONDAY)
    for part, given in (
        ("drafter", {}),
        ("head", {}),
        ("vetter", {"signer": str(county.people["leader"].pk)}),
        ("leader", {}),
    ):
        step(county, document, part, choices=given)
    return document


def open_element(document: Document) -> str:
    works = flow.open_works(document.reference)
    return works[0].element if works else "layout"


def laid_out(document: Document) -> Document:
    token = flow.waiting_service(document.reference, "lay_out")
    assert token is not None
    lay_out(document=document, token=token, actor=system_actor(), at=MONDAY)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize("kind", TITLES)
def test_a_kind_has_the_steps_that_it_needs_and_no_others(county, kind):
    document = signed(county, kind)
    step(county, document, "registrar")
    assert open_element(document) == ("layout" if kind == "公报" else "number")
    if kind != "公报":
        assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=MONDAY)
    document = laid_out(document)
    assert document.layout["seals"] == []
    assert open_element(document) == "distribute"
    distribute(document=document, actor=county.actor("registrar"), at=MONDAY)
    document.refresh_from_db()
    assert (document.state, document.copies.count(), document.sealed_file) == ("issued", 2, None)
    assert bool(document.number_text) == (kind != "公报")
    assert document.printed_on == MONDAY.date()


def test_the_page_does_not_announce_steps_that_will_not_come(county):
    document = signed(county, "公报")
    client = Client()
    sign_in(client, county.people["registrar"])
    page = client.get(f"/documents/{document.pk}").content.decode()
    assert "不编号" in page
    steps = page[page.index("办理过程") :]
    assert "分发" in steps
    assert [word for word in ("编号", "用印") if f'tb-step-name">{word}<' in steps] == []


def test_a_kind_without_addressees_is_issued_without_receivers(county):
    document = signed(county, "公报", receivers=False)
    step(county, document, "registrar")
    distribute(document=laid_out(document), actor=county.actor("registrar"), at=MONDAY)
    document.refresh_from_db()
    assert (document.state, document.copies.count()) == ("issued", 0)


def test_going_back_from_the_distribution_of_an_unsealed_document(county):
    document = signed(county, "纪要")
    step(county, document, "registrar")
    assign_number(document=document, series=county.series, actor=county.actor("registrar"), at=MONDAY)
    laid_out(document)
    work = flow.open_works(document.reference)[0]
    flow.send_back(work=work, reason="份数不对。", actor=county.actor("registrar"), at=MONDAY)
    document.refresh_from_db()
    assert (open_element(document), document.state) == ("number", "signed")
