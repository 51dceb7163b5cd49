"""An outgoing document on its screens: drafted, reviewed, returned, followed, issued."""

import io
import re

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tongban.business.documents.models import Document, Version
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.draft import save
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.testing import (
    BODY,
    County,
    copy_at,
    make_draft,
    seal_of,
    step,
    to_issued,
    to_laid_out,
)
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.files.api import files_of, open_content
from tongban.foundation.files.testing import PDF
from tongban.foundation.organization.testing import sign_in
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY
from tongban.lib.gm.verify import verify_pdf

DRAFT = {
    "title": "关于做好防汛工作的通知", "kind": "通知", "direction": "down", "urgency": "ordinary", "level": "", "scope": "一般",
    "openness": "公开发布", "main_recipients": "各乡镇人民政府", "body": BODY,
}  # fmt: skip


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


def shown(county: County, part: str, address: str) -> str:
    """The page as this person reads it."""
    answer = client_of(county, part).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def send(county: County, part: str, document: Document, act: str, opinion: str, **more: str):
    """The button of the action panel, pressed by whoever has the step."""
    work = flow.open_works(document.reference)[0]
    data = {"work": work.pk, "act": act, "opinion": opinion, **more}
    return client_of(county, part).post(f"/documents/{document.pk}/act", data)


@pytest.mark.feature("F-OD-01")
def test_drafting_is_opened_from_the_menu_of_documents(county):
    menu = shown(county, "drafter", "/")
    side = menu[menu.index('id="tb-side"') : menu.index("</nav>", menu.index('id="tb-side"'))]
    assert side.index("公文处理") < side.index('href="/documents/new"') < side.index("发文起草")


@pytest.mark.feature("F-OD-03")
def test_the_form_has_keywords_level_and_urgency_and_the_system_fills_who_and_when(county):
    answer = client_of(county, "drafter").post("/documents/new", DRAFT | {"keywords": "防汛 通知", "urgency": "urgent"})
    document = Document.objects.get()
    assert answer["Location"] == f"/documents/{document.pk}"
    assert (document.keywords, document.urgency, document.level) == ("防汛 通知", "urgent", "")
    assert (document.drafter_name, document.section.name) == ("苏明远", "秘书科")
    page = shown(county, "drafter", f"/documents/{document.pk}")
    assert "秘书科" in page
    assert "苏明远" in page
    assert f"{document.created_at:%Y}" in page
    form = shown(county, "drafter", f"/documents/{document.pk}/edit")
    assert all(word in form for word in ("主题词", "密级", "紧急程度", "附件"))


@pytest.mark.feature("F-OD-09")
def test_attachments_are_added_after_the_draft_was_saved(county):
    client = client_of(county, "drafter")
    assert 'name="file"' not in client.get("/documents/new").content.decode()
    document = make_draft(county)
    assert f"/documents/{document.pk}/attach" in client.get(f"/documents/{document.pk}/edit").content.decode()
    for name in ("清单.pdf", "方案.pdf"):
        file = SimpleUploadedFile(name, PDF)
        assert client.post(f"/documents/{document.pk}/attach", {"file": file}).status_code == 302
    page = client.get(f"/documents/{document.pk}/edit").content.decode()
    assert "清单.pdf" in page
    assert "方案.pdf" in page
    uid = re.search(rf"/documents/{document.pk}/attach/([0-9a-f-]+)/delete", page)[1]
    client.post(f"/documents/{document.pk}/attach/{uid}/delete")
    assert files_of(subject=document.reference, purpose="documents.attachment").count() == 1


@pytest.mark.feature("F-TP-16")
def test_the_text_is_written_in_a_plain_field_that_needs_no_component(county):
    page = shown(county, "drafter", "/documents/new")
    assert re.search(r'<textarea[^>]*name="body"', page)
    assert not re.search(r"<(object|embed|applet)|ActiveX|classid", page, re.IGNORECASE)


