"""What an event carries comes back from its plain form as it was."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.plain import from_plain, to_plain
from tongban.kernel.references import Reference

references = st.builds(Reference, st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.integers(0, 2**63 - 1))
moments = st.datetimes(timezones=st.just(UTC))


@dataclass(frozen=True, slots=True)
class Inner:
    number: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    text: str
    flag: bool
    share: float
    about: Reference
    at: datetime
    on: date
    inner: Inner
    others: tuple[Inner, ...]
    points: tuple[Reference, ...]
    maybe: Reference | None = None
    when: datetime | None = None
    data: dict[str, int] = field(default_factory=dict)


inner = st.builds(Inner, st.integers(), st.lists(st.text()).map(tuple))
everything = st.builds(
    Everything, text=st.text(), share=st.floats(allow_nan=False), about=references, at=moments, on=st.dates(),
    inner=inner, others=st.lists(inner, max_size=3).map(tuple), points=st.lists(references, max_size=3).map(tuple),
    maybe=st.none() | references, when=st.none() | moments, data=st.dictionaries(st.text(), st.integers(), max_size=3),
)  # fmt: skip


@given(everything)
def test_a_round_trip_through_json_changes_nothing(value):
    assert from_plain(Everything, json.loads(json.dumps(to_plain(value)))) == value


@given(references)
def test_a_reference_is_written_and_read(reference):
    assert Reference.parse(str(reference)) == reference


@pytest.mark.parametrize("text", ["", "document", "document:", ":3", "document:-1", "document:1.0", "document:１２"])
def test_what_is_not_a_reference_is_refused(text):
    with pytest.raises(ValueError, match="not a reference"):
        Reference.parse(text)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", Inner])
def test_a_value_without_a_plain_form_is_a_defect(value):
    with pytest.raises(TypeError):
        to_plain(value)
