"""A case from the window to the applicant's hands, and its supervision, by programs alone."""

import pytest

from tongban.business.casework.operations.letters import lay_out
from tongban.business.casework.testing import APPLICANT, FORM, Bureau, accepted, make_bureau, submitted
from tongban.business.licenses import api as licenses
from tongban.business.licenses.testing import make_series
from tongban.business.supervision.contracts import ORDER_NUMBER
from tongban.engines.seals.testing import PASSWORD
from tongban.foundation.access.testing import allow
from tongban.foundation.audit.models import Entry
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.sites.rest.tests.program import Program, problem

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def bureau() -> Bureau:
    return make_bureau()


@pytest.fixture
def program(bureau):
    return lambda part: Program(bureau.people[part])


def application(bureau, **changes):
    who = {name: getattr(APPLICANT, name) for name in ("name", "code", "agent", "phone")}
    papers = [{"key": key, "on_paper": True} for key in ("m1", "m2", "m3", "m4")]
    return {"item": bureau.version.pk, "applicant": who, "data": FORM["food_business"], "materials": papers, **changes}


def taken_in(program, bureau):
    made = program("clerk").send("/cases", application(bureau))
    assert made.status_code == 201, made.json()
    return made.json()


def worked(case_id, sort):
    """What the worker does: the letter laid out. Its id."""
    from tongban.business.casework.models import Letter

    letter = Letter.objects.get(case_id=case_id, sort=sort)
    lay_out(letter=letter, actor=system_actor(), at=now())
    return letter.pk


def sealed(program, bureau, path, sort, part):
    bureau.opened(sort)
    key = {"seal": bureau.seals[sort].pk, "password": PASSWORD}
    done = program(part).send(path, key)
    assert done.status_code == 200, done.json()
    return done.json()


@pytest.mark.feature("F-DX-07", "F-SV-35")
def test_a_case_travels_from_the_window_to_its_delivery(program, bureau):
    clerk, pk = program("clerk"), taken_in(program, bureau)["id"]
    asked = clerk.send(f"/cases/{pk}/supplement-notice", {"missing": [{"material": "m2", "what": "租赁合同缺签字页"}]})
    assert asked.json()["state"] == "supplement"
    ticket = clerk.upload("/cases/uploads", PNG, name="合同.png", item=bureau.version.pk).json()["upload"]
    brought = application(bureau, materials=[{"key": "m2", "upload": ticket}])
    del brought["item"]
    assert clerk.send(f"/cases/{pk}/supplement", brought).json()["state"] == "submitted"
    done = clerk.send(f"/cases/{pk}/acceptance", {"handler": bureau.people["handler"].pk}).json()
    assert (done["state"], done["handler"]) == ("accepted", bureau.people["handler"].name)
    program("handler").send(f"/cases/{pk}/step", {"opinion": "场所和设备符合要求。"})
    program("head").send(f"/cases/{pk}/step", {"opinion": "同意。"})
    granted = program("leader").send(f"/cases/{pk}/grant").json()
    letter = worked(pk, "grant")
    licenses.draw(license=licenses.License.objects.get(pk=granted["license"]), actor=system_actor(), at=now())
    sealed(program, bureau, f"/cases/{pk}/letters/{letter}/seal", "official", "keeper")
    assert sealed(program, bureau, f"/licenses/{granted['license']}/seal", "official", "keeper")["sound"] is True
    handed = clerk.send(f"/cases/{pk}/delivery", {"way": "window", "receiver": "陈立群"}).json()
    assert handed["delivered_at"] is not None
    assert clerk.send(f"/cases/{pk}/rating", {"stars": 5, "points": [], "comment": ""}).json()["stars"] == 5


def test_the_seal_password_is_written_nowhere(program, bureau, caplog):
    pk = taken_in(program, bureau)["id"]
    program("clerk").send(f"/cases/{pk}/acceptance", {"handler": bureau.people["handler"].pk})
    sealed(program, bureau, f"/cases/{pk}/letters/{worked(pk, 'acceptance')}/seal", "acceptance", "clerk")
    assert PASSWORD not in caplog.text
    assert not any(PASSWORD in str(entry.details) + str(entry.result) for entry in Entry.objects.all())


def test_a_refusal_names_the_fields_of_the_form(program, bureau):
    answer = program("clerk").send("/cases", application(bureau, data={}))
    assert "place" in problem(answer, 422, "casework.application")["fields"]


