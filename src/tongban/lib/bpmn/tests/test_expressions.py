"""The expression language: values, mistakes with their place, and bounds. See docs/reference/expressions.md."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.bpmn import ExpressionError, parse_expression

DATA = {
    "a": 1,
    "b": 2.5,
    "yes": True,
    "no": False,
    "name": "通知",
    "units": ["x", "y"],
    "form": {"kind": "请示", "deep": {"n": 7}, "none": None},
    "金额": 1200,
    "rows": [{"n": 2}, {"n": None}, {"m": 1}, {"n": 5}],
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("7 % 4", 3),
        ("-a + 3", 2),
        ("1 - -1", 2),
        ("3/5 >= 0.6", True),
        ("a == 1.0", True),
        ("a = 1", True),
        ("a != 1", False),
        ("a <> 2", True),
        ("a lt 2 and b ge 2.5", True),
        ("'1' == 1", False),
        ("yes == 1", False),
        ("unknown == null", True),
        ("unknown", None),
        ("unknown.deep.er == null", True),
        ("a.deep", None),
        ("form.deep.n", 7),
        ("form.none.x", None),
        ("unknown > 3", None),
        ("name < 3", None),
        ("'2026-01-02' < '2026-01-10'", True),
        ("unknown + 1", None),
        ("name + '。'", "通知。"),
        ("name + 1", None),
        ("1 / 0", None),
        ("1 % 0", None),
        ("name in ['通知', '请示']", True),
        ("name not in ['请示']", True),
        ("'通' in name", True),
        ("a in []", False),
        ("a in unknown", False),
        ("true in [1]", False),
        ("not no", True),
        ("!no && !!yes", True),
        ("= a = 1", True),
        ("units[1]", "y"),
        ("units[5]", None),
        ("form['deep'].n", 7),
        ("[1, 2][0] + 1", 2),
        ("${units.size() > 1 && !units.isEmpty()}", True),
        ("${name.equals('通知')}", True),
        ("form.kind.startsWith('请')", True),
        ("form.containsKey('kind') && form.get('kind') == '请示'", True),
        ("unknown.deep.size()", 0),
        ("a.contains(1)", None),
        ("${execution.getVariable('a') == 1}", True),
        ("execution.hasVariable('unknown')", False),
        ("!a == false", False),
        ("not a == 2", True),
        ("not unknown", True),
        ("no or yes and no", False),
        ("a or yes", True),
        ("a and yes", False),
        ("if a > 0 then 'p' else 'n'", "p"),
        ("if no then 1 else if yes then 2 else 3", 2),
        ("no ? 1 : yes ? 2 : 3", 2),
        ("empty unknown", True),
        ("not empty(units)", True),
        ("empty form.none || false", True),
        ("size(units) + size(name) + size(unknown)", 4),
        ("contains(units, 'x')", True),
        ("contains(form, 'kind')", True),
        ("starts_with(name, '通') and ends_with(name, '知')", True),
        ("starts_with(a, '1')", None),
        ("min(3, a, 2)", 1),
        ("max([3, 4])", 4),
        ("sum([])", 0),
        ("min([])", None),
        ("max('x', 1)", None),
        ("coalesce(unknown, null, 5)", 5),
        ("all([yes, true])", True),
        ("any([no, a])", False),
        ("金额 >= 1000", True),
        ("${a == 1 && name != 'x'}", True),
        ("#{a}", 1),
        ("  ${ a }  ", 1),
        (r"'it\'s' == \"x\"".replace('\\"', '"'), False),
        ("[1, [2, 3], 'x']", [1, [2, 3], "x"]),
        ("rows.n", [2, 5]),
        ("sum(rows.n)", 7),
        ("units.n", []),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005 * 100, 1)", 100.5),
        ("round(unknown)", None),
        ("days_between('2026-02-27', '2026-03-02')", 3),
        ("days_between('x', '2026-03-02')", None),
        ("add_days('2026-12-31', 1)", "2027-01-01"),
        ("add_days('2026-12-31', 99999999)", None),
    ],
)
def test_value(text, value):
    found = parse_expression(text).evaluate(DATA.get)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a ==", 4),
        ("${a ==}", 6),
        ("a b", 2),
        ("(1", 2),
        ("1)", 1),
        ("1 @ 2", 2),
        ("f(1)", 0),
        ("1 + eval('x')", 4),
        ("a.__class__()", 0),
        ("size(1, 2)", 0),
        ("size()", 0),
        ("'abc", 0),
        ("", 0),
        ("in", 0),
        ("if a then b", 11),
        ("[1, 2", 5),
        ("a = = b", 4),
        ("1..2", 2),
        ("lambda x: x", 7),
        ("a[0", 3),
        ("a; b", 1),
    ],
)
def test_mistake_is_named_with_its_place(text, position):
    with pytest.raises(ExpressionError) as wrong:
        parse_expression(text)
    assert wrong.value.position == position


def test_names_that_an_expression_reads_are_known():
    assert parse_expression("a.b > c and size(d) == true").names == {"a.b", "c", "d"}


def test_only_true_holds_as_a_condition():
    values = ["yes", "no", "a", "name", "unknown", "units"]
    assert [text for text in values if parse_expression(text).holds(DATA.get)] == ["yes"]


def test_objects_are_not_looked_into():
    class Secret:
        key = "hidden"

    assert parse_expression("x.key").evaluate({"x": Secret()}.get) is None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + "1" + ")" * 500,
        "-" * 500 + "1",
        "not " * 200 + "a",
        "1" + "+1" * 400,
        "x" * 3000,
        "[" * 100,
        "if " * 100,
    ],
)
def test_too_long_or_too_deep_is_refused_not_crashed(text):
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_longest_allowed_expression_is_evaluated():
    assert parse_expression("+".join(["9" * 9] * 140)).evaluate(DATA.get) == 140 * 999_999_999


@settings(deadline=None)
@given(st.text(alphabet="ab1.'\"()[]+-*/%<>=!&|?:, $#{}\\not in and or if then else empty size", max_size=60))
def test_any_text_parses_or_is_refused_and_then_never_raises(text):
    try:
        expression = parse_expression(text)
    except ExpressionError:
        return
    expression.evaluate({"a": 1, "b": [1, {"a": None}]}.get)


@settings(deadline=None)
@given(st.integers(-99, 99), st.integers(-99, 99), st.sampled_from(["<", "<=", ">", ">=", "==", "!=", "+", "-", "*"]))
def test_arithmetic_and_comparison_are_those_of_numbers(one, two, sign):
    assert parse_expression(f"a {sign} b").evaluate({"a": one, "b": two}.get) == eval(f"{one} {sign} {two}")
