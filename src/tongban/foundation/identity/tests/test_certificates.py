"""数字证书登录 (F-ID-30): the handshake is a real one; what it saw is handed on as the web server does."""

import ssl
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tongban.foundation.audit.testing import Entry
from tongban.foundation.identity import operations
from tongban.foundation.identity.testing import make_account
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.lib.gm.testing import sample_authority, sample_signer
from tongban.lib.gm.x509 import parse_certificate

PROOF = "only the web server knows this"
PEM = serialization.Encoding.PEM
FAR = timedelta(days=3650)


class Office:
    """An authority of ours with ECDSA, as commercial ones have, and what it issues."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "政务测试根")])
        self.root = self._signed(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0), FAR)

    def issue(self, name, *, ends=FAR, serial=None, **more):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        leaf = x509.BasicConstraints(ca=False, path_length=None)
        return SimpleNamespace(key=key, certificate=self._signed(subject, key, leaf, ends, serial=serial, **more))

    def revoked(self, *certificates):
        moment = datetime.now(UTC) - timedelta(minutes=1)
        built = x509.CertificateRevocationListBuilder(self.name, moment, moment + FAR)
        for one in certificates:
            row = x509.RevokedCertificateBuilder(one.serial_number, moment).build()
            built = built.add_revoked_certificate(row)
        return built.sign(self.key, hashes.SHA256()).public_bytes(PEM)

    def _signed(self, subject, key, constraint, ends, *, serial=None, purpose=None):
        start = datetime.now(UTC) - timedelta(days=20)
        built = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
            .serial_number(serial or x509.random_serial_number()).not_valid_before(start)
            .not_valid_after(datetime.now(UTC) + ends).add_extension(constraint, critical=True)
        )  # fmt: skip
        if purpose:
            built = built.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        return built.sign(self.key, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(PEM)


@pytest.fixture
def office(db, settings, tmp_path, client):
    made = Office()
    (tmp_path / "root.pem").write_bytes(pem(made.root))
    settings.CERTIFICATE_TRUST, settings.CERTIFICATE_PROXY = [str(tmp_path / "root.pem")], PROOF
    settings.CERTIFICATE_CRLS = []
    made.account, made.folder, made.settings, made.client = make_account("zhangsan"), tmp_path, settings, client
    made.mine = made.issue("张三", purpose=ExtendedKeyUsageOID.CLIENT_AUTH)
    bind(made, f"{made.mine.certificate.serial_number:X}")
    return made


def bind(office, number):
    operations.set_certificate_no(account=office.account, number=number, actor=system_actor(), at=now())


def enter(office, text, proof=PROOF):
    headers = {"X-Tongban-Client-Certificate": quote(text.decode()), "X-Tongban-Proxy": proof}
    answer = office.client.post("/login/certificate", headers=headers)
    return answer["Location"], office.client.get("/login").content.decode()


def seen_in_handshake(office, holder, *, key=None):
    """What a TLS server learns of a client that has this certificate and this key; both sides are Python's ssl."""
    files = {name: office.folder / f"{name}.pem" for name in ("server", "client")}
    server = office.issue("localhost")
    private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files["server"].write_bytes(pem(server.certificate) + server.key.private_bytes(PEM, *private))
    files["client"].write_bytes(pem(holder.certificate) + (key or holder.key).private_bytes(PEM, *private))
    trust = str(office.folder / "root.pem")
    accepts, asks = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for context, name in ((accepts, "server"), (asks, "client")):
        context.load_verify_locations(trust)
        context.load_cert_chain(str(files[name]))
    accepts.verify_mode, asks.check_hostname = ssl.CERT_REQUIRED, False
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [accepts.wrap_bio(up, down, server_side=True), asks.wrap_bio(down, up)]
    for _ in range(10):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return ssl.DER_cert_to_PEM_cert(ends[0].getpeercert(binary_form=True)).encode()


@pytest.mark.feature("F-ID-30")
def test_a_certificate_that_a_handshake_proved_opens_the_account_with_its_number(office):
    assert "用数字证书" in office.client.get("/login").content.decode()
    assert enter(office, seen_in_handshake(office, office.mine))[0] == "/"
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.details["certificate"]) == (
        "identity.record_certificate",
        f"{office.mine.certificate.serial_number:X}",
    )


def test_without_the_private_key_there_is_no_handshake(office):
    with pytest.raises(ssl.SSLError):
        seen_in_handshake(office, office.mine, key=ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.feature("F-ID-30")
@pytest.mark.parametrize("why", ["stranger", "expired", "revoked", "unbound", "purpose", "forged", "disabled"])
def test_every_other_certificate_is_refused_with_a_reason_and_an_entry(office, why):
    serial = office.mine.certificate.serial_number
    shown, words, proof = office.mine, "", PROOF
    if why == "stranger":
        shown, words = Office().issue("张三", serial=serial), "不是本系统认可的机构"
    elif why == "expired":
        shown, words = office.issue("张三", serial=serial, ends=timedelta(days=-1)), "不在有效期内"
    elif why == "revoked":
        (office.folder / "crl.pem").write_bytes(office.revoked(office.mine.certificate))
        office.settings.CERTIFICATE_CRLS = [str(office.folder / "crl.pem")]
        words = "已经吊销"
    elif why == "unbound":
        bind(office, "")
        words = "没有登记在任何账号上"
    elif why == "purpose":
        shown = office.issue("张三", serial=serial, purpose=ExtendedKeyUsageOID.SERVER_AUTH)
        words = "不是用来登录的"
    elif why == "forged":
        proof, words = "a browser's guess", "没有收到证书"
    else:
        operations.disable(account=office.account, reason="离任", actor=system_actor(), at=now())
        words = "已停用"
    address, page = enter(office, pem(shown.certificate), proof)
    assert address == "/login"
    assert words in page
    assert why == "forged" or Entry.objects.latest("pk").action == "identity.record_refusal"


def test_a_certificate_with_sm2_opens_the_account_too(office):
    (office.folder / "root.pem").write_bytes(sample_authority().certificate.pem)
    _, certificate = sample_signer("张三")
    bind(office, f"{parse_certificate(certificate.pem).serial:x}")
    assert enter(office, certificate.pem)[0] == "/"


def test_a_number_stands_on_one_account_and_is_read_with_colons(office):
    number = f"{office.mine.certificate.serial_number:040x}"
    bind(office, ":".join(number[n : n + 2] for n in range(0, 40, 2)))
    office.account.refresh_from_db()
    assert office.account.certificate_no == number.upper()
    with pytest.raises(Invalid, match="已登记在用户名 zhangsan"):
        operations.set_certificate_no(account=make_account("lisi"), number=number, actor=system_actor(), at=now())


def test_without_a_trusted_authority_the_login_page_offers_none(office):
    office.settings.CERTIFICATE_TRUST = []
    assert "用数字证书" not in office.client.get("/login").content.decode()
    assert enter(office, pem(office.mine.certificate))[0] == "/login"
