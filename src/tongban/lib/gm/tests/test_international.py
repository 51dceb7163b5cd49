"""RSA and ECDSA: PDF files signed for readers abroad, and certificates of other authorities."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import CertificateUnusable, KeyContainerInvalid, WrongPassword
from tongban.lib.gm.international import load_key
from tongban.lib.gm.pdf import Place, Seal, sign_pdf, verify_pdf
from tongban.lib.gm.report import Result
from tongban.lib.gm.testing import sample_seal_picture, sample_signer
from tongban.lib.gm.x509 import Certificate, parse_certificate

AT = datetime.now(tz=UTC).replace(microsecond=0)  # pyHanko judges by the clock
PAPER = sample_seal_picture(100)
SEAL = Seal(picture=sample_seal_picture(), place=Place(1, 20, 20, 42, 42))
KEYS = {"RSA": lambda: rsa.generate_private_key(65537, 2048), "ECDSA": lambda: ec.generate_private_key(ec.SECP256R1())}


def certificate(name: str, key, issuer: str, by, *, authority: bool) -> Certificate:
    def called(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder().subject_name(called(name)).issuer_name(called(issuer))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(AT - timedelta(days=1)).not_valid_after(AT + timedelta(days=9))
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"], False
    )
    signing = {"digital_signature": not authority, "content_commitment": not authority}
    issuing = {"key_cert_sign": authority, "crl_sign": authority}
    builder = builder.add_extension(x509.KeyUsage(**usage, **signing, **issuing), critical=True)
    return parse_certificate(builder.sign(by, hashes.SHA256()).public_bytes(Encoding.DER))


@pytest.fixture(scope="module", params=KEYS)
def signer(request: pytest.FixtureRequest) -> tuple[Identity, Certificate]:
    top, own = KEYS[request.param](), KEYS[request.param]()
    root = certificate("样章根证书", top, "样章根证书", top, authority=True)
    leaf = certificate("某局（样章）", own, "样章根证书", top, authority=False)
    pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Identity(load_key(pem), leaf), root


def test_a_file_signed_abroad_is_valid_under_its_own_root(signer: tuple[Identity, Certificate]) -> None:
    identity, root = signer
    sealed = sign_pdf(PAPER, identity=identity, at=AT, seal=SEAL)
    assert verify_pdf(sealed, trust=[root], at=AT).result == Result.VALID
    assert verify_pdf(sealed, at=AT).result == Result.UNDETERMINED
    changed = bytearray(sealed)
    changed[sealed.index(b"/MediaBox") + 11] ^= 1
    assert verify_pdf(bytes(changed), trust=[root], at=AT).result == Result.INVALID


def test_another_maker_of_pades_finds_it_valid(signer: tuple[Identity, Certificate]) -> None:
    from io import BytesIO

    identity, root = signer
    (found,) = PdfFileReader(BytesIO(sign_pdf(PAPER, identity=identity, at=AT, seal=SEAL))).embedded_signatures
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[root.asn1], allow_fetching=False))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_a_chain_with_a_wrong_signature_is_not_trusted(signer: tuple[Identity, Certificate]) -> None:
    identity, root = signer
    other = certificate("样章根证书", KEYS["RSA"](), "样章根证书", KEYS["RSA"](), authority=True)
    sealed = sign_pdf(PAPER, identity=identity, at=AT)
    assert verify_pdf(sealed, trust=[other], at=AT).result != Result.VALID
    assert root != other


def test_a_key_and_a_certificate_that_do_not_belong_together_are_refused(signer: tuple[Identity, Certificate]) -> None:
    _, certificate_of_another = sample_signer("某局")
    with pytest.raises(CertificateUnusable):
        sign_pdf(PAPER, identity=Identity(signer[0].key, certificate_of_another), at=AT)


def test_a_key_file_needs_its_password() -> None:
    key = KEYS["ECDSA"]()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"right"))
    assert load_key(pem, password="right").algorithm == "sha256_ecdsa"
    for password in ("", "wrong"):
        with pytest.raises(WrongPassword):
            load_key(pem, password=password)
    with pytest.raises(KeyContainerInvalid):
        load_key(b"nonsense")
