"""PDF seals: put where asked, one after another, and every later change of the file noticed."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
import typst
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
from pyhanko.sign.signers import sign_pdf as sign_by_pyhanko
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tongban.lib.gm.ca import Validity
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import CertificateUnusable, FileUnreadable, SealPlacementInvalid
from tongban.lib.gm.pdf import Seal, sign_pdf, verify_pdf
from tongban.lib.gm.report import Place, Result
from tongban.lib.gm.testing import sample_authority, sample_seal_picture, sample_signer

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TRUST = [sample_authority().certificate]
COUNTY, BUREAU = (Identity(*sample_signer(unit)) for unit in ("样例县人民政府", "样例县财政局"))
PICTURE = sample_seal_picture()
SOURCE = b'#set page(paper: "a4")\nFirst page\n#pagebreak()\nSecond page'
PLAIN = typst.compile(SOURCE, format="pdf", pdf_standards=["a-2b"])
RIGHT, LEFT = Place(2, 120, 100.5, 42, 42), Place(2, 60, 100.5, 42, 42)


def sealed(data=PLAIN, *, identity=COUNTY, place=RIGHT, at=AT):
    return sign_pdf(data, identity=identity, at=at, seal=Seal(PICTURE, place))


ONE = sealed()
TWO = sealed(ONE, identity=BUREAU, place=LEFT, at=AT + timedelta(minutes=5))


def verify(data, trust=TRUST, at=AT):
    return verify_pdf(data, trust=trust, at=at)


def answers(signature):
    return {check.name: check.ok for check in signature.checks}


def changed(data, change):
    """`data` with a well-formed incremental update on top, as any PDF editor makes it."""
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=False)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def add_text_to_the_page(writer):
    page = writer.find_page_for_modification(1)[0].get_object()
    page["/MediaBox"][3] = type(page["/MediaBox"][3])(700)
    writer.update_container(page)


def red_pixels(data, page, place):
    """Share of red in a box of the rendered page: what a person would see there."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    bitmap = document[page - 1].render(scale=1, may_draw_forms=True, rev_byteorder=True)
    pixels, step = bytes(bitmap.buffer), bitmap.n_channels
    left, top, right, bottom = (
        round(mm * 72 / 25.4) for mm in (place.x, place.y, place.x + place.width, place.y + place.height)
    )
    found = [
        pixels[at] > 150 and pixels[at + 1] < 120
        for y in range(top, bottom)
        for at in range(y * bitmap.stride + left * step, y * bitmap.stride + right * step, step)
    ]
    return sum(found) / len(found)


def test_a_sealed_file_is_valid_for_who_trusts_the_authority():
    report = verify(ONE)
    assert report.result == Result.VALID
    (signature,) = report.signatures
    assert (signature.id, signature.form) == ("s001", "GB/T 35275 (PDF)")
    assert (signature.signer, signature.signed_at) == ("样例县人民政府（样章）", AT)
    assert (signature.integrity, signature.validity) == (True, True)


def test_without_an_anchor_or_out_of_time_nothing_is_decided():
    for report in (verify(ONE, trust=()), verify(ONE, at=datetime(2050, 1, 1, tzinfo=UTC))):
        assert report.result == Result.UNDETERMINED
        assert (report.signatures[0].integrity, report.signatures[0].validity) == (True, None)


def test_an_unsigned_file_is_unsigned():
    assert verify(PLAIN).result == Result.UNSIGNED


