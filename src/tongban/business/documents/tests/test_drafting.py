"""拟稿: draft, save, check and override, attachments, basis, preview, 作废, own phrases."""

from dataclasses import replace

import pytest

from tongban.business.documents import checking
from tongban.business.documents.contracts import State
from tongban.business.documents.models import Basis, Document, Phrase, Preview, Version
from tongban.business.documents.operations import attachments
from tongban.business.documents.operations.basis import link_basis
from tongban.business.documents.operations.check import override_findings
from tongban.business.documents.operations.draft import draft, fields_of, save
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.operations.phrases import delete_phrase, save_phrase
from tongban.business.documents.operations.preview import make_preview
from tongban.business.documents.operations.void import void
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.business.documents.testing import BODY, County, make_draft, make_numbers, step, to_numbered, to_signed
from tongban.engines.flow import api as flow
from tongban.foundation.audit.models import Entry
from tongban.foundation.files import api as files
from tongban.foundation.files.testing import PDF, received
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

BAD_TITLE = "关于请示报告有关事项的通知"  # 请示报告: two kinds in one, an error of the check


def content(county: County, **changes) -> Content:
    fields = DraftFields(title="关于防汛的通知", main_recipients="各乡镇人民政府")
    names = {f for f in changes if f in DraftFields.__dataclass_fields__}
    fields = replace(fields, **{name: changes.pop(name) for name in names})
    given = {"body": BODY, "receivers": {county.receivers[0].pk: "main"}} | changes
    return Content(fields=fields, **given)


def saved(county: County, document: Document, base: int, by: str = "drafter", **changes) -> Document:
    return save(document=document, content=content(county, **changes), base=base, actor=county.actor(by), at=MONDAY)


def items(county: County, part: str) -> list[str]:
    return [item.title for item in inbox.open_items(inbox.keys_of(county.actor(part), at=MONDAY))[:20]]


@pytest.mark.feature("F-OD-11")
def test_a_draft_lies_on_its_drafters_desk(county):
    document = make_draft(county)
    assert items(county, "drafter") == [document.title]
    assert (document.version, document.state, document.format) == (1, State.DRAFT, "file")


def test_nobody_drafts_for_another_section(county):
    with pytest.raises(NotAllowed):
        draft(section=county.secretariat, content=content(county), actor=county.actor("leader"), at=MONDAY)


@pytest.mark.feature("F-TP-08")
def test_a_changed_body_is_a_new_version_and_the_same_body_is_none(county):
    document = make_draft(county)
    assert saved(county, document, 1, title="关于防汛的通知", body=BODY).version == 1
    assert saved(county, document, 1, body=BODY + "\n二、保障\n").version == 2
    assert list(Version.objects.filter(document=document).values_list("no", "reason")) == [(1, "拟稿"), (2, "修改")]


def test_saving_over_a_newer_version_is_refused_and_says_whose_it_is(county):
    document = make_draft(county)
    saved(county, document, 1, body="新的正文。")
    with pytest.raises(Conflict, match="苏明远刚保存了第2稿"):
        saved(county, document, 1, body="另一个正文。")
    assert Version.objects.filter(document=document).count() == 2


def test_only_the_one_who_has_it_saves_and_nobody_after_sign_off(county):
    document = make_draft(county)
    with pytest.raises(NotAllowed):
        saved(county, document, 1, by="head")
    with pytest.raises(NotAllowed):
        saved(county, to_signed(county), 1)


def test_a_unit_that_is_gone_cannot_receive(county):
    unit = county.receivers[0]
    unit.valid_to = MONDAY.date()
    unit.save()
    with pytest.raises(Invalid, match="1 个单位已撤销"):
        make_draft(county)


def test_broken_front_matter_is_a_fault_of_the_body(county):
    with pytest.raises(Invalid) as found:
        saved(county, make_draft(county), 1, body="---\n[: broken\n---\n正文")
    assert set(found.value.fields) == {"body"}


@pytest.mark.feature("F-OD-53")
@pytest.mark.parametrize("where", ["title", "body", "cc", "note"])
def test_a_secret_is_refused_wherever_its_mark_stands(county, where):
    document = make_draft(county)
    with pytest.raises(Refused):
        saved(county, document, 1, **{where: "机密★1年"})
    refusal = Entry.objects.filter(outcome="refused").get()
    assert (refusal.error, refusal.details) == ("documents.secret", {})


