import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.audit import rules

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text('甲a0"\\'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text("xyz", min_size=1), plain, max_size=4))
def test_canonical_form_survives_storing_as_json(members: dict[str, object]) -> None:
    assert rules.canonical(json.loads(json.dumps(members))) == rules.canonical(members)


def test_canonical_form_is_fixed() -> None:
    beijing = timezone(timedelta(hours=8))
    members = {"b": 2.0, "a": "甲", "at": datetime(2026, 11, 18, 9, 42, tzinfo=beijing)}
    assert rules.canonical(members) == '{"a":"甲","at":"2026-11-18T01:42:00.000000Z","b":2,"v":1}'.encode()


def test_a_link_is_bound_to_key_place_and_what_was_before() -> None:
    base = {"key": b"k", "previous": rules.START, "seq": 1, "content": b"c"}
    changes = [{}, {"key": b"l"}, {"previous": b"\1" * 32}, {"seq": 2}, {"content": b"d"}]
    assert len({rules.link(**{**base, **change}) for change in changes}) == len(changes)


def test_the_same_moment_in_any_zone_is_the_same() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert rules.normal(moment) == rules.normal(moment.astimezone(timezone(timedelta(hours=8))))