def rsa_signed(data):
    """`data` signed by another maker's rules: RSA and SHA-256 by pyHanko."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(AT).not_valid_after(AT + timedelta(days=9))
    certificate = asn1_x509.Certificate.load(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
    private = PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    signer = SimpleSigner(signing_cert=certificate, signing_key=private, cert_registry=SimpleCertificateStore())
    return sign_by_pyhanko(IncrementalPdfFileWriter(BytesIO(data)), PdfSignatureMetadata("other"), signer).getvalue()


def test_an_rsa_signature_of_another_maker_is_verified_and_a_change_found():
    report = verify(rsa_signed(PLAIN))
    assert report.result == Result.UNDETERMINED
    assert (report.signatures[0].signer, report.signatures[0].integrity) == ("Somebody", True)
    at = PLAIN.index(b"/MediaBox")
    changed = bytearray(rsa_signed(PLAIN))
    changed[at + 1] ^= 1
    assert verify(bytes(changed)).result == Result.INVALID


def test_the_seal_stands_where_it_was_put():
    assert verify(ONE).signatures[0].place == RIGHT
    assert red_pixels(ONE, 2, RIGHT) > 0.05
    assert red_pixels(ONE, 2, LEFT) == 0
    assert red_pixels(ONE, 1, RIGHT) == 0


def test_several_seals_follow_one_another():
    assert TWO.startswith(ONE)
    assert ONE.startswith(PLAIN)
    report = verify(TWO)
    assert report.result == Result.VALID
    assert [(one.id, one.place) for one in report.signatures] == [("s001", RIGHT), ("s002", LEFT)]


def test_a_signature_may_be_invisible():
    report = verify(sign_pdf(PLAIN, identity=COUNTY, at=AT))
    assert (report.result, report.signatures[0].place) == (Result.VALID, None)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(ONE) - 1), st.integers(1, 255))
def test_any_changed_byte_makes_the_file_invalid(place, difference):
    damaged = bytearray(ONE)
    damaged[place] ^= difference
    assert verify(bytes(damaged)).result == Result.INVALID


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(TWO) - 1), st.integers(1, 255))
def test_any_changed_byte_under_two_seals_makes_the_file_invalid(place, difference):
    damaged = bytearray(TWO)
    damaged[place] ^= difference
    assert verify(bytes(damaged)).result == Result.INVALID


def test_the_unused_room_after_the_signature_is_not_free_to_use():
    end = ONE.rindex(b"0>")
    assert verify(ONE[:end] + b"1" + ONE[end + 1 :]).result == Result.INVALID


@pytest.mark.parametrize("data", [ONE, TWO])
@pytest.mark.parametrize("appended", [b"\n", b"% a word\n"])
def test_bytes_after_the_last_seal_make_the_file_invalid(data, appended):
    report = verify(data + appended)
    assert report.result == Result.INVALID
    assert answers(report.signatures[-1])["later_changes"] is False


def test_an_update_after_the_seal_makes_the_file_invalid():
    report = verify(changed(ONE, add_text_to_the_page))
    assert report.result == Result.INVALID
    assert answers(report.signatures[0])["digest"] is True
    assert answers(report.signatures[0])["later_changes"] is False


def test_an_update_between_two_seals_is_held_against_the_first():
    report = verify(sealed(changed(ONE, add_text_to_the_page), identity=BUREAU, place=LEFT))
    assert [answers(one)["later_changes"] for one in report.signatures] == [False, True]
    assert report.result == Result.INVALID


def test_a_signature_unhooked_from_the_form_is_not_overlooked():
    def unhook(writer):
        del writer.root["/AcroForm"]
        writer.update_root()

    assert verify(changed(ONE, unhook)).result == Result.INVALID


def contents(data):
    start = data.index(b"/Contents <") + 10
    return data[start : data.index(b">", start)]


def test_a_signature_moved_into_another_file_is_worth_nothing():
    other = sealed(typst.compile(b"Another text", format="pdf"), place=replace(RIGHT, page=1))
    forged = other.replace(contents(other), contents(ONE))
    assert len(forged) == len(other)
    assert answers(verify(forged).signatures[0])["digest"] is False


def test_a_file_cut_short_is_never_valid():
    for length in range(len(PLAIN) + 100, len(ONE) - 10, 997):
        with contextlib.suppress(FileUnreadable):
            assert verify(ONE[:length]).result != Result.VALID


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"%PDF-1.7\nxref\n0 99999999\n", b"GIF89a", b"%PDF-" + bytes(100_000)]
)
def test_what_is_no_file_is_unreadable(data):
    with pytest.raises(FileUnreadable):
        verify(data)


def hostile(*objects, trailer=b""):
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, end)


FORM = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>"


@pytest.mark.parametrize(
    "data",
    [
        hostile(FORM, b"<</Type/Pages/Kids[2 0 R]>>", b"<</FT/Sig/T(a)/Kids[3 0 R]>>"),
        hostile(FORM, b"<</Type/Pages/Kids[2 0 R]>>", b"<<>>", trailer=b"/Prev 100"),
        hostile(b"<</Type/Catalog/AcroForm " + b"[" * 50_000 + b"]" * 50_000 + b">>"),
        hostile(b"<</Type/Catalog/AcroForm " + b"<</A " * 50_000 + b">>" * 50_000 + b">>"),
    ],
    ids=["kids in a circle", "xref in a circle", "deep array", "deep dictionary"],
)
def test_a_hostile_structure_is_unreadable(data):
    with pytest.raises(FileUnreadable):
        verify(data)


def test_reading_has_an_end(monkeypatch):
    monkeypatch.setattr("tongban.lib.gm.pdf.reading.MAX_READS", 100)
    with pytest.raises(FileUnreadable, match="过于复杂"):
        verify(PLAIN)


def test_an_encrypted_file_is_refused():
    encrypted = hostile(FORM, b"<</Type/Pages/Kids[]>>", b"<<>>", trailer=b"/Encrypt<</Filter/Standard/V 1/R 2>>")
    for attempt in (verify, sealed):
        with pytest.raises(FileUnreadable):
            attempt(encrypted)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (Place(3, 10, 10, 42, 42), "没有第 3 页"),
        (Place(0, 10, 10, 42, 42), "没有第 0 页"),
        (Place(1, 180, 10, 42, 42), "超出第 1 页"),
        (Place(1, 10, 280, 42, 42), "超出第 1 页"),
        (Place(1, 10, 10, 0, 42), "超出第 1 页"),
    ],
)
def test_a_seal_outside_the_paper_is_refused(place, why):
    with pytest.raises(SealPlacementInvalid, match=why):
        sealed(place=place)


def test_a_seal_needs_a_picture():
    with pytest.raises(SealPlacementInvalid, match="图样"):
        sign_pdf(PLAIN, identity=COUNTY, at=AT, seal=Seal(b"not a picture", RIGHT))


def test_a_certificate_that_does_not_fit_is_not_used():
    with pytest.raises(CertificateUnusable, match="不是一对"):
        sealed(identity=Identity(COUNTY.key, BUREAU.certificate))
    short = Identity(*sample_signer("样例局", validity=Validity(AT - timedelta(days=9), AT - timedelta(days=1))))
    with pytest.raises(CertificateUnusable, match="有效期"):
        sealed(identity=short)
    authority = Identity(sample_authority().signer, sample_authority().certificate)
    with pytest.raises(CertificateUnusable, match="密钥用途"):
        sealed(identity=authority)


def test_sealing_leaves_the_document_and_its_metadata_alone():
    before, after = (PdfFileReader(BytesIO(data)) for data in (PLAIN, ONE))
    assert before.trailer["/Info"] == after.trailer["/Info"]
    assert before.root["/Metadata"].data == after.root["/Metadata"].data
    field = after.root["/AcroForm"]["/Fields"][0]
    assert field["/V"]["/SubFilter"] == NameObject("/adbe.pkcs7.detached")
    assert field["/V"]["/M"] == TextStringObject("D:20260302090000Z")
