"""A definition says only what is understood; everything else is refused at its place, and nothing is ignored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms.contracts import DefinitionInvalid, Right
from tongban.engines.forms.rules import read_definition
from tongban.engines.forms.testing import sample

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(data):
    """Every place in a JSON value, as paths."""
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in rows:
        yield (key,)
        yield from ((key, *rest) for rest in places(value))


def put(data, path, value):
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def test_the_sample_reads_with_its_fields_in_order():
    definition = read_definition(sample())
    assert [f.name for f in definition.fields][:3] == ["name", "reason", "sort"]
    assert definition.rights("review")["deputy"] == Right.REQUIRED
    assert definition.rights("unknown step")["name"] == Right.WRITE


@given(st.sampled_from(list(places(sample()))), JSON)
def test_whatever_is_put_anywhere_it_is_read_or_refused_at_a_place(path, junk):
    broken = sample()
    put(broken, path, junk)
    assert all(isinstance(place, str) and message for place, message in refused(broken).items())


def refused(data):
    try:
        read_definition(data)
    except DefinitionInvalid as error:
        return error.fields
    return {}


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("code",), "Leave!", "code"),
        (("schema", "properties", "name", "pattern"), "^a+$", "schema.properties.name"),
        (("schema", "properties", "days", "default"), 99, "schema.properties.days.default"),
        (("schema", "properties", "unplaced"), {"type": "string", "title": "没放"}, "schema.properties"),
        (("schema", "properties", "days", "minimum"), "one", "schema.properties.days.minimum"),
        (("schema", "required"), ["nothing"], "schema.required"),
        (("layout", "sections", 0, "fields", 0, "as"), "slider", "layout.sections[0].fields[0].as"),
        (("layout", "sections", 0, "fields", 0, "as"), "integer", "layout.sections[0].fields[0].as"),
        (("layout", "sections", 0, "fields", 0, "shown"), "days > 1", "layout.sections[0].fields[0].shown"),
        (("layout", "sections", 0, "fields", 3, "shown"), "sort ==", "layout.sections[0].fields[3].shown"),
        (("layout", "sections", 0, "fields", 1, "name"), "name", "layout.sections[0].fields[1]"),
        (("layout", "sections", 0, "fields", 1, "onclick"), "x()", "layout.sections[0].fields[1]"),
        (("layout", "steps", "review", "nobody"), "read", "layout.steps.review"),
        (("layout", "steps", "review", "name"), "maybe", "layout.steps.review.name"),
        (("layout", "checks", 0, "wrong_when"), "danger()", "layout.checks[0].wrong_when"),
        (("layout", "checks", 1, "apart"), ["told"], "layout.checks[1].apart"),
        (("schema", "properties", "sort", "enum"), ["a", "a"], "schema.properties.sort"),
        (("layout", "sections", 0, "fields", 0, "name"), "request_key", "layout.sections[0].fields[0].name"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(path, value, place):
    broken = sample()
    put(broken, path, value)
    assert place in refused(broken)


def test_a_definition_has_a_limit():
    huge = sample()
    huge["name"] = "长" * 600_000
    with pytest.raises(DefinitionInvalid, match="超过"):
        read_definition(huge)