def test_a_secret_opinion_is_refused_and_the_step_stays(county):
    document = make_draft(county)
    with pytest.raises(Refused):
        step(county, document, "drafter", opinion="秘密★5年")
    assert flow.open_works(document.reference)[0].element == "draft"


def test_what_is_missing_for_sending_is_said_at_its_field(county):
    document = make_draft(county, body=" ")
    with pytest.raises(Invalid) as found:
        step(county, document, "drafter")
    assert found.value.fields["body"] == "还没有正文。"


@pytest.mark.feature("F-TP-11", "F-TP-09")
def test_an_error_of_the_check_stops_the_draft_until_a_reason_lets_it_pass(county):
    document = make_draft(county, title=BAD_TITLE)
    with pytest.raises(Invalid, match="请示报告"):
        step(county, document, "drafter")
    override_findings(document=document, reason="引用上级原标题。", actor=county.actor("drafter"), at=MONDAY)
    step(county, document, "drafter")
    entry = Entry.objects.get(action="documents.override_findings")
    assert entry.details == {"codes": ["title.two_kinds"], "reason": "引用上级原标题。"}


def test_an_override_covers_only_what_it_named(county):
    document = make_draft(county, title=BAD_TITLE)
    override_findings(document=document, reason="引用原标题。", actor=county.actor("drafter"), at=MONDAY)
    saved(county, document, 1, title=BAD_TITLE, body=BODY + "\n（此页无正文）\n")
    document.refresh_from_db()
    assert [f.code for f in checking.blocking(document, checking.findings(document))] == ["body.empty_page"]


def test_overriding_needs_a_reason_an_error_and_the_step(county):
    good, bad = make_draft(county), make_draft(county, title=BAD_TITLE)
    with pytest.raises(Invalid, match="理由"):
        override_findings(document=bad, reason=" ", actor=county.actor("drafter"), at=MONDAY)
    with pytest.raises(Conflict):
        override_findings(document=good, reason="理由。", actor=county.actor("drafter"), at=MONDAY)
    with pytest.raises(NotAllowed):
        override_findings(document=bad, reason="理由。", actor=county.actor("head"), at=MONDAY)


@pytest.mark.feature("F-TP-09")
def test_the_check_stands_again_before_numbering_and_no_number_is_lost(county):
    document = to_signed(county)
    step(county, document, "registrar", opinion="已核。")
    Document.objects.filter(pk=document.pk).update(title=BAD_TITLE)
    given = {"document": document, "series": county.series, "actor": county.actor("registrar"), "at": MONDAY}
    with pytest.raises(Invalid, match="请示报告"):
        assign_number(**given)
    override_findings(document=document, reason="已请示领导。", actor=county.actor("registrar"), at=MONDAY)
    assert assign_number(**given).serial == 1


@pytest.mark.feature("F-TP-13")
def test_a_draft_has_its_pages_and_a_change_makes_them_new(county):
    document = make_draft(county)
    first = make_preview(document=document, actor=system_actor(), at=MONDAY)
    assert first is not None
    assert (first.pages, first.trouble) == (2, "")
    assert make_preview(document=document, actor=system_actor(), at=MONDAY).pk == first.pk
    document = save(document=document, content=content(county, body="换了正文。"), base=1,
                    actor=county.actor("drafter"), at=MONDAY.replace(hour=11))  # fmt: skip
    second = make_preview(document=document, actor=system_actor(), at=MONDAY)
    assert second is not None
    assert second.pk != first.pk
    assert files.files_of(subject=document.reference, purpose="documents.preview").count() == 1


def test_a_character_without_a_shape_is_named_in_the_preview(county):
    document = make_draft(county, body="由\U000323af同志负责。")
    made = make_preview(document=document, actor=system_actor(), at=MONDAY)
    assert made is not None
    assert "\U000323af" in "".join(made.remarks)


def test_pages_of_the_draft_go_when_the_real_ones_come(county):
    document = to_numbered(county)
    Preview.objects.create(document=document, of=MONDAY)
    assert make_preview(document=document, actor=system_actor(), at=MONDAY).pages == 0  # nothing is drawn any more


@pytest.mark.feature("F-OD-09")
def test_attachments_come_and_go_while_the_text_is_open(county):
    document = make_draft(county)
    given = {"document": document, "actor": county.actor("drafter"), "at": MONDAY}
    file = attachments.add(received=received(PDF, name="清单.pdf", purpose="documents.attachment"), **given)
    attachments.remove(file=file, **given)
    assert not files.files_of(subject=document.reference)


