"""GB/T 35275 signed data: ours by openssl's word, others' as they really write it, and no byte changed unnoticed."""

import contextlib
import os
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gm.cms import Identity, check_signed_data, parse_signed_data, sign_content, sign_content_plain
from tongban.lib.gm.errors import GmError, SignedDataInvalid
from tongban.lib.gm.testing import sample_authority, sample_signer

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
IDENTITY = Identity(*sample_signer("样例县人民政府"), others=(sample_authority().certificate,))
SIGNED = sign_content(b"text", identity=IDENTITY, at=AT)
PLAIN = sign_content_plain(b"text", identity=IDENTITY)


def answers(der, content=b"text"):
    return {check.name: check.ok for check in check_signed_data(parse_signed_data(der), content=content)}


def sample(name, member):
    folder = Path(os.environ.get("TONGBAN_SHARED", "../shared")) / "samples" / "ofd"
    if not folder.is_dir():
        pytest.fail(f"the real samples are not at {folder}: set TONGBAN_SHARED to the folder that holds samples/ofd")
    with zipfile.ZipFile(folder / name) as package:
        return package.read(f"Doc_0/Signs/{member}/SignedValue.dat"), package.read(
            f"Doc_0/Signs/{member}/Signature.xml"
        )


@pytest.mark.parametrize("der", [SIGNED, PLAIN])
def test_what_we_sign_verifies_with_its_content_only(der):
    assert set(answers(der).values()) == {True}
    assert False in answers(der, b"texu").values()


def test_the_signer_and_the_time_are_told():
    found = parse_signed_data(SIGNED)
    assert (found.certificate, found.others) == (IDENTITY.certificate, IDENTITY.others)
    assert found.signing_time == AT
    assert parse_signed_data(PLAIN).signing_time is None


def test_openssl_accepts_the_signature_value_cut_out(tmp_path):
    found = parse_signed_data(SIGNED)
    (tmp_path / "certificate").write_bytes(found.certificate.pem)
    (tmp_path / "data").write_bytes(found.attributes.der)
    (tmp_path / "signature").write_bytes(found.signature)
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-certin",
        "-inkey",
        tmp_path / "certificate",
        "-rawin",
        "-digest",
        "sm3",
    ]
    command += ["-pkeyopt", "distid:1234567812345678", "-in", tmp_path / "data", "-sigfile", tmp_path / "signature"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_byte_changes_unnoticed(place, difference):
    damaged = bytearray(SIGNED)
    damaged[place] ^= difference
    with contextlib.suppress(GmError):
        assert False in answers(bytes(damaged)).values()


def test_an_exchanged_certificate_is_noticed():
    twin = sample_signer("样例县人民政府")[1]
    exchanged = replace(parse_signed_data(SIGNED), others=(twin,))
    assert [check.ok for check in check_signed_data(exchanged, content=b"text")] == [True, True, False]


@given(st.binary(max_size=200))
def test_other_bytes_are_no_signed_data(data):
    with pytest.raises(SignedDataInvalid):
        parse_signed_data(data)


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("licence-two-gbt35275.ofd", "Sign_0"),  # with signed attributes, content type of PKCS#7
        ("licence-two-gbt35275.ofd", "Sign_1"),
        ("made-by-ofdrw-gbt35275.ofd", "Sign_0"),  # the digest as content, no attributes
    ],
)
def test_signatures_of_other_makers_verify(name, member):
    der, content = sample(name, member)
    assert set(answers(der, content).values()) == {True}
    assert False in answers(der, content + b" ").values()