@pytest.mark.feature("F-OD-13")
def test_the_head_corrects_the_text_and_sends_it_on(county):
    document = make_draft(county)
    step(county, document, "drafter")
    head = client_of(county, "head")
    panel = head.get(f"/documents/{document.pk}").content.decode()
    assert all(f">{button}</button>" in panel for button in ("提交", "退回", "暂存"))
    changed = DRAFT | {"title": document.title, "body": BODY + "\n二、加强值守\n", "base": "1"}
    changed["to"] = str(county.receivers[0].pk)
    assert head.post(f"/documents/{document.pk}/edit", changed).status_code == 302
    assert Version.objects.get(document=document, no=2).author_name == "段文博"
    send(county, "head", document, "complete", "同意，请核稿。")
    assert flow.open_works(document.reference)[0].element == "vet"


@pytest.mark.feature("F-OD-14", "F-OD-46")
@pytest.mark.parametrize(
    ("part", "element", "before"), [("head", "review", "draft"), ("vetter", "vet", "review"), ("leader", "sign", "vet")]
)
def test_every_reviewer_returns_it_to_the_step_before_with_his_reason(county, part, element, before):
    document = make_draft(county)
    for name, more in (("drafter", {}), ("head", {}), ("vetter", {"signer": str(county.people["leader"].pk)})):
        if flow.open_works(document.reference)[0].element != element:
            step(county, document, name, choices=more)
    assert "退回要写明原因。" in send(county, part, document, "return", " ").content.decode()
    assert flow.open_works(document.reference)[0].element == element
    assert send(county, part, document, "return", "依据不足，请补充。").status_code == 302
    assert flow.open_works(document.reference)[0].element == before
    assert "依据不足，请补充。" in shown(county, "drafter", f"/documents/{document.pk}")


@pytest.mark.feature("F-OD-40")
@pytest.mark.parametrize("part", ["head", "vetter", "leader", "registrar"])
def test_a_review_without_an_opinion_is_not_taken(county, part):
    document = make_draft(county)
    signer = {"signer": str(county.people["leader"].pk)}
    for name in ("drafter", "head", "vetter", "leader"):
        if name == part:
            break
        step(county, document, name, choices=signer if name == "vetter" else {})
    open_step = flow.open_works(document.reference)[0].element
    answer = send(county, part, document, "complete", "", **signer)
    assert answer.status_code == 422
    assert "请填写处理意见。" in answer.content.decode()
    assert flow.open_works(document.reference)[0].element == open_step


@pytest.mark.feature("F-OD-42")
def test_checking_and_correcting_are_two_steps_of_two_people(county):
    document = make_draft(county)
    step(county, document, "drafter")
    step(county, document, "head", opinion="审核通过。")
    fields = DraftFields(title=document.title, main_recipients="各乡镇人民政府")
    content = Content(fields, BODY + "\n二、加强值守\n", {county.receivers[0].pk: "main"})
    save(document=document, content=content, base=1, actor=county.actor("vetter"), at=MONDAY)
    step(county, document, "vetter", opinion="已核正。", choices={"signer": str(county.people["leader"].pk)})
    done = [(w.box, w.person_name) for w in flow.works_of(document.reference) if w.state == flow.Work.DONE]
    assert done[1:] == [("审核", "段文博"), ("核稿", "林晓岚")]
    assert Version.objects.get(document=document, no=2).author_name == "林晓岚"


@pytest.mark.feature("F-OD-15")
def test_who_sent_a_document_on_follows_it_step_by_step(county):
    document = make_draft(county, title="关于追踪的通知")
    step(county, document, "drafter", opinion="请审核把关。")
    step(county, document, "head", opinion="内容属实。")
    for part in ("drafter", "head", "vetter"):
        page = shown(county, part, f"/documents/{document.pk}")
        for word in ("拟稿", "苏明远", "请审核把关。", "审核", "段文博", "内容属实。", "核稿", "林晓岚", "签发"):
            assert word in page, (part, word)
        steps = page[page.index("<h2>办理过程</h2>") :]
        assert steps.index("苏明远") < steps.index("段文博") < steps.index("林晓岚") < steps.index("签发")
        picture = shown(county, part, f"/documents/{document.pk}/picture")
        assert re.search(r'id="flow-current"[^>]*>\["vet"\]', picture)
        assert "review" in re.search(r'id="flow-done"[^>]*>([^<]*)', picture)[1]
    for part in ("drafter", "head"):
        assert "关于追踪的通知" in shown(county, part, "/documents/mine")