def test_a_material_that_is_named_twice_is_refused(program, bureau):
    twice = [{"key": "m1", "on_paper": True}] * 2
    answer = program("clerk").send("/cases", application(bureau, materials=twice))
    assert "materials" in problem(answer, 422, "invalid")["fields"]


def test_the_receipt_of_an_upload_is_worth_nothing_to_another(program, bureau):
    ticket = program("clerk").upload("/cases/uploads", PNG, name="合同.png", item=bureau.version.pk).json()["upload"]
    other = make_person("林间路", unit=bureau.unit, title="窗口二", duties=["window"])
    given = application(bureau, materials=[{"key": "m1", "upload": ticket}])
    problem(Program(other).send("/cases", given), 422, "files.ticket")


def test_who_is_not_at_a_window_uploads_nothing(program, bureau):
    problem(
        program("keeper").upload("/cases/uploads", PNG, name="合同.png", item=bureau.version.pk),
        403,
        "not-allowed.casework.take_in",
    )


def test_a_refusal_without_its_article_is_malformed(program, bureau):
    pk = taken_in(program, bureau)["id"]
    answer = program("clerk").send(f"/cases/{pk}/rejection", {"reason": "不属于本机关职权", "basis": ""})
    assert "body.given.basis" in problem(answer, 400, "malformed")["fields"]


def test_lists_go_on_behind_a_cursor_while_rows_are_added(program, bureau):
    clerk = program("clerk")
    for number in range(3):
        who = {"name": f"面馆{number}", "code": f"9135010{number}M000100Y4", "agent": "陈立群", "phone": "13900001111"}
        assert clerk.send("/cases", application(bureau, applicant=who)).status_code == 201
    first = clerk.get("/cases", limit=2).json()
    submitted(bureau)
    second = clerk.get("/cases", limit=2, before=first["next"]).json()
    assert [one["title"][:3] for one in first["items"] + second["items"]] == ["面馆2", "面馆1", "面馆0"]
    assert second["next"] is None


def test_supervision_orders_and_the_unit_answers(program, bureau):
    case = accepted(bureau)
    office = make_unit("临江县行政审批服务局")
    make_series(office, ORDER_NUMBER, "临督", "{word}〔{year}〕{serial}号")
    watcher = make_person("乔松年", unit=office, title="监察员")
    allow(watcher, "supervision.watch", "supervision.order", over=bureau.unit)
    supervisor = Program(watcher)
    card = supervisor.send(f"/supervision/cases/{case.pk}/cards", {"level": 2, "reason": "超过承诺时限"}).json()
    order = supervisor.send(f"/supervision/cards/{card['id']}/orders", {"demand": "请核查", "days": 3}).json()
    program("leader").send(f"/supervision/orders/{order['id']}/answer", {"answer": "已核查并整改。"})
    closed = supervisor.send(f"/supervision/orders/{order['id']}/closing", {"verdict": "整改到位"}).json()
    assert (closed["state"], closed["answerer"]) == ("closed", bureau.people["leader"].name)
    assert [line["unit"] for line in supervisor.get("/supervision/board").json()["units"]] == [bureau.unit.name]


def test_who_watches_nothing_sees_no_board(program, bureau):
    problem(program("clerk").get("/supervision/board"), 403, "not-allowed.supervision.watch")


@pytest.mark.feature("F-DX-07")
def test_a_program_registers_where_it_is_told_and_sees_what_was_sent(bureau, program, settings):
    settings.CALLBACK_HOSTS = ["oa.linjiang.example"]
    clerk = program("clerk")
    wanted = {"name": "业务系统", "address": "https://oa.linjiang.example/tongban", "wanted": ["case.moved"]}
    made = clerk.send("/callbacks", wanted)
    assert made.status_code == 201
    assert len(made.json()["key"]) > 40
    assert clerk.get("/callbacks").json() == [{**made.json(), "key": ""}]
    problem(
        clerk.send("/callbacks", {**wanted, "address": "https://elsewhere.example/"}), 422, "callbacks.not-registered"
    )
    taken_in(program, bureau)
    (notice,) = clerk.get("/callbacks/notices").json()
    assert (notice["topic"], notice["state"], notice["tries"]) == ("case.moved", "waiting", 0)
    assert program("handler").get("/callbacks/notices").json() == []
    assert clerk.send(f"/callbacks/{made.json()['id']}", method="delete").status_code == 204
    assert clerk.get("/callbacks").json() == []