def test_a_file_of_another_document_cannot_be_removed(county):
    mine, other = make_draft(county), make_draft(county)
    file = attachments.add(document=other, received=received(PDF, purpose="documents.attachment"),
                           actor=county.actor("drafter"), at=MONDAY)  # fmt: skip
    with pytest.raises(NotFound):
        attachments.remove(document=mine, file=file, actor=county.actor("drafter"), at=MONDAY)


def test_an_attachment_whose_name_bears_a_mark_is_refused(county):
    with pytest.raises(Refused):
        attachments.add(document=make_draft(county), actor=county.actor("drafter"), at=MONDAY,
                        received=received(PDF, name="机密★1年.pdf", purpose="documents.attachment"))  # fmt: skip


@pytest.mark.feature("F-OD-07")
def test_a_document_rests_on_what_its_drafter_sees(county):
    old, new = make_draft(county, title="关于老事情的通知"), make_draft(county)
    given = {"document": new, "actor": county.actor("drafter"), "at": MONDAY}
    assert link_basis(bases=[old.reference, old.reference, new.reference], **given) == 1
    assert Basis.objects.get(document=new).subject == old.reference
    with pytest.raises(Invalid, match="没有查看的权限"):
        link_basis(bases=[Reference("document", 10**9)], **given)
    with pytest.raises(Invalid):
        link_basis(bases=[Reference("person", county.people["head"].pk)], **given)


def test_a_void_draft_leaves_the_desk_and_stays_readable(county):
    document = make_draft(county)
    with pytest.raises(Invalid, match="原因"):
        void(document=document, reason="", actor=county.actor("drafter"), at=MONDAY)
    void(document=document, reason="不再需要。", actor=county.actor("drafter"), at=MONDAY)
    document.refresh_from_db()
    assert (document.state, document.void_reason, items(county, "drafter")) == ("void", "不再需要。", [])
    assert fields_of(document).title == document.title


@pytest.mark.feature("F-TP-04")
def test_voiding_a_numbered_document_voids_its_number(county):
    document = make_draft(county)
    number = within(numbering.allocate, series=county.series, year=2026, subject=document.reference)
    Document.objects.filter(pk=document.pk).update(number=number, number_text=number.text)
    void(document=document, reason="退回后不再发。", actor=county.actor("drafter"), at=MONDAY)
    number.refresh_from_db()
    document.refresh_from_db()
    assert (number.state, number.reason, document.number_text) == ("void", "退回后不再发。", "")


def test_only_the_drafter_voids_and_only_on_his_desk(county):
    document = make_draft(county)
    with pytest.raises(NotAllowed):
        void(document=document, reason="x", actor=county.actor("head"), at=MONDAY)
    step(county, document, "drafter")
    with pytest.raises(NotAllowed):
        void(document=document, reason="x", actor=county.actor("drafter"), at=MONDAY)


@pytest.mark.feature("F-IN-05")
def test_own_phrases_are_kept_once_and_are_nobody_elses(county):
    drafter, head = county.actor("drafter"), county.actor("head")
    kept = save_phrase(text=" 拟同意，\n请审定。 ", actor=drafter, at=MONDAY)
    assert kept.text == "拟同意， 请审定。"
    assert save_phrase(text=kept.text, actor=drafter, at=MONDAY).pk == kept.pk
    with pytest.raises(NotAllowed):
        delete_phrase(phrase=kept, actor=head, at=MONDAY)
    delete_phrase(phrase=kept, actor=drafter, at=MONDAY)
    assert not Phrase.objects.exists()


def test_a_phrase_is_neither_empty_nor_long_nor_secret(county):
    drafter = county.actor("drafter")
    for text in ("  ", "字" * 101):
        with pytest.raises(Invalid):
            save_phrase(text=text, actor=drafter, at=MONDAY)
    with pytest.raises(Refused):
        save_phrase(text="机密★1年", actor=drafter, at=MONDAY)


def test_the_same_request_makes_one_draft(county):
    given = {"section": county.secretariat, "content": content(county), "actor": county.actor("drafter"), "at": MONDAY}
    first = draft(**given, request_key="form-1")
    assert draft(**given, request_key="form-1").pk == first.pk
    assert Document.objects.count() == 1


def test_a_series_of_another_unit_or_purpose_is_refused(county):
    document = to_signed(county)
    step(county, document, "registrar", opinion="已核。")
    other = make_numbers(county.receivers[0], "documents.outgoing", "城政发")
    with pytest.raises(Invalid, match="本机关"):
        assign_number(document=document, series=other, actor=county.actor("registrar"), at=MONDAY)
