"""Numbers that carry a check character are really checked; amounts and days survive being written and read."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.lib.typed import Wrong, checks

births = st.dates(date(1900, 1, 1), date(2026, 12, 31))
areas = st.from_regex(r"[1-9][0-9]{5}", fullmatch=True)
orders = st.from_regex(r"[0-9]{3}", fullmatch=True)
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity(area, born, order):
    head = f"{area}{born:%Y%m%d}{order}"
    return head + checks.id_check(head)


@given(areas, births, orders)
def test_a_right_identity_number_is_taken_with_a_small_x_or_full_width_digits(area, born, order):
    number = identity(area, born, order)
    wide = number.translate({ord(str(n)): chr(ord("０") + n) for n in range(10)})
    assert {checks.id_number(text) for text in (number, number.lower(), f" {wide} ")} == {number}


@given(areas, births, orders, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_of_an_identity_number_is_always_found(area, born, order, place, digit):
    number = identity(area, born, order)
    wrong = number[:place] + digit + number[place + 1 :]
    assume(wrong != number)
    with pytest.raises(Wrong):
        checks.id_number(wrong)


@given(st.text(CREDIT, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(CREDIT))
def test_one_wrong_character_of_a_credit_code_is_always_found(head, place, character):
    code = head + checks.credit_check(head)
    assert checks.credit_code(code.lower()) == code
    wrong = code[:place] + character + code[place + 1 :]
    assume(wrong != code)
    with pytest.raises(Wrong):
        checks.credit_code(wrong)


def test_a_known_credit_code_and_a_known_identity_number_pass():
    assert checks.credit_code("91350100M000100Y43") == "91350100M000100Y43"  # the example of GB 32100-2015
    assert checks.id_number("11010519491231002X") == "11010519491231002X"  # the example of GB 11643-1999


@pytest.mark.parametrize("text", ["110105194902300027", "11010519491231002", "01010519491231002X", "", "X" * 18])
def test_what_is_no_identity_number_is_told_why(text):
    with pytest.raises(Wrong, match="身份证号码"):
        checks.id_number(text)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("13800000626", "13800000626"), ("138 0000 0626", "13800000626"), ("0715-5221234", "0715-5221234"),
     ("(0715)5221234-601", "07155221234-601"), ("5221234", "5221234")],
)  # fmt: skip
def test_telephones_are_taken_as_people_write_them(typed, phone):
    assert checks.phone(typed) == phone


@pytest.mark.parametrize("text", ["12345678901", "1380000062", "0715-1221234", "abc", "１３８", "138000006260"])
def test_what_is_no_telephone_is_refused(text):
    with pytest.raises(Wrong, match="手机号"):
        checks.phone(text)


@given(births)
def test_a_day_is_taken_in_the_usual_ways(day):
    ways = (
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
    )
    assert {checks.day(way) for way in ways} == {day.isoformat()}


@pytest.mark.parametrize("text", ["2026-02-30", "2026", "明天", "20261118", "0000-01-01"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Wrong):
        checks.day(text)


@given(st.integers(0, checks.MAX_FEN))
def test_money_written_and_read_is_the_same(fen):
    written = checks.money_text(fen)
    assert checks.money(written) == checks.money(f"￥{written.replace(',', '')}元") == fen


@pytest.mark.parametrize("text", ["-1", "1.234", "1,23", "abc", "1.2.3", "", "9" * 14])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Wrong):
        checks.money(text)
