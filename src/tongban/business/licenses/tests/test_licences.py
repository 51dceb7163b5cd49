"""Licences: numbered, drawn, sealed, checked by anybody, revoked with a reason."""

import io
from datetime import date

import pypdfium2
import pytest
from django.db import IntegrityError
from django.urls import reverse

from tongban.business.licenses import api, operations, rules
from tongban.business.licenses.contracts import State
from tongban.business.licenses.testing import issued, prepared
from tongban.engines.exchange.api import topics
from tongban.engines.exchange.models import Announcement
from tongban.engines.seals.testing import make_seal, opened
from tongban.foundation.access.testing import allow
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.testing import actor_of, make_person, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY
from tongban.lib.gm import pdf
from tongban.lib.gm.report import Result

pytestmark = pytest.mark.django_db
EXAMPLES = (
    "11100000000013338W011.11430000006122244L.20230000403.001.U",
    "11100000MB03271699022.340100.000000016.001.9",
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_check_character_is_that_of_public_licences(example):
    *parts, check = example.split(".")
    assert rules.check_character("".join(parts)) == check


def test_an_identifier_has_type_issuer_serial_version_and_check():
    made = rules.identifier(type_code="11990921MB00000008001", issuer_code="11990921MB0000001X", serial="JY2026-000017")
    assert made.startswith("1.2.156.3005.2.11990921MB00000008001.11990921MB0000001X.JY2026000017.001.")
    assert rules.identifier(type_code="", issuer_code="11990921MB0000001X", serial="1") == ""


@pytest.mark.parametrize(
    ("issued_on", "years", "last"),
    [
        (date(2026, 11, 16), 5, date(2031, 11, 15)), (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)), (date(2026, 1, 1), 1, date(2026, 12, 31)), (date(2026, 1, 1), 0, None),
    ],
)  # fmt: skip
def test_a_licence_ends_on_the_eve_of_its_anniversary(issued_on, years, last):
    assert rules.last_day(issued_on, years) == last


@pytest.mark.feature("F-SV-26")
def test_a_licence_is_drawn_sealed_and_can_be_verified_as_a_file(bureau):
    licence = issued(bureau.unit, bureau.leader, bureau.keeper)
    assert (licence.state, licence.number_text, licence.valid_to) == (State.ISSUED, "JY2026000001", date(2031, 11, 15))
    with files.open_content(licence.sealed_file) as source:
        content = source.read()
    assert pdf.verify_pdf(content, at=MONDAY).result != Result.INVALID
    text = pypdfium2.PdfDocument(io.BytesIO(content))[0].get_textpage().get_text_range()
    assert licence.token in text
    assert licence.identifier in text
    broken = bytearray(content)
    broken[len(broken) // 3] ^= 1
    assert pdf.verify_pdf(bytes(broken), at=MONDAY).result == Result.INVALID


def test_drawing_twice_makes_one_page(bureau):
    made = prepared(bureau.unit, actor_of(bureau.leader, at=MONDAY))
    first = operations.draw(license=made, actor=system_actor(), at=MONDAY)
    again = operations.draw(license=made, actor=system_actor(), at=MONDAY)
    assert first.page_file_id == again.page_file_id


def test_a_drawn_licence_lies_on_the_seal_keepers_desk_and_he_alone_seals_it(bureau):
    made = operations.draw(
        license=prepared(bureau.unit, actor_of(bureau.leader, at=MONDAY)), actor=system_actor(), at=MONDAY
    )
    unlocked = opened(make_seal(bureau.unit, bureau.keeper, at=MONDAY), at=MONDAY)
    clerk = actor_of(make_person("冯清扬", unit=bureau.unit), at=MONDAY)
    with pytest.raises(NotAllowed):
        operations.seal(license=made, unlocked=unlocked, actor=clerk, at=MONDAY)
    keeper = actor_of(bureau.keeper, at=MONDAY)
    assert [item.title for item in inbox.open_items(inbox.keys_of(keeper, at=MONDAY))[:9]] == [
        "食品经营许可证：临江县老街面馆"
    ]
    operations.seal(license=made, unlocked=unlocked, actor=keeper, at=MONDAY)
    assert not inbox.open_items(inbox.keys_of(keeper, at=MONDAY))[:9]


def test_a_licence_granted_by_nobody_of_rank_is_not_sealed(bureau):
    clerk = actor_of(make_person("冯清扬", unit=bureau.unit), at=MONDAY)
    made = operations.draw(license=prepared(bureau.unit, clerk), actor=system_actor(), at=MONDAY)
    unlocked = opened(make_seal(bureau.unit, bureau.keeper, at=MONDAY), at=MONDAY)
    with pytest.raises(NotAllowed, match="没有批准使用这枚印章的权限"):
        operations.seal(license=made, unlocked=unlocked, actor=actor_of(bureau.keeper, at=MONDAY), at=MONDAY)


def test_without_a_series_no_licence_is_promised(bureau):
    Series.objects.all().delete()
    with pytest.raises(Conflict, match="证照编号"):
        prepared(bureau.unit, actor_of(bureau.leader, at=MONDAY))


def test_the_database_refuses_a_second_live_licence_of_a_case(bureau):
    leader = actor_of(bureau.leader, at=MONDAY)
    prepared(bureau.unit, leader)
    with pytest.raises(IntegrityError):
        prepared(bureau.unit, leader)


def test_revoking_says_why_and_by_whom_it_may_be_done(bureau):
    licence = issued(bureau.unit, bureau.leader, bureau.keeper)
    manager = make_person("段文博", unit=bureau.unit)
    with pytest.raises(NotAllowed):
        operations.revoke(license=licence, reason="骗取许可", actor=actor_of(manager, at=MONDAY), at=MONDAY)
    allow(manager, "licenses.revoke", over=bureau.unit)
    actor = actor_of(manager, at=MONDAY)
    with pytest.raises(Invalid, match="撤销的依据和理由"):
        operations.revoke(license=licence, reason="", actor=actor, at=MONDAY)
    operations.revoke(license=licence, reason="行政许可法第六十九条：骗取许可", actor=actor, at=MONDAY)
    with pytest.raises(Conflict):
        operations.revoke(license=licence, reason="再撤", actor=actor, at=MONDAY)


@pytest.mark.parametrize(
    ("state", "day", "word", "sound"),
    [
        ("issued", date(2031, 11, 15), "有效", True), ("issued", date(2031, 11, 16), "已过有效期", False),
        ("revoked", date(2027, 1, 1), "已撤销，不能使用", False), ("drawn", date(2027, 1, 1), "还没有生效", False),
    ],
)  # fmt: skip
def test_what_the_check_says(state, day, word, sound):
    assert rules.validity(state, date(2031, 11, 15), on=day) == rules.Validity(word, sound=sound)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("陈立", "陈*"), ("陈立群", "陈*群"), ("欧阳立群", "欧**群"), ("临江县老街面馆", "临江县老街面馆"), ("陈", "陈")],
)
def test_a_persons_name_is_masked_and_an_enterprises_is_not(name, shown):
    assert rules.masked(name) == shown


