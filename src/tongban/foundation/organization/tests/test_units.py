"""Units: made, renamed, moved, merged, closed; and the closure against a slow walk."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.foundation.audit.testing import Entry
from tongban.foundation.organization.api import Unit
from tongban.foundation.organization.contracts import PlaqueData, Relation, Renaming, UnitData, UnitKind
from tongban.foundation.organization.models import Holding, Oversight, Plaque, Region, Succession, UnitLink
from tongban.foundation.organization.operations.reform import close_unit, merge_units
from tongban.foundation.organization.operations.regions import create_region, reserve_codes
from tongban.foundation.organization.operations.units import (
    add_plaque,
    change_unit,
    create_unit,
    end_plaque,
    move_unit,
    rename_unit,
    set_superior,
)
from tongban.foundation.organization.queries.tree import units_above, units_below
from tongban.foundation.organization.rules import credit_code_right
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
DAY = date(2026, 11, 1)


def by_system(operation, **arguments):
    return operation(actor=SYSTEM, at=now(), **arguments)


@pytest.fixture
def county():
    return make_unit("临江县人民政府")


@pytest.mark.feature("F-ID-05", "F-ID-06", "F-ID-20")
def test_a_new_unit_is_linked_has_its_plaque_and_an_audit_entry(county):
    data = UnitData(name="临江县教育局", short_name="县教育局", category="政府部门", code="0301", order=3, word="临教")
    unit = by_system(create_unit, parent=county, data=data)
    assert list(units_above(unit.pk)) == [unit.pk, county.pk]
    assert (unit.organ_id, unit.initials) == (unit.pk, "ljxjyj")
    plaque = Plaque.objects.get(unit=unit)
    assert (plaque.name, plaque.mark, plaque.word, plaque.main) == ("临江县教育局", "临江县教育局文件", "临教", True)
    entry = Entry.objects.get(action="organization.create_unit")
    assert (entry.subject_id, entry.details["name"]) == (unit.pk, "临江县教育局")


def test_a_section_acts_in_the_name_of_its_organ(county):
    bureau = by_system(create_unit, parent=county, data=UnitData(name="教育局"))
    section = by_system(create_unit, parent=bureau, data=UnitData(name="办公室", form=UnitKind.SECTION))
    desk = by_system(create_unit, parent=section, data=UnitData(name="文书组", form=UnitKind.SECTION))
    assert section.organ_id == desk.organ_id == bureau.pk


def test_wrong_data_stand_at_their_fields(county):
    with pytest.raises(Invalid) as caught:
        by_system(
            create_unit, parent=county, data=UnitData(name=" ", credit_code="123", form=UnitKind.SECTION, word="x")
        )
    assert set(caught.value.fields) == {"name", "credit_code", "word"}
    by_system(create_unit, parent=county, data=UnitData(name="教育局"))
    with pytest.raises(Invalid, match="已经有"):
        by_system(create_unit, parent=county, data=UnitData(name="教育局"))
    with pytest.raises(Invalid, match="行政区划"):
        by_system(create_unit, parent=None, data=UnitData(name="别县政府"))


def test_a_top_unit_names_its_region():
    region = Region.objects.create(code="999901", name="别县", level=3)
    assert by_system(create_unit, parent=None, data=UnitData(name="别县人民政府"), region=region).region == region


@pytest.mark.parametrize(("code", "right"), [("91350100M000100Y43", True), ("91350100M000100Y44", False), ("", False)])
def test_the_check_character_of_a_credit_code(code, right):
    assert credit_code_right(code) is right


@pytest.mark.feature("F-ID-06", "F-ID-20")
def test_a_change_is_recorded_with_old_and_new(county):
    unit = make_unit("教育局", county, order=1)
    by_system(change_unit, unit=unit, data=UnitData(name="教育局", short_name="县教育局", order=5))
    unit.refresh_from_db()
    assert (unit.order, unit.short_name) == (5, "县教育局")
    assert Entry.objects.get(action="organization.change_unit").details["changed"]["order"] == [1, 5]


def test_a_renamed_unit_keeps_its_history_and_changes_its_plaque(county):
    unit = make_unit("卫生和计划生育局", county)
    by_system(add_plaque, unit=unit, data=PlaqueData(name=unit.name, word="临卫计", main=True), on=date(2020, 1, 1))
    by_system(rename_unit, unit=unit, new=Renaming(name="卫生健康局", on=DAY, word="临卫"))
    assert Succession.objects.get(old=unit).old_name == "卫生和计划生育局"
    old, new = Plaque.objects.filter(unit=unit).order_by("pk")
    assert (old.valid_to, new.valid_from, new.name, new.word) == (DAY, DAY, "卫生健康局", "临卫")
    with pytest.raises(Invalid, match="今天"):
        by_system(rename_unit, unit=unit, new=Renaming(name="卫健委", on=date(2999, 1, 1)))


def test_two_plaques_two_names_and_one_main(county):
    unit = make_unit("教育局", county)
    main = by_system(add_plaque, unit=unit, data=PlaqueData(name="教育局", word="教", main=True), on=DAY)
    second = by_system(add_plaque, unit=unit, data=PlaqueData(name="语言文字委员会", word="语"), on=DAY)
    by_system(end_plaque, unit=unit, plaque=second, on=DAY)
    with pytest.raises(Conflict):
        by_system(end_plaque, unit=unit, plaque=Plaque.objects.get(pk=second.pk), on=DAY)
    by_system(add_plaque, unit=unit, data=PlaqueData(name="教育体育局", word="教体", main=True), on=DAY)
    main.refresh_from_db()
    assert main.valid_to == DAY
    with pytest.raises(Invalid, match="正在使用"):
        by_system(add_plaque, unit=county, data=PlaqueData(name="教育体育局", word="x"), on=DAY)


def test_a_moved_section_acts_in_the_name_of_its_new_organ(county):
    education, finance = make_unit("教育局", county), make_unit("财政局", county)
    section = make_unit("办公室", education, form="section")
    desk = make_unit("文书组", section, form="section")
    by_system(move_unit, unit=section, parent=finance)
    desk.refresh_from_db()
    assert desk.organ_id == finance.pk
    assert list(units_above(desk.pk)) == [desk.pk, section.pk, finance.pk, county.pk]
    assert set(units_below([education.pk])) == {education.pk}


def test_a_unit_is_never_put_under_itself(county):
    bureau = make_unit("教育局", county)
    with pytest.raises(Conflict, match="之下"):
        by_system(move_unit, unit=county, parent=bureau)
    assert list(units_above(bureau.pk)) == [bureau.pk, county.pk]


def test_dual_leadership_stands_beside_the_tree(county):
    city_police, police = make_unit("市公安局"), make_unit("县公安局", county)
    by_system(set_superior, unit=police, relation=Relation.DUAL, superior=city_police)
    assert set(units_below([city_police.pk], Relation.DUAL)) == {city_police.pk, police.pk}
    assert set(units_below([city_police.pk])) == {city_police.pk}
    assert set(units_below([county.pk])) == {county.pk, police.pk}
    by_system(set_superior, unit=police, relation=Relation.DUAL, superior=None)
    assert set(units_below([city_police.pk], Relation.DUAL)) == {city_police.pk}


def test_merging_takes_people_posts_and_sections_over(county):
    sport, education = make_unit("体育局", county), make_unit("教育局", county)
    make_unit("办公室", sport, form="section")
    make_unit("办公室", education, form="section")
    person = make_person("孙科员", unit=sport)
    make_person("李科员", unit=education)
    Oversight.objects.create(leader=person.holdings.get().post, unit=sport)
    by_system(merge_units, into=education, units=[sport], on=DAY, reason="机构改革")
    person.refresh_from_db()
    sport.refresh_from_db()
    assert person.unit == education
    assert Holding.objects.get(person=person).post.title == "科员（原体育局）"
    assert set(Unit.objects.filter(parent=education).values_list("name", "organ_id")) == {
        ("办公室", education.pk), ("办公室（原体育局）", education.pk),
    }  # fmt: skip
    assert sport.valid_to == DAY
    assert not Oversight.objects.filter(unit=sport).exists()
    assert Succession.objects.get(old=sport).new == education


def test_only_an_empty_unit_is_closed(county):
    unit = make_unit("物价局", county)
    person = make_person("周科员", unit=unit)
    with pytest.raises(Conflict, match="1 名在岗人员"):
        by_system(close_unit, unit=unit, on=DAY)
    Holding.objects.filter(person=person).update(until=now())
    by_system(close_unit, unit=unit, on=DAY, successor=county)
    with pytest.raises(Conflict, match="已经撤销"):
        by_system(close_unit, unit=unit, on=DAY)


@pytest.mark.feature("F-ID-19")
def test_somebody_without_the_right_changes_nothing_and_is_recorded(county):
    clerk = make_person("周科员", unit=county)
    with pytest.raises(NotAllowed):
        create_unit(parent=county, data=UnitData(name="教育局"), actor=actor_of(clerk), at=now())
    assert not Unit.objects.filter(name="教育局").exists()
    assert Entry.objects.get(action="organization.create_unit").outcome == "refused"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parents=st.lists(st.integers(0, 8), min_size=3, max_size=8),
    moves=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=5),
)
def test_the_closure_is_what_a_walk_up_the_tree_finds(parents, moves):
    Unit.objects.all().update(parent=None, organ=None)
    Unit.objects.all().delete()
    units = []
    for number, parent in enumerate(parents):
        units.append(make_unit(f"单位{number}", units[parent % len(units)] if units and parent else None))
    for which, where in moves:
        try:
            by_system(move_unit, unit=units[which % len(units)], parent=units[where % len(units)])
        except (Conflict, Invalid):
            continue
    found = set(UnitLink.objects.values_list("upper_id", "lower_id", "depth"))
    assert found == set(walked())


def walked():
    parent_of = dict(Unit.objects.values_list("pk", "parent_id"))
    for unit in parent_of:
        above, depth = unit, 0
        while above is not None:
            yield above, unit, depth
            above, depth = parent_of[above], depth + 1


@pytest.mark.feature("F-ID-06")
def test_a_unit_has_all_its_fields_and_a_code_of_its_own_inside_the_reserved_segment(county):
    by_system(reserve_codes, region=county.region, first="030000", last="039999")
    full = {"name": "临江县教育局", "short_name": "县教育局", "order": 7}
    unit = by_system(create_unit, parent=county, data=UnitData(code="030012", pays_wages=False, **full))
    unit.refresh_from_db()
    assert (unit.name, unit.short_name, unit.code, unit.order, unit.pays_wages) == (
        "临江县教育局", "县教育局", "030012", 7, False,
    )  # fmt: skip
    for code, words in (("040001", "号段 030000 至 039999 内"), ("3001", "号段"), ("030012", "已是“临江县教育局”的")):
        with pytest.raises(Invalid) as error:
            by_system(create_unit, parent=county, data=UnitData(name="临江县财政局", code=code))
        assert words in error.value.fields["code"]
    with pytest.raises(Invalid, match="号段"):
        by_system(change_unit, unit=unit, data=UnitData(name=unit.name, code="999999"))
    by_system(change_unit, unit=unit, data=UnitData(name=unit.name, short_name="教育局", code="030012"))


def test_a_segment_holds_for_the_divisions_below_and_overlaps_no_other(county):
    town = by_system(create_region, code="999900101", name="甲镇", level=4, parent=county.region)
    next_door = by_system(create_region, code="999901", name="邻县", level=3, parent=None)
    by_system(reserve_codes, region=county.region, first="030000", last="039999")
    with pytest.raises(Invalid) as error:
        by_system(create_unit, parent=county, region=town, data=UnitData(name="甲镇人民政府", code="050000"))
    assert "临江县预留的号段" in error.value.fields["code"]
    for first, last, where in (("035000", "045000", "first"), ("05", "049999", "last"), ("ab", "cd", "first")):
        with pytest.raises(Invalid) as error:
            by_system(reserve_codes, region=next_door, first=first, last=last)
        assert set(error.value.fields) == {where}
    by_system(reserve_codes, region=county.region, first="", last="")
    assert by_system(create_unit, parent=county, region=town, data=UnitData(name="甲镇人民政府", code="050000"))
