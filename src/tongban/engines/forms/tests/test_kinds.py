"""What the richer kinds of fields take and refuse: computed values, tables, files, formatted text, signatures."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tongban.engines.forms.contracts import DefinitionInvalid
from tongban.engines.forms.rules import read_definition, rich, signatures, validate
from tongban.engines.forms.testing import sample
from tongban.engines.forms.tests.test_validating import GOOD, LEAVE, faults

FEN = st.integers(0, 10**9)


@given(st.lists(st.tuples(FEN, st.integers(1, 1000)), max_size=5))
def test_rows_and_totals_are_computed_whatever_is_sent(rows):
    items = [{"what": "车票", "price": price, "count": count, "sum": 7} for price, count in rows]
    data = validate(LEAVE, {**GOOD, "items": items, "total": "1"})
    assert [row["sum"] for row in data["items"]] == [price * count for price, count in rows]
    assert data["total"] == sum(price * count for price, count in rows)
    assert data["back"] == "2026-11-21"


def test_a_total_leaves_out_what_is_not_there_yet_and_a_half_fen_goes_up():
    data = validate(LEAVE, {**GOOD, "items": [{"what": "车票", "price": "3", "count": "2"}, {"what": "未定"}]})
    assert (data["items"][1]["sum"], data["total"]) == (None, 600)
    halved = sample()
    halved["layout"]["sections"][1]["fields"][-2:-2] = [{"name": "half_cost", "as": "money", "value": "cost / 2"}]
    halved["schema"]["properties"]["half_cost"] = {"type": "integer", "title": "一半"}
    assert validate(read_definition(halved), {**GOOD, "cost": 5})["half_cost"] == 3


def test_faults_in_a_table_stand_at_their_cells_and_empty_rows_are_left_out():
    items = [{"what": "", "price": ""}, {"what": "车票", "price": "x"}, {"price": "1", "count": "0"}]
    assert faults({**GOOD, "items": items}) == {
        "items.1.price": "第 2 行“单价”：要写金额（元），最多两位小数，例如：1234.50。",
        "items.2.what": "第 3 行“项目”：请填写项目。",
        "items.2.count": "第 3 行“数量”：不能小于 1。",
    }
    assert validate(LEAVE, {**GOOD, "items": [{}, {"what": " "}]})["items"] == []
    assert set(faults({**GOOD, "items": [{"what": "票"}] * 6})) == {"items"}
    assert set(faults({**GOOD, "items": [{}] * 301})) == {"items"}


@pytest.mark.parametrize(
    ("change", "place"),
    [({"value": "later + 1"}, "value"), ({"value": "price *"}, "value"), ({"columns": []}, "columns"),
     ({"columns": [{"name": "what", "as": "table", "columns": []}]}, "columns"), ({"columns": [{"name": "days"}]}, "columns[0]")],
)  # fmt: skip
def test_a_table_or_a_computed_field_that_cannot_be_is_refused(change, place):
    broken = sample()
    row = next(r for r in broken["layout"]["sections"][1]["fields"] if r["name"] == "items")
    row |= change
    with pytest.raises(DefinitionInvalid) as told:
        read_definition(broken)
    assert any(at.endswith(place) for at in told.value.fields)


@pytest.mark.parametrize("wrong", [{"value": "items.nothing"}, {"value": "1", "required": "abroad"}])
def test_a_computed_field_reads_known_columns_and_is_never_asked_for(wrong):
    broken = sample()
    row = next(r for r in broken["layout"]["sections"][1]["fields"] if r["name"] == "total")
    row |= wrong
    with pytest.raises(DefinitionInvalid):
        read_definition(broken)


TAGS = re.compile(r"</?(p|h3|ul|ol|li|b|i|u|br)>")
PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "<ul>",
    "<li>",
    "</ul>",
    "<script>",
    "</script>",
    "<img/onerror=x>",
    "<a/href=javascript:x>",
    "<!--",
    "-->",
    "<svg>",
    "&lt;",
    "&amp;",
    "<br/>",
    "<h1/style=x>",
    "<div>",
    "</div>",
]
HTML = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join)


@given(HTML)
def test_formatted_text_keeps_only_its_few_tags_and_cleaning_twice_changes_nothing(html):
    made = rich.clean(html)
    assert "<" not in TAGS.sub("", made)
    assert rich.clean(made) == made


def test_formatted_text_keeps_what_people_format():
    word = '<div class="MsoNormal" style="color:red">第<b>一</b>天 <span>到</span>省城</div><ul><li>会议</li></ul><script>x()</script>'
    assert rich.clean(word) == "<p>第<b>一</b>天 到省城</p><ul><li>会议</li></ul>"
    assert rich.text_of(rich.clean(word)) == "第一天 到省城\n会议"
    assert rich.clean(rich.from_text("a<b\n\nc&d")) == "<p>a&lt;b</p><p>c&amp;d</p>"
    assert faults({**GOOD, "plan": "<p>" + "长" * 501}) == {"plan": "最多写 500 个字，现在是 501 个。"}


def picture(size=(900, 300), kind="PNG", **info):
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, kind, **info)
    return signatures.of_picture(made.getvalue())


def test_a_signature_is_a_name_or_a_small_picture_drawn_anew():
    assert validate(LEAVE, {**GOOD, "sign": "苏明远"})["sign"] == "typed:苏明远"
    kept = validate(LEAVE, {**GOOD, "sign": picture(kind="JPEG", comment=b"secret")})["sign"]
    with Image.open(io.BytesIO(signatures.png_of(kept))) as found:
        assert (found.size, found.format) == ((600, 200), "PNG")
    assert b"secret" not in signatures.png_of(kept)
    assert signatures.clean(kept) == kept


@pytest.mark.parametrize(
    "wrong",
    ["data:image/png;base64,xx", "data:image/png;base64," + "A" * 3_000_001, "长" * 41, "data:image/jpeg;base64,R0lGODdh",
     picture((6000, 6000))],
    ids=["no picture", "too many bytes", "too long", "a GIF", "too many pixels"],
)  # fmt: skip
def test_what_is_no_signature_is_refused(wrong):
    assert set(faults({**GOOD, "sign": wrong})) == {"sign"}


def test_files_and_things_are_counted_and_of_the_kinds_that_the_form_says():
    assert set(faults({**GOOD, "papers": ["a", "b", "c"], "about": ["case:1"]})) == {"papers", "about"}
    assert validate(LEAVE, {**GOOD, "about": ["document:2", "document:2"]})["about"] == ["document:2"]
    assert set(faults({**GOOD, "place": "420999", "grade": "x"}, options={"place": {"421202"}, "grade": {"1"}})) == {
        "place",
        "grade",
    }
