"""Certificates: issued so that openssl agrees, read from whoever wrote them, relied on only along a sound chain."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as asn1
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gm.ca import Authority, Subject, Validity, issue, issue_authority, make_crl, make_root
from tongban.lib.gm.errors import CertificateInvalid
from tongban.lib.gm.keys import generate
from tongban.lib.gm.path import Anchors, check_path
from tongban.lib.gm.testing import SAMPLE_VALIDITY, sample_authority, sample_signer
from tongban.lib.gm.x509 import parse_certificate, parse_certificates, read_name

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROOT = sample_authority()
KEY, LEAF = sample_signer("样例县人民政府")


def below(authority, name="样例中间证书"):
    subject = Subject(common_name=name, organization="通办样例")
    return issue_authority(authority=authority, signer=generate(), subject=subject, validity=SAMPLE_VALIDITY)


def leaf_of(authority):
    subject = Subject(common_name="样章", organization="样例局", department="办公室")
    return issue(authority=authority, subject=subject, public_key=generate().public, validity=SAMPLE_VALIDITY)


def path(leaf, *, trust=(ROOT.certificate,), others=(), crls=(), signed_at=AT, at=AT):
    checks = check_path(leaf, others=others, anchors=Anchors(tuple(trust), tuple(crls)), signed_at=signed_at, at=at)
    return {check.name: check.ok for check in checks}


def test_openssl_accepts_each_certificate_we_issue(tmp_path):
    # One step at a time: openssl's command gives the identity to the last certificate only.
    middle = below(ROOT)
    steps = [("root", ROOT.certificate), ("middle", middle.certificate), ("leaf", leaf_of(middle))]
    for name, certificate in steps:
        (tmp_path / name).write_bytes(certificate.pem)
    for issuer, subject in (("root", "middle"), ("middle", "leaf")):
        command = ["openssl", "verify", "-x509_strict", "-partial_chain", "-vfyopt", "distid:1234567812345678"]
        command += ["-CAfile", tmp_path / issuer, tmp_path / subject]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_openssl_accepts_our_revocation_list(tmp_path):
    crl = make_crl(authority=ROOT, revoked={LEAF.serial: AT}, at=AT, next_update=AT + timedelta(days=30))
    (tmp_path / "crl").write_bytes(crl)
    (tmp_path / "root").write_bytes(ROOT.certificate.pem)
    command = ["openssl", "crl", "-inform", "DER", "-in", tmp_path / "crl", "-noout", "-text"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"{LEAF.serial:X}" in text.replace(":", "")


def test_a_certificate_names_its_unit_and_may_only_sign():
    leaf = leaf_of(ROOT)
    assert str(leaf.subject) == "样章（样例局）"
    assert leaf.may("digital_signature")
    assert leaf.may("non_repudiation")
    assert not leaf.may("key_cert_sign", "key_encipherment")
    assert not leaf.may_issue(below=0)
    assert leaf.extensions.authority_key_id == ROOT.certificate.extensions.key_id


@pytest.mark.parametrize("encoding", ["pem", "der"])
def test_a_certificate_is_read_as_it_was_written(encoding):
    assert parse_certificate(getattr(LEAF, encoding)) == LEAF


def test_a_bundle_gives_all_its_certificates():
    assert parse_certificates(LEAF.pem + ROOT.certificate.pem) == (LEAF, ROOT.certificate)


@pytest.mark.parametrize(("kind", "encoding"), [(0x14, "gbk"), (0x13, "gbk"), (0x0C, "utf-8"), (0x1E, "utf-16-be")])
def test_names_are_read_whatever_their_string_type_claims(kind, encoding):
    text = "样例县民政局".encode(encoding)
    pair = b"\x06\x03\x55\x04\x03" + bytes([kind, len(text)]) + text
    for tag in (0x30, 0x31, 0x30):
        pair = bytes([tag, len(pair)]) + pair
    assert str(read_name(pair)) == "样例县民政局"


def test_a_certificate_with_a_gbk_subject_is_read():
    placeholder = "abcdefgh"
    subject = Subject(common_name=placeholder, organization="x")
    plain = issue(authority=ROOT, subject=subject, public_key=KEY.public, validity=SAMPLE_VALIDITY)
    old = b"\x0c\x08" + placeholder.encode()
    assert old in plain.der
    changed = parse_certificate(plain.der.replace(old, b"\x14\x08" + "民政局长".encode("gbk")))
    assert str(changed.subject).startswith("民政局长")
    assert not changed.signed_by(ROOT.certificate)


@given(st.integers(0, len(LEAF.der) - 1), st.integers(1, 255))
def test_a_damaged_certificate_is_refused_or_no_longer_signed(place, difference):
    damaged = bytearray(LEAF.der)
    damaged[place] ^= difference
    try:
        found = parse_certificate(bytes(damaged))
    except CertificateInvalid:
        return
    assert not found.signed_by(ROOT.certificate) or found._signed == LEAF._signed


@given(st.binary(max_size=100))
def test_other_bytes_are_no_certificate(data):
    with pytest.raises(CertificateInvalid):
        parse_certificate(data)


def test_a_sound_chain_is_trusted():
    middle = below(ROOT)
    assert set(path(leaf_of(middle), others=[middle.certificate]).values()) == {True}


def test_without_an_anchor_nothing_is_decided():
    assert path(LEAF, trust=())["chain"] is None


def test_a_chain_that_ends_elsewhere_is_undecided():
    other = make_root(signer=generate(), subject=Subject("别的根", "别处"), validity=SAMPLE_VALIDITY)
    assert path(LEAF, trust=[other.certificate])["chain"] is None


def test_a_forged_signature_under_the_name_of_the_anchor_is_refused():
    forger = Authority(ROOT.certificate, generate())
    forged = leaf_of(forger)
    same_key_id = replace(forged, extensions=replace(forged.extensions, authority_key_id=None))
    assert path(same_key_id)["chain"] is False


def test_a_signing_certificate_cannot_issue_another():
    assert path(leaf_of(Authority(LEAF, KEY)), others=[LEAF])["chain"] is False


def test_an_authority_of_length_zero_cannot_make_another_authority():
    first = below(ROOT)
    second = below(first, "第二层")
    assert path(leaf_of(second), others=[first.certificate, second.certificate])["chain"] is False


def test_a_chain_that_runs_in_a_circle_ends():
    assert path(leaf_of(below(ROOT)), trust=(), others=[ROOT.certificate] * 50)["chain"] is None


def test_outside_its_time_a_certificate_decides_nothing():
    checks = path(LEAF, signed_at=AT, at=datetime(2041, 1, 1, tzinfo=UTC))
    assert (checks["signing_time"], checks["current_time"]) == (True, None)
    checks = path(LEAF, signed_at=datetime(2019, 12, 31, tzinfo=UTC))
    assert (checks["signing_time"], checks["current_time"]) == (None, True)


@pytest.mark.parametrize(("revoked_after", "ok"), [(-1, False), (1, None)])
def test_a_revoked_certificate_is_refused_when_revoked_before_signing(revoked_after, ok):
    when = AT + timedelta(days=revoked_after)
    crl = make_crl(authority=ROOT, revoked={LEAF.serial: when}, at=AT, next_update=AT + timedelta(days=9))
    assert path(LEAF, crls=[crl])["revocation"] is ok


def test_a_revocation_list_speaks_only_in_its_time_and_from_its_issuer():
    until = AT + timedelta(days=9)
    good = make_crl(authority=ROOT, revoked={}, at=AT, next_update=until)
    forged = make_crl(authority=Authority(ROOT.certificate, generate()), revoked={}, at=AT, next_update=until)
    assert path(LEAF, crls=[good])["revocation"] is True
    assert path(LEAF, crls=[forged])["revocation"] is None
    assert path(LEAF, crls=[b"nonsense"])["revocation"] is None
    assert path(LEAF, crls=[good], at=until + timedelta(days=1))["revocation"] is None


def test_without_a_list_nothing_is_said_about_revocation():
    assert "revocation" not in path(LEAF)


def test_dates_from_2050_are_written_in_the_long_form():
    validity = Validity(AT, datetime(2060, 1, 1, tzinfo=UTC))
    leaf = issue(authority=ROOT, subject=Subject("久", "久"), public_key=KEY.public, validity=validity)
    assert leaf.not_after == validity.not_after
    assert isinstance(
        asn1.Certificate.load(leaf.der)["tbs_certificate"]["validity"]["not_after"].chosen, asn1.GeneralizedTime
    )
