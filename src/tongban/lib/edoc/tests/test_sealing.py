"""Seals of ours: put on, shown, checked by ourselves and by openssl, and what attacks on them come to."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from tongban.lib.edoc.sealing import make_seal, seal_ofd
from tongban.lib.edoc.verifying import verify_ofd
from tongban.lib.gm import timestamps
from tongban.lib.gm.ca import Subject, issue
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import CertificateUnusable
from tongban.lib.gm.keys import generate
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Report, Result
from tongban.lib.gm.testing import SAMPLE_VALIDITY, sample_authority, sample_signer
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import NotSealable
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.signatures.making import SealDraft
from tongban.lib.ofd.signatures.placing import Placement, riding
from tongban.lib.ofd.signatures.seals import Picture, parse_signed_value
from tongban.lib.ofd.signatures.stamps import stamps_of
from tongban.lib.ofd.testing import packed, sample
from tongban.lib.ofd.writing.model import NewDocument, Page, Text
from tongban.lib.ofd.writing.writer import write_ofd

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PLACE = Placement(1, Box(120, 200, 42, 42))
PICTURE = Picture(
    "svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><text>样章</text></svg>'.encode(), 42, 42
)


def identity(unit: str = "某县某局") -> Identity:
    return Identity(*sample_signer(unit))


@pytest.fixture(scope="module")
def maker() -> Identity:
    return identity("样章制章中心")


@pytest.fixture(scope="module")
def signer() -> Identity:
    return identity()


def seal_for(signer: Identity, maker: Identity, **more: object) -> bytes:
    times = {"created": AT, "not_before": AT - timedelta(days=9), "not_after": AT + timedelta(days=300)}
    draft = {
        "id": "43000000000001",
        "name": "某县某局（样章）",
        "certificates": (signer.certificate.der,),
        "picture": PICTURE,
    }
    return make_seal(SealDraft(**(draft | times | more)), maker=maker)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def seal(signer: Identity, maker: Identity) -> bytes:
    return seal_for(signer, maker)


def plain(pages: int = 1) -> bytes:
    text = Text("关于样章的通知", 30, 50, 5, "宋体", steps=(5.0,) * 6)
    return write_ofd(NewDocument((Page(210, 297, (text,)),) * pages, AT))


@pytest.fixture(scope="module")
def put(signer: Identity, seal: bytes) -> Callable[..., bytes]:
    def on(data: bytes, *places: Placement, whole: bool = False) -> bytes:
        return seal_ofd(data, identity=signer, seal=seal, places=places or (PLACE,), at=AT, whole=whole)

    return on


def checked(data: bytes) -> Report:
    return verify_ofd(data, trust=(sample_authority().certificate,), at=AT)


def changed(data: bytes, **parts: bytes | None) -> bytes:
    """The package with parts replaced, added or (None) taken out, named by the end of their path."""
    package = Ofd(data).package
    found = {name: package.read(name) for name in package.names}
    for ending, content in parts.items():
        name = next((each for each in found if each.endswith(ending)), ending)
        found.pop(name, None)
        if content is not None:
            found[name] = content
    return packed(found)


def test_a_sealed_file_is_valid_and_says_who_where_and_when(put: Callable[..., bytes]) -> None:
    report = checked(put(plain()))
    (found,) = report.signatures
    assert (report.result, found.form, found.signed_at) == (Result.VALID, "GB/T 38540 v4", AT)
    assert found.signer == "某县某局（样章）"
    assert found.place
    assert (found.place.page, found.place.x, found.place.y, found.place.width) == (1, 120, 200, 42)
    assert not [each for each in report.warnings if "未受签章保护" in each and "Signatures" not in each]


def test_the_seal_shows_on_its_page(put: Callable[..., bytes]) -> None:
    document = Ofd(put(plain())).document
    root = etree.fromstring(Renderer(document, stamps=stamps_of(document)).svg(document.page(1)))
    (image,) = root.iter("{*}image")
    assert (image.get("x"), image.get("width")) == ("120", "42")


def test_several_seals_one_after_another_and_the_last_locks_the_file(put: Callable[..., bytes]) -> None:
    first = put(plain())
    second = put(first, Placement(1, Box(60, 200, 42, 42)))
    third = put(second, Placement(1, Box(20, 200, 42, 42)), whole=True)
    assert [checked(data).result for data in (first, second, third)] == [Result.VALID] * 3
    assert [each.id for each in checked(third).signatures] == ["s001", "s002", "s003"]
    with pytest.raises(NotSealable, match="锁定"):
        put(third)


def test_what_was_there_keeps_its_bytes(put: Callable[..., bytes]) -> None:
    first = put(plain())
    before, after = Ofd(first).package, Ofd(put(first)).package
    kept = {name: before.read(name) for name in before.names if not name.endswith("Signatures.xml")}
    assert {name: after.read(name) for name in kept} == kept


def test_a_riding_seal_shows_one_strip_a_page(put: Callable[..., bytes]) -> None:
    data = plain(pages=5)
    places = riding(Ofd(data).document, width=40, height=40, top=100)
    assert [(place.box.x, place.clip.x if place.clip else None) for place in places[:2]] == [(202, 0), (194, 8)]
    sealed = put(data, *places)
    assert checked(sealed).result == Result.VALID
    assert {stamp.page_id for stamp in stamps_of(Ofd(sealed).document)} == {
        page.id for page in Ofd(data).document.pages
    }


def test_long_documents_get_several_riding_seals_and_one_page_none() -> None:
    places = riding(Ofd(plain(pages=45)).document, width=42, height=42, top=100)
    assert len(places) == 45
    assert min(place.seen.width for place in places) > 2
    assert all(place.seen.x + place.seen.width == pytest.approx(210) for place in places)
    with pytest.raises(NotSealable, match="两页"):
        riding(Ofd(plain()).document, width=42, height=42, top=100)


def test_files_of_other_makers_can_be_sealed_further(shared: Path, put: Callable[..., bytes]) -> None:
    data = put(sample(shared, "permit-2p-two-sealV4-modified"), Placement(1, Box(20, 20, 42, 42)))
    *others, ours = checked(data).signatures
    assert [each.integrity for each in others] == [False, False]
    assert ours.result == Result.VALID


@pytest.mark.parametrize(
    "place", [Placement(2, Box(0, 0, 9, 9)), Placement(1, Box(190, 9, 42, 42)), Placement(1, Box(9, 9, 0, 9))]
)
def test_a_place_off_the_page_is_refused(put: Callable[..., bytes], place: Placement) -> None:
    with pytest.raises(NotSealable):
        put(plain(), place)


def test_a_seal_of_somebody_else_or_out_of_its_time_is_refused(signer: Identity, maker: Identity, seal: bytes) -> None:
    with pytest.raises(NotSealable, match="名单"):
        seal_ofd(plain(), identity=identity("别的局"), seal=seal, places=(PLACE,), at=AT)
    with pytest.raises(NotSealable, match="有效期"):
        seal_ofd(plain(), identity=signer, seal=seal, places=(PLACE,), at=AT + timedelta(days=301))
    with pytest.raises(CertificateUnusable):
        seal_ofd(plain(), identity=signer, seal=seal, places=(PLACE,), at=AT + timedelta(days=9999))


ATTACKS: dict[str, dict[str, bytes | None]] = {
    "page": {"Page_0/Content.xml": b"<Page/>"},
    "description": {"Signature.xml": b"<Signature/>"},
    "value": {"SignedValue.dat": b"\x30\x00"},
    "value gone": {"SignedValue.dat": None},
    "seal file": {"Seal.esl": b"\x30\x00"},
    "list gone": {"Signatures.xml": None},
    "list empty": {"Signatures.xml": b"<Signatures/>"},
    "link gone": {"OFD.xml": b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"},
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_is_changed_makes_the_file_invalid(put: Callable[..., bytes], attack: str) -> None:
    assert checked(changed(put(plain()), **ATTACKS[attack])).result == Result.INVALID


def test_another_document_under_the_same_seal_is_invalid(shared: Path, put: Callable[..., bytes]) -> None:
    """One vendor leaves OFD.xml unprotected: then it may lead to pages that nobody sealed."""
    data = sample(shared, "invoice-5p-sealV4-attachment")
    package = Ofd(data).package
    evil = {
        "OFD.xml": package.read("OFD.xml").replace(b"Doc_0/Document.xml", b"Doc_0/Evil.xml"),
        "Doc_0/Evil.xml": package.read("Doc_0/Document.xml").replace(b"Pages/Page_0", b"Pages/Evil"),
        "Doc_0/Pages/Evil/Content.xml": b"<Page/>",
    }
    found = checked(changed(data, **evil))
    assert found.result == Result.INVALID
    assert {check.name for check in found.signatures[0].checks if check.ok is False} == {"coverage"}


def test_a_part_added_later_is_named(put: Callable[..., bytes]) -> None:
    report = checked(changed(put(plain()), **{"Doc_0/extra.bin": b"x"}))
    assert report.result == Result.VALID
    assert "Doc_0/extra.bin" in report.warnings[0]


def test_openssl_agrees_with_signer_and_maker(put: Callable[..., bytes], tmp_path: Path) -> None:
    package = Ofd(put(plain())).package
    found = parse_signed_value(package.read("Doc_0/Signs/Sign_0/SignedValue.dat"))
    seal = found.seal
    for certificate, data, value in (
        (found.certificate, found.signed, found.signature),
        (seal.maker, seal.signed, seal.signature),
    ):
        for name, content in (("c.der", certificate), ("data", data), ("value", value)):
            (tmp_path / name).write_bytes(content)
        openssl(tmp_path, "x509", "-inform", "der", "-in", "c.der", "-pubkey", "-noout", "-out", "key.pem")
        distid = "distid:1234567812345678"
        said = openssl(tmp_path, "dgst", "-sm3", "-verify", "key.pem", "-sigopt", distid, "-signature", "value", "data")
        assert "Verified OK" in said


def openssl(folder: Path, *words: str) -> str:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_time_stamp_in_the_signature_is_checked_and_gives_the_time(seal: bytes, signer: Identity) -> None:
    key = generate()
    named = Subject("样章时间戳中心", "通办样例")
    clock = Identity(
        key,
        issue(
            authority=sample_authority(),
            subject=named,
            public_key=key.public,
            validity=SAMPLE_VALIDITY,
            purpose="time_stamping",
        ),
    )
    later = AT + timedelta(minutes=1)

    def stamp(signature: bytes) -> bytes:
        asked = timestamps.make_request(signature, nonce=1)
        return timestamps.token_of(timestamps.answer(asked, authority=clock, at=later), data=signature, nonce=1)

    sealed = seal_ofd(plain(), identity=replace(signer, stamp=stamp), seal=seal, places=(PLACE,), at=AT)
    found = checked(sealed)
    assert found.result == Result.VALID
    assert (found.signatures[0].stamped, found.signatures[0].signed_at) == (True, later)
    assert not any("自报" in warning for warning in found.warnings)
    package = Ofd(sealed).package
    part = "Doc_0/Signs/Sign_0/SignedValue.dat"
    value = package.read(part)
    wrong = value.replace(sm3(parse_signed_value(value).signature), bytes(32))
    assert wrong != value
    assert (
        checked(packed({name: package.read(name) for name in package.names} | {part: wrong})).result == Result.INVALID
    )
