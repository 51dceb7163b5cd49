"""Readings, pickers and the tree."""

import pytest

from tongban.foundation.organization.api import search_people, search_units, unit_tree, units_above, units_below
from tongban.foundation.organization.models import UnitLink
from tongban.foundation.organization.rules import person_reading, unit_reading, username_for
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.kernel.now import now

TODAY = now().date()


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("曾强", "zengqiang", "zq"), ("仇海", "qiuhai", "qh"), ("单丹", "shandan", "sd"), ("解放", "xiefang", "xf"),
        ("区明", "ouming", "om"), ("查理", "zhali", "zl"), ("尉迟恭", "yuchigong", "ycg"), ("尉明", "weiming", "wm"),
        ("欧阳修", "ouyangxiu", "oyx"), ("吕布", "lvbu", "lb"), ("王曾", "wangceng", "wc"), ("", "", ""),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, pinyin, initials):
    assert person_reading(name) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("重庆市成都路派出所", "chongqingshichengdulupaichusuo"),
        ("畜牧局（办公室）", "xumujubangongshi"),
        ("12345热线", "12345rexian"),
    ],
)
def test_names_of_units_are_read_by_their_words(name, pinyin):
    assert unit_reading(name)[0] == pinyin


@pytest.mark.feature("F-ID-08")
def test_a_user_name_is_full_pinyin_with_a_number_on_collision():
    assert username_for("张三", set()) == "zhangsan"
    assert username_for("张三", {"zhangsan"}) == "zhangsan01"
    assert username_for("张三", {"zhangsan", "zhangsan01"}) == "zhangsan02"
    assert username_for("章散", {"zhangsan", "zhangsan02"}) == "zhangsan01"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["教育", "县教育局", "jiaoyu", "ljxjyj", " JYJ "])
def test_a_unit_is_found_by_name_short_name_pinyin_and_initials(typed):
    government = make_unit("临江县人民政府")
    make_unit("临江县教育局", government, short_name="县教育局")
    assert [u.name for u in search_units(typed, at=now())] == ["临江县教育局"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["曾庆", "zengqing", "zqh", "ZQ"])
def test_a_person_is_found_by_name_pinyin_and_initials(typed):
    unit = make_unit("临江县教育局")
    make_person("曾庆红", unit=unit)
    make_person("李四", unit=unit)
    assert [h.name for h in search_people(typed, at=now())] == ["曾庆红"]
    assert search_people(typed, at=now(), unit_ids=[]) == []


@pytest.mark.django_db
@pytest.mark.feature("F-ID-05")
def test_the_tree_costs_one_query_and_keeps_the_order(django_assert_num_queries):
    county = make_unit("临江县人民政府")
    second, first = make_unit("教育局", county, order=2), make_unit("财政局", county, order=1)
    make_unit("办公室", second, form="section")
    make_unit("预算股", first, form="section")
    make_unit("原物价局", county, valid_to=TODAY)
    with django_assert_num_queries(1):
        (root,) = unit_tree(on=TODAY)
    assert [(u.name, [c.name for c in u.children]) for u in root.children] == [
        ("财政局", ["预算股"]), ("教育局", ["办公室"]),
    ]  # fmt: skip
    assert [u.name for u in unit_tree(on=TODAY, root_id=second.pk)] == ["教育局"]


@pytest.mark.django_db
def test_above_and_below_follow_one_line_of_authority():
    city, county = make_unit("市教育局"), make_unit("临江县人民政府")
    bureau = make_unit("临江县教育局", county)
    office = make_unit("办公室", bureau, form="section")
    UnitLink.objects.create(upper=city, lower=bureau, relation="vertical", depth=1)
    assert set(units_below([county.pk])) == {county.pk, bureau.pk, office.pk}
    assert set(units_below([city.pk])) == {city.pk}
    assert set(units_below([city.pk], "vertical")) == {city.pk, bureau.pk}
    assert list(units_above(office.pk)) == [office.pk, bureau.pk, county.pk]
    assert set(units_above(bureau.pk, None)) == {bureau.pk, county.pk, city.pk}
