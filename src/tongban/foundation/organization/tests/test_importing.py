"""Import of units, people and roles: the template is read again, bad rows are named, nothing half is written."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tongban.foundation.access import api as access
from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity.api import Account
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization import sheets
from tongban.foundation.organization.models import Holding, Import, Person, Post, Unit
from tongban.foundation.organization.testing import make_person, make_post, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.kernel.testing import within

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_unit("临江县人民政府", short_name="县政府")


@pytest.fixture
def bureau(county):
    return make_unit("临江县教育局", county, short_name="县教育局")


@pytest.fixture
def admin(county, bureau, client):
    access.ship_roles()
    person = make_person("管理员", unit=county, title="管理员")
    role = access.Role.objects.get(code="unit_admin")
    within(access.give, role=role, to=person, unit=county, below=True, actor=system_actor(), at=now())
    sign_in(client, person)
    return client


def table(title, *lines):
    """A workbook with one table; each line is a mapping of columns."""
    return sheets.write({title: [[line.get(column, "") for column in sheets.SHEETS[title]] for line in lines]})


def book(**tables):
    rows = {
        title: [[line.get(column, "") for column in sheets.SHEETS[title]] for line in lines]
        for title, lines in tables.items()
    }
    return sheets.write(rows)


def uploads(client, under, content, name="名册.xlsx"):
    answer = client.post("/console/imports/", {"under": under.pk, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    run_due_jobs()
    return Import.objects.latest("pk")


def loads(client, taken):
    assert client.post(f"/console/imports/{taken.pk}/start").status_code == 302
    run_due_jobs()
    taken.refresh_from_db()
    return taken


def person(name, **more):
    return {"姓名": name, "单位": "临江县教育局", "岗位": "科员", **more}


def told(taken):
    return [(sheet, row, column) for sheet, row, column, _ in taken.report["faults"]]


def test_units_and_people_are_taken_in_and_log_in_with_the_initial_password(admin, county, bureau, settings):
    content = book(
        单位=[
            {"单位全称": "临江县水利局", "上级单位": "临江县人民政府", "简称": "县水利局", "机关代字": "临水", "排列顺序": 7},
            {"单位全称": "办公室", "上级单位": "临江县水利局", "类型": "内设机构"},
        ],
        人员=[
            person("曾明", 单位="县水利局", 科室="办公室", 岗位="主任", 级别="正职", 职责="机要、核稿", 手机="13800000001"),
            person("曾明", 单位="临江县水利局", 手机="13800000002"),
            person("单雄信"),
        ],
    )  # fmt: skip
    taken = uploads(admin, county, content)
    assert (taken.state, taken.report["units"], taken.report["people"]) == ("ready", 2, 3)
    assert not Person.objects.filter(name="曾明").exists(), "the check writes nothing"
    assert loads(admin, taken).state == "done"
    assert taken.content is None
    office = Unit.objects.get(name="办公室")
    assert (office.organ.short_name, office.organ.order) == ("县水利局", 7)
    first, second = Person.objects.filter(name="曾明").order_by("pk")
    assert [first.account.username, second.account.username] == ["zengming", "zengming01"]
    post = Post.objects.get(title="主任")
    assert (post.unit, post.rank, post.duties) == (office, "head", ["registrar", "vetter"])
    assert Holding.objects.get(person=first).main
    assert Person.objects.get(name="单雄信").pinyin == "shanxiongxin"
    fresh = Client()
    fresh.post("/login", {"login": "zengming01", "password": settings.INITIAL_PASSWORD})
    assert fresh.get("/")["Location"] == "/account/password"
    entries = Entry.objects.filter(action="organization.load")
    assert ["zengming", "zengming01", "shanxiongxin"] in [e.details.get("usernames") for e in entries]
    assert "13800000001" not in str(list(entries.values_list("details", flat=True)))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (person("", 手机="13800000009"), "姓名"), (person("甲一", 单位="临江县粮食局"), "单位"), (person("甲一", 科室="教研室"), "科室"),
        (person("甲一", 岗位=""), "岗位"), (person("甲一", 手机="123"), "手机"), (person("甲一", 电子邮箱="x"), "电子邮箱"),
        (person("甲一", 级别="老大"), "级别"), (person("甲一", 职责="喝茶"), "职责"), (person("甲一", 出生日期="昨天"), "出生日期"),
        (person("甲一", 排列顺序="三"), "排列顺序"), (person("甲一", 用户名="甲"), "用户名"), (person("甲一", 用户名="taken"), "用户名"),
        (person("甲" * 61), "姓名"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_column_and_stops_everything(admin, county, bureau, line, column):
    Account.objects.create(username="taken", password="x", created_at=now())
    taken = uploads(admin, county, table("人员", person("好人"), line))
    assert taken.state == "bad"
    assert told(taken) == [("人员", 3, column)]
    page = admin.get(f"/console/imports/{taken.pk}").content.decode()
    assert taken.report["faults"][0][3] in page.replace("&quot;", '"')
    assert admin.post(f"/console/imports/{taken.pk}/start").status_code == 409
    assert not Person.objects.filter(name="好人").exists()


def test_people_who_are_there_already_or_twice_in_the_sheet_are_found(admin, county, bureau):
    make_person("周一", unit=bureau, mobile="13800000001")
    twice = person("吴二", 手机="13800000002")
    taken = uploads(admin, county, table("人员", person("周一", 手机="13800000001"), twice, twice))
    assert told(taken) == [("人员", 2, "姓名"), ("人员", 4, "姓名")]


def test_what_changed_since_the_check_is_found_before_anything_is_written(admin, county, bureau):
    taken = uploads(admin, county, table("人员", person("吴二", 用户名="wu.er"), person("郑三")))
    Account.objects.create(username="wu.er", password="x", created_at=now())
    assert loads(admin, taken).state == "bad"
    assert not Person.objects.filter(name="郑三").exists()


def test_a_failure_in_the_middle_leaves_nothing(admin, county, bureau, monkeypatch):
    taken = uploads(admin, county, table("人员", *(person(f"王{n}") for n in "一二三四")))
    monkeypatch.setattr("tongban.foundation.organization.operations.importing.AT_ONCE", 2)
    admin.post(f"/console/imports/{taken.pk}/start")

    def fails_later(name):
        if name == "王三":
            raise OSError("the disk is full")
        return "wang", "w"

    monkeypatch.setattr("tongban.foundation.organization.operations.importing.person_reading", fails_later)
    with pytest.raises(AssertionError, match="disk is full"):
        run_due_jobs()
    monkeypatch.undo()
    assert not Person.objects.filter(name__startswith="王").exists()
    assert Import.objects.get(pk=taken.pk).state == "loading"


def test_a_unit_outside_of_the_administrators_reach_is_unknown(admin, county, bureau, client):
    other = make_person("局管理员", unit=bureau, title="局管理员")
    role = access.Role.objects.get(code="unit_admin")
    within(access.give, role=role, to=other, unit=bureau, below=True, actor=system_actor(), at=now())
    sign_in(client, other)
    taken = uploads(client, bureau, table("人员", person("甲一"), person("甲二", 单位="临江县人民政府")))
    assert told(taken) == [("人员", 3, "单位")]
    assert (
        client.post("/console/imports/", {"under": county.pk, "file": SimpleUploadedFile("a.csv", b"x")}).status_code
        == 422
    )


@pytest.mark.feature("F-ID-16")
def test_the_role_table_is_exported_ticked_and_loaded(admin, county, bureau):
    clerk = make_person("周科员", unit=bureau, title="文书", duties=["vetter"])
    content = admin.get(f"/console/imports/export/{county.pk}").content
    sheet = openpyxl.load_workbook(io.BytesIO(content))
    roles = sheet["角色"]
    assert roles.oddHeader.center.text == "公文流转角色添加记录表"
    heads = [cell.value for cell in roles[1]]
    row = next(line for line in roles.iter_rows(min_row=2) if line[2].value == "周科员")
    assert row[heads.index("核稿")].value == "√"  # who holds which role now, to be printed and filled in
    for column in ("公文收发", "机要"):
        row[heads.index(column)].value = "√"
    del sheet["单位"], sheet["人员"]
    changed = io.BytesIO()
    sheet.save(changed)
    taken = uploads(admin, county, changed.getvalue())
    assert taken.state == "ready", taken.report
    loads(admin, taken)
    assert clerk.holdings.get().post.duties == ["receiver", "registrar", "vetter"]
    details = Entry.objects.filter(action="organization.load", details__piece="duties").get().details
    assert details["changed"] == {str(clerk.holdings.get().post.pk): [["vetter"], ["receiver", "registrar", "vetter"]]}


def test_rows_of_one_post_that_are_ticked_differently_are_refused(admin, county, bureau):
    first = make_person("甲", unit=bureau)
    second = make_person("乙", unit=bureau)
    lines = [{"用户名": p.account.username, "岗位": "科员", "核稿": tick} for p, tick in ((first, "√"), (second, ""))]
    taken = uploads(admin, county, table("角色", *lines))
    assert told(taken) == [("角色", 3, "岗位")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_from_an_office_program_is_read(admin, county, bureau, encoding):
    text = io.StringIO()
    csv.writer(text).writerows([["姓名", "单位", "岗位"], ["孙五", "临江县教育局", "科员"]])
    taken = uploads(admin, county, text.getvalue().encode(encoding), name="名册.csv")
    assert (taken.state, taken.report["people"]) == ("ready", 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", "姓名,电话\n甲,1\n".encode()])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_other_files_are_refused_in_words(content, name):
    with pytest.raises(Invalid) as told:
        sheets.read(content, name)
    assert "file" in told.value.fields


def test_what_would_be_a_formula_is_written_as_text():
    content = sheets.write({"人员": [["=1+1", "-甲"]]})
    cells = openpyxl.load_workbook(io.BytesIO(content))["人员"][2]
    assert [cell.data_type for cell in cells[:2]] == ["s", "s"]


def test_given_up_is_given_up(admin, county, bureau):
    taken = uploads(admin, county, table("人员", person("甲一")))
    assert admin.post(f"/console/imports/{taken.pk}/drop").status_code == 302
    assert admin.post(f"/console/imports/{taken.pk}/start").status_code == 409
    assert Import.objects.get().content is None


def test_the_pages_are_sound(admin, county, bureau):
    make_post(bureau, "科员")
    bad = uploads(admin, county, table("人员", person("")))
    good = uploads(admin, county, table("人员", person("甲一")))
    for address in ("", f"{bad.pk}", f"{good.pk}"):
        assert list(faults(admin.get(f"/console/imports/{address}").content)) == [], address
    assert admin.get("/console/imports/template")["Content-Type"].endswith("sheet")
