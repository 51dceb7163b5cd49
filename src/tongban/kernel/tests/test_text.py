"""What nobody can see does not come in: one rule for every operation."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.access.models import Role
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.testing import MONDAY
from tongban.kernel.tests.operations import make_role, rename
from tongban.kernel.text import is_visible, require_visible, visible

HIDDEN = ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\xad", "\u200b", "\u200d", "\u200f", "\u202e", "\u2066", "\ufeff", "\ud800",
          "\U000e0041"]  # fmt: skip


@dataclass(frozen=True)
class Fields:
    title: str
    lines: tuple[str, ...] = ()


@pytest.mark.parametrize("character", HIDDEN, ids=lambda c: f"U+{ord(c):04X}")
def test_a_hidden_character_is_taken_out_of_what_is_sent(character):
    assert not is_visible(f"机{character}密")
    assert visible(f"机{character}密") == "机密"


@pytest.mark.parametrize(
    "text",
    ["关于……的通知\n一、", "a\tb", "𠮷野家", "邓\u3000小", "㐂\U000e0100", "ئۇيغۇر\u200cچە", "ᠮᠣᠩᠭᠣᠯ\u180eᠠ", "\ue000"],
)
def test_what_writing_needs_stays(text):
    assert is_visible(text)
    assert visible(text) == text


def test_line_ends_of_all_kinds_become_one():
    assert visible("一\r\n二\r三\x0b四\u2028五\x85六") == "一\n二\n三\n四\n五\n六"


@given(st.text())
def test_the_rest_of_any_text_stays_in_its_order(text):
    cleaned = visible(text)
    assert is_visible(cleaned)
    rest = iter(text.replace("\r\n", "\n"))
    assert all(c == "\n" or c in rest for c in cleaned)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"title": "机\u200b密"}, "title"),
        ({"content": Fields("甲\u202e乙")}, "title"),
        ({"content": Fields("甲", ("乙", "丙\x00"))}, "lines"),
        ({"fields": {"phone": ["1\u200b"]}}, "phone"),
    ],
)
def test_an_operation_names_the_field_that_holds_one(arguments, field):
    with pytest.raises(Invalid, match="看不见的字符（U\\+") as refused:
        require_visible(arguments)
    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_no_operation_writes_a_hidden_character_whoever_calls_it():
    given = {"actor": system_actor(), "at": MONDAY}
    role = make_role(code="a", **given)
    with pytest.raises(Invalid) as refused:
        rename(role=role, name="管\u202e理员", **given)
    assert list(refused.value.fields) == ["name"]
    role.refresh_from_db()
    assert role.name == "a"
    with pytest.raises(Invalid):
        make_role.bulk([{"code": "b"}, {"code": "c\x00"}], **given)
    assert not Role.objects.filter(code="b").exists()