def test_the_keeper_seals_in_the_browser_and_a_wrong_password_changes_nothing(bureau, client):
    made = operations.draw(
        license=prepared(bureau.unit, actor_of(bureau.leader, at=MONDAY)), actor=system_actor(), at=MONDAY
    )
    unit_seal = make_seal(bureau.unit, bureau.keeper, at=MONDAY)
    sign_in(client, bureau.keeper)
    address = reverse("licenses:page", args=[made.pk])
    assert list(faults(client.get(address).content)) == []
    wrong = client.post(reverse("licenses:seal", args=[made.pk]), {"seal": unit_seal.pk, "password": "wrong"})
    assert wrong.status_code == 422
    made.refresh_from_db()
    assert made.state == State.DRAWN
    client.post(reverse("licenses:seal", args=[made.pk]), {"seal": unit_seal.pk, "password": "yinzhang-2026"})
    made.refresh_from_db()
    assert made.state == State.ISSUED


def test_the_list_is_for_those_who_see_the_unit(bureau, client):
    issued(bureau.unit, bureau.leader, bureau.keeper)
    clerk = make_person("冯清扬", unit=bureau.unit)
    sign_in(client, clerk)
    assert "JY2026000001" not in client.get(reverse("licenses:list")).content.decode()
    allow(clerk, "licenses.see_unit", over=bureau.unit)
    page = client.get(reverse("licenses:list"))
    assert "JY2026000001" in page.content.decode()
    assert list(faults(page.content)) == []


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [("annotate", {"text": "经营场所门牌变更"}, ("issued", ["经营场所门牌变更"])), ("revoke", {"reason": "弄虚作假"}, ("revoked", []))],
)  # fmt: skip
def test_what_is_noted_on_a_licence_or_taken_back_is_told_to_everybody(bureau, client, act, typed, told):
    made = issued(bureau.unit, bureau.leader, bureau.keeper)
    allow(bureau.leader, "licenses.see_unit", f"licenses.{act}", over=bureau.unit)
    sign_in(client, bureau.leader)
    before = Announcement.objects.get(key=str(made.uid)).turn
    address = reverse(f"licenses:{act}", args=[made.pk])
    assert client.post(address, dict.fromkeys(typed, "")).status_code == 422
    assert client.post(address, typed).status_code == 302
    body = topics["licenses.license"].compose(str(made.uid)).body
    assert (body["state"], body["annotations"]) == told
    assert Announcement.objects.get(key=str(made.uid)).turn > before
    assert list(faults(client.get(reverse("licenses:page", args=[made.pk])).content)) == []


def test_the_door_promises_only_what_it_holds():
    assert all(hasattr(api, name) for name in api.__all__)