@pytest.mark.feature("F-OD-29")
def test_an_issued_document_stands_among_the_finished_and_is_no_longer_changed(county):
    document = to_issued(county, title="关于成文的通知")
    make_draft(county, title="关于草稿的通知")
    finished = shown(county, "drafter", "/documents/")
    assert "关于成文的通知" in finished
    assert "关于草稿的通知" not in finished
    content = Content(DraftFields(title="改过的标题", main_recipients="各乡镇人民政府"), BODY, {})
    with pytest.raises(NotAllowed):
        save(document=document, content=content, base=1, actor=county.actor("drafter"), at=MONDAY)
    with pytest.raises(Conflict, match="正文已锁定"):
        save(document=document, content=content, base=1, actor=system_actor(), at=MONDAY)


@pytest.mark.feature("F-EX-14")
def test_without_a_seal_nothing_is_sent(county):
    document = to_laid_out(county)
    with pytest.raises(Conflict, match="还没有用印，不能分发"):
        distribute(document=document, actor=system_actor(), at=MONDAY)
    with pytest.raises(Invalid, match="印章密码不对"):
        seals.unlock(seal=seal_of(county), password="wrong-1-word", actor=county.actor("keeper"), at=MONDAY)
    document.refresh_from_db()
    assert (document.state, document.copies.count()) == ("laid_out", 0)


@pytest.mark.feature("F-EX-15", "F-EX-24")
def test_the_receiver_reads_the_very_file_that_was_sealed(county):
    document = to_issued(county)
    copy = copy_at(county, document, "城关镇")
    town = client_of(county, "城关镇收发员")
    page = town.get(f"/documents/copies/{copy.pk}").content.decode()
    address = re.search(r'href="(/files/[^"]+)"', page)[1]
    with open_content(document.sealed_file) as source:
        sealed = source.read()
    there = town.get(address)
    assert (b"".join(there.streaming_content) if there.streaming else there.content) == sealed
    assert verify_pdf(sealed, at=MONDAY).result in ("valid", "undetermined")
    pictures = [
        client.get(f"/documents/{where}/pages/1.png").content
        for client, where in ((town, f"copies/{copy.pk}"), (client_of(county, "drafter"), document.pk))
    ]
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith(b"\x89PNG")


@pytest.mark.feature("F-TP-05", "F-TP-06", "F-TP-09")
def test_head_number_body_and_imprint_are_one_fixed_file_that_a_reader_shows(county):
    document = to_laid_out(county)
    with open_content(document.page_file) as source:
        pdf = pypdfium2.PdfDocument(source.read())
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for part in (
        "临江县人民政府办公室文件",
        document.number_text,
        "供暖保障工作的通知",
        "一、落实责任",
        "抄送",
        "印发",
    ):
        assert part in text, part
    assert document.page_file.name == f"{document.number_text} {document.title}.pdf"
    keeper = client_of(county, "keeper")
    assert f"/documents/{document.pk}/pages/1.png" in keeper.get(f"/documents/{document.pk}").content.decode()
    assert keeper.get(f"/documents/{document.pk}/pages/{len(pdf)}.png").content.startswith(b"\x89PNG")


@pytest.mark.feature("F-OD-10")
def test_a_word_file_becomes_the_text_of_the_draft(county):
    word = docx.Document()
    for line in ("关于开展节水工作的通知", "各乡镇人民政府:", "　　现通知如下:", "一、总体要求", "请认真落实."):
        word.add_paragraph(line)
    stream = io.BytesIO()
    word.save(stream)
    client = client_of(county, "drafter")
    read = client.post("/documents/import", {"file": SimpleUploadedFile("草稿.docx", stream.getvalue())}).json()
    assert (read["title"], read["kind"], read["main_recipients"]) == (
        "关于开展节水工作的通知",
        "通知",
        "各乡镇人民政府",
    )
    client.post("/documents/new", DRAFT | {"title": read["title"], "body": read["body"]})
    page = shown(county, "drafter", f"/documents/{Document.objects.get().pk}")
    assert "一、总体要求" in page
    assert "请认真落实。" in page
    assert "data-import" in shown(county, "drafter", "/documents/new")
