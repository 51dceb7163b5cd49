"""Kinds, secrecy, drafting, the order of issuing, the digest, comparison: on plain values."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.business.documents.contracts import State
from tongban.business.documents.rules import comparing, digest, drafting, secrecy, transitions
from tongban.business.documents.rules.copies import desk_source
from tongban.business.documents.rules.drafting import DraftFields
from tongban.business.documents.rules.kinds import KINDS, format_of
from tongban.business.documents.rules.purging import label_of
from tongban.kernel.errors import Conflict, Refused
from tongban.lib.gongwen.kinds import KINDS as STATUTORY

TITLE = "关于做好防汛工作的通知"
texts = st.text(alphabet=st.sampled_from("防汛工作ABC12 。，\n"), max_size=60)


def test_the_kinds_are_the_statutory_fifteen():
    assert set(KINDS) == set(STATUTORY) - {"令"}


@pytest.mark.parametrize(
    ("kind", "direction", "format"),
    [("通知", "down", "file"), ("意见", "up", "upward"), ("请示", "up", "upward"), ("函", "level", "letter"),
     ("命令", "down", "order"), ("纪要", "down", "minutes")],
)  # fmt: skip
def test_kind_and_direction_decide_the_page_format(kind, direction, format):
    assert format_of(KINDS[kind], direction) == format


@pytest.mark.feature("F-OD-53")
@pytest.mark.parametrize(
    "text",
    ["机密★1年", "秘密 ★ 10年", "绝密★长期", "机　密", "秘密*5年", "密级：机密", "密级和保密期限：秘密 3年", "  绝密  ",
     "正文\n机密\n又一行", "【秘密】", "| 机密★ |"],
)  # fmt: skip
def test_a_mark_of_secrecy_is_recognised(text):
    with pytest.raises(Refused, match="纸质涉密渠道"):
        secrecy.refuse_secret("", text)


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是公民的义务。",
        "商业秘密保护办法",
        "涉及工作秘密的，从其规定。",
        "**秘密**不得外传。",
        "机密性",
        "内部★",
        "",
    ],
)
def test_the_mere_word_in_a_sentence_is_no_mark(text):
    secrecy.refuse_secret("内部", text)


def test_only_non_secret_levels_are_taken():
    for level in secrecy.LEVELS:
        with pytest.raises(Refused):
            secrecy.refuse_secret(level)


@pytest.mark.feature("F-OD-04")
def test_not_publishing_needs_a_reason():
    found = drafting.faults(DraftFields(title=TITLE, openness="不公开发布"))
    assert set(found) == {"closed_reason"}


def test_a_title_is_needed_and_bounded():
    assert "title" in drafting.faults(DraftFields(title="  "))
    assert "201 字" in drafting.faults(DraftFields(title="字" * 201))["title"]


def test_a_kind_goes_only_in_its_directions():
    assert set(drafting.faults(DraftFields(title=TITLE, kind="请示", direction="down"))) == {"direction"}
    assert set(drafting.faults(DraftFields(title=TITLE, kind="条例"))) == {"kind"}


def test_a_request_has_one_recipient():
    fields = DraftFields(title="关于请求批准的请示", kind="请示", direction="up", main_recipients="县委，县政府")
    assert "一个机关" in drafting.faults_before_sending(fields, body="正文", receivers=1)["main_recipients"]


def test_before_sending_body_and_recipients_must_be_there():
    found = drafting.faults_before_sending(DraftFields(title=TITLE), body=" ", receivers=0)
    assert set(found) == {"body", "main_recipients", "receivers"}
    announcement = DraftFields(title="关于停水的公告", kind="公告")
    assert drafting.faults_before_sending(announcement, body="正文", receivers=0) == {}


ORDER = ["signed", "numbered", "laid_out", "sealed"]


@pytest.mark.feature("F-OD-28")
@pytest.mark.parametrize("act", ["number", "lay_out", "seal", "distribute"])
@pytest.mark.parametrize("state", list(State))
def test_every_act_has_exactly_one_turn(act, state):
    turn = dict(zip(["number", "lay_out", "seal", "distribute"], ORDER, strict=True))[act]
    if state == turn:
        transitions.require_turn(act, state)
    else:
        with pytest.raises(Conflict) as refused:
            transitions.require_turn(act, state)
        assert refused.value.code == f"documents.order.{act}"


def test_kinds_without_number_or_seal_skip_theirs():
    transitions.require_turn("lay_out", "signed", number="none")
    transitions.require_turn("distribute", "laid_out", seal="none")


@pytest.mark.parametrize("state", list(State))
def test_the_text_is_open_only_before_sign_off(state):
    if state in ("draft", "review"):
        transitions.require_editable(state)
    else:
        with pytest.raises(Conflict, match="锁定"):
            transitions.require_editable(state)


FIELDS = dataclasses.asdict(DraftFields(title=TITLE)) | {"issuer_name": "县府办", "kind_name": "通知", "format": "file"}


@given(body=texts, other=texts)
def test_the_signature_covers_the_body(body, other):
    same = digest.signed_digest(FIELDS, body) == digest.signed_digest(FIELDS, other)
    assert same == (body == other)


@given(name=st.sampled_from(digest.PRINTED_FIELDS), value=st.text(max_size=20))
def test_the_signature_covers_every_printed_field(name, value):
    changed = FIELDS | {name: value}
    same = digest.signed_digest(changed, "正文") == digest.signed_digest(FIELDS, "正文")
    assert same == (value == FIELDS[name])


def test_the_signature_does_not_depend_on_fields_added_later_or_their_order():
    shuffled = dict(reversed(FIELDS.items())) | {"void_reason": "新字段"}
    assert digest.signed_digest(shuffled, "正文") == digest.signed_digest(FIELDS, "正文")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@given(earlier=texts, later=texts)
def test_a_comparison_gives_both_texts_back(earlier, later):
    found = comparing.compare(earlier, later)
    new = ["".join(p.text for p in pieces if p.kind != "del") for pieces in found]
    old = ["".join(p.text for p in pieces if p.kind != "ins") for pieces in found]
    assert [line for line in new if line] == lines(later)
    assert [line for line in old if line] == lines(earlier)


def test_a_changed_word_is_marked_alone():
    (pieces,) = comparing.compare("经县政府同意，现通知如下。", "经县委同意，现通知如下。")
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [("del", "政府"), ("ins", "委")]


def test_each_sending_lies_on_the_desk_as_a_matter_of_its_own():
    assert len({desk_source(7, sendings) for sendings in (1, 2, 3)}) == 3
    assert str(desk_source(7, 1)) == "copy:7"


def test_a_document_is_named_without_its_words():
    assert label_of("document", "临政办发〔2026〕3号", 12) == "临政办发〔2026〕3号"
    assert label_of("incoming", "", 7) == "收文（未编号，登记序号 7）"
